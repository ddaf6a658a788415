"""The contestants: how each is served, opened and watched."""

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from playwright.sync_api import Browser, Page

from tests import stand
from tests.bench.peers.painted import SIZE, cold_seconds, cost

HERE = Path(__file__).resolve().parent
PYTHON = stand.ROOT / "var" / "peers-venv" / "bin" / "python"
COLOURS = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"]
SESSIONS, SECONDS, TRIES = 3, 12.0, 3


@dataclass(frozen=True)
class Result:
    """What one contestant showed: seconds until painted (median), % of a core and MB for each open session."""

    painted_seconds: float
    core_percent: float
    memory_mb: float


def panel(shapes: Path) -> tuple[list[str], int]:
    """Return the command that serves the page by Panel, and its port; the page finds the shapes by itself."""
    port = stand.free_port()
    return [str(PYTHON), "-m", "panel", "serve", str(HERE / "page_panel.py"), "--port", str(port), "--address",
            "127.0.0.1", "--log-level", "error"], port


def streamlit(shapes: Path) -> tuple[list[str], int]:
    """Return the command that serves the page by Streamlit from a folder made beside the shapes, and its port."""
    port, folder = stand.free_port(), shapes.with_name("streamlit")
    (folder / "static").mkdir(parents=True, exist_ok=True)
    page = shutil.copy(HERE / "page_streamlit.py", folder)
    shutil.copy(shapes, folder / "static" / "shapes.json")
    return [str(PYTHON), "-m", "streamlit", "run", page, "--server.port", str(port), "--server.address", "127.0.0.1",
            "--server.enableStaticServing", "true", "--server.headless", "true", "--browser.gatherUsageStats", "false",
            "--logger.level", "error"], port


def measure(opened: Browser, command: list[str], url: str, shapes: Path) -> Result:
    """Return what a peer shows. One look goes before, so that it has read its polygons."""
    with served(command, url, shapes) as process:
        def visit(page: Page) -> None:
            page.goto(url, wait_until="commit")

        cold_seconds(opened, visit, COLOURS)
        painted = statistics.median(cold_seconds(opened, visit, COLOURS) for _ in range(TRIES))
        time.sleep(3)
        alone, memory = cost(process, SECONDS)
        contexts = [opened.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}) for _ in range(SESSIONS)]
        for context in contexts:
            context.new_page().goto(url)
        time.sleep(8)
        watched, more = cost(process, SECONDS)
        for context in contexts:
            context.close()
    return Result(painted, (watched - alone) / SESSIONS, (more - memory) / SESSIONS)


@contextlib.contextmanager
def served(command: list[str], url: str, shapes: Path) -> Iterator[psutil.Process]:
    """Yield a peer's process once it answers."""
    process = subprocess.Popen(command, env={**os.environ, "PEER_SHAPES": str(shapes), "PEER_COLOURS":
                                             json.dumps(COLOURS)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(url, timeout=30).status_code == httpx.codes.OK:
                    break
            time.sleep(0.2)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def write_shapes(features: list[dict], path: Path) -> int:
    """Write the outer rings of our grids for the peers, each with a class of 0 to 4; return how many."""
    rows = []
    for n, feature in enumerate(features):
        shape = feature["geometry"]
        ring = shape["coordinates"][0] if shape["type"] == "Polygon" else shape["coordinates"][0][0]
        rows.append({"type": "Feature", "class": 0 if n % 20 else n // 20 % 5,
                     "geometry": {"type": "Polygon", "coordinates": [ring]}})
    path.write_text(json.dumps(rows), encoding="utf-8")
    return len(rows)
