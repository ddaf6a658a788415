"""Prints our page beside Panel's and Streamlit's, measured in one run, and writes it to var/bench-peers.json."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import stand
from tests.bench import cold, table
from tests.bench.peers import contest, ours
from tests.bench.peers.contest import Result
from tests.bench.table import Row


def main() -> int:
    """Measure the three, one after the other; return 1 where a figure misses its goal by more than a fifth."""
    with sync_playwright() as play, cold.city() as server:
        opened = play.chromium.launch(executable_path=stand.CHROMIUM, args=["--no-sandbox"])
        token = cold.warmed(opened, server)
        shapes = server.folder / "shapes.json"
        count = contest.write_shapes(ours.shapes(server, token), shapes)
        results = {"ours": ours.measure(opened, server, token), **peers(opened, shapes)}
        opened.close()
    for name, one in results.items():
        print(f"{name}: {one}")
    found = rows(count, results.pop("ours"), results)
    print(table.show(found))
    table.keep(found, stand.ROOT / "var" / "bench-peers.json")
    return 1 if any(row.is_far_off for row in found) else 0


def peers(opened: Browser, shapes: Path) -> dict[str, Result]:
    """Return what each peer shows."""
    found = {}
    for name, serve in (("Panel", contest.panel), ("Streamlit", contest.streamlit)):
        command, port = serve(shapes)
        url = f"http://127.0.0.1:{port}/" + ("page_panel" if name == "Panel" else "")
        found[name] = contest.measure(opened, command, url, shapes)
    return found


def rows(count: int, ours_: Result, others: dict[str, Result]) -> list[Row]:
    """Return our figures with the better peer's as reference; goals are shares of it, seconds and KB aside."""
    quickest = min(others, key=lambda name: others[name].painted_seconds)
    thriftiest = min(others, key=lambda name: others[name].core_percent)
    least = min(others, key=lambda name: others[name].memory_mb)
    painted, share, memory = (others[quickest].painted_seconds, others[thriftiest].core_percent,
                              others[least].memory_mb)
    return [
        Row(name=f"{count:,} polygons, cold until seen", unit="s", value=ours_.painted_seconds, goal=0.5 * painted,
            reference=painted, note=f"reference: {quickest}"),
        Row(name="processor for an open screen, 30 rows at 4 Hz", unit="% of a core", value=ours_.core_percent,
            goal=share / 200, reference=share, note=f"reference: {thriftiest}; one {share / 200:.4f}"),
        Row(name="memory for an open screen", unit="KB", value=1000 * ours_.memory_mb, goal=100,
            reference=1000 * memory, note=f"reference: {least}"),
    ]


if __name__ == "__main__":
    sys.exit(main())
