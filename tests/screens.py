"""Takes the pictures of docs/screens (`make screens`): each a real screen of a fresh demo city in Debian's Chromium."""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests import stand
from tests.browser.conftest import ZONE
from tests.stand import Server

FOLDER = stand.ROOT / "docs" / "screens"
WALLS = {"three-screens": "stage: 5760x1080\nseams_x: [1920, 3840]\n", "meeting-room": "stage: 1920x1080\n"}
SETTLES_MS = 6_000
"""Until charts stand and the first live cases have come in."""


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture: who looks at what, how large, and what is pressed before it is taken."""

    name: str
    person: str
    path: str
    size: tuple[int, int]
    theme: str = "light"
    is_phone: bool = False
    prepare: Callable[[Page], None] = lambda page: None


def open_case(page: Page) -> None:
    """Open the first case that can be sent to."""
    page.click(".feed-rows .feed-row >> nth=1")
    page.wait_for_selector("#drawer [data-drawer-case]")


def draw_circle(page: Page) -> None:
    """Draw a circle about the map's middle."""
    page.click("#draw-tools summary")
    page.select_option("#draw-radius", "2000")
    page.click("[data-draw=here]")
    page.wait_for_selector("[data-panel=dossier][data-state=fresh]")


SHOTS = (
    Shot(name="wall-3840x1080", person="wall", path="/wall/hall-1", size=(3840, 1080), theme=""),
    Shot(name="wall-5760x1080", person="wall", path="/wall/three-screens", size=(5760, 1080), theme=""),
    Shot(name="wall-1920x1080", person="wall", path="/wall/meeting-room", size=(1920, 1080), theme=""),
    Shot(name="desk-1366x768", person="dispatcher", path="/desk/overview", size=(1366, 768), prepare=open_case),
    Shot(name="desk-1920x1080-dark", person="dispatcher", path="/desk/overview", size=(1920, 1080), theme="dark",
         prepare=draw_circle),
    Shot(name="leader-1440x900", person="leader", path="/desk/overview", size=(1440, 900)),
    Shot(name="queue-1366x768", person="dispatcher", path="/desk/queue", size=(1366, 768)),
    Shot(name="supervise-1440x900", person="dispatcher", path="/desk/supervise", size=(1440, 900)),
    Shot(name="phone-390x844", person="officer", path="/m/task", size=(390, 844), theme="", is_phone=True),
)


def main(wanted: list[str]) -> None:
    """Take every picture, or those that are named."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="yiping-screens-") as scratch:
        data = Path(scratch) / "city"
        stand.command(data, "demo", "--size", "small", "--days", "14", YIPING_ZONE=ZONE)
        (data / "walls").mkdir()
        for name, said in WALLS.items():
            (data / "walls" / f"{name}.yaml").write_text(said, encoding="utf-8")
        with stand.serving(data, YIPING_ZONE=ZONE) as server, stand.browser() as opened:
            for shot in SHOTS:
                if not wanted or shot.name in wanted:
                    sys.stdout.write(f"{shot.name}: {take(opened, server, shot) / 1000:,.0f} kB\n")


def take(opened: Browser, server: Server, shot: Shot) -> int:
    """Take one picture in 256 colours and return its size in bytes."""
    context = opened.new_context(viewport={"width": shot.size[0], "height": shot.size[1]}, has_touch=shot.is_phone,
                                 is_mobile=shot.is_phone)
    if shot.theme:
        context.add_init_script(f"localStorage.setItem('yiping.theme', '{shot.theme}')")
    stand.enter(context, server, shot.person)
    page = context.new_page()
    page.goto(f"{server.url}{shot.path}")
    if shot.is_phone:
        page.wait_for_load_state("networkidle")
    else:
        page.wait_for_selector("body[data-ready=true], #office .page, #office > *", timeout=60_000)
    page.wait_for_timeout(SETTLES_MS)
    shot.prepare(page)
    page.wait_for_timeout(1_000)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    context.close()
    path = FOLDER / f"{shot.name}.png"
    picture.save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    main(sys.argv[1:])
