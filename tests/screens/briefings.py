"""What briefings look like: made at the desk, kept in the archive, opened, printed and on a phone."""

from playwright.sync_api import Page

from tests.screens.desks import OFFICE, at
from tests.screens.picture import Shot
from tests.stand import Server

SHEET = (900, 1400)
"""Wider than a page of paper, and longer, so that the whole first one is seen."""


def make(page: Page, server: Server) -> None:
    """Make a daily briefing at the desk."""
    page.click(".top-bar [data-brief]")
    page.wait_for_selector("#brief-sheet [data-brief-area]")
    page.click("[data-brief-make]")
    page.wait_for_selector("[data-brief-made]", timeout=60_000)


def of_two(page: Page, server: Server) -> None:
    """Have two briefings in the archive."""
    for kind in ("daily", "weekly"):
        answer = page.request.post(f"{server.url}/briefings", data={"kind": kind, "area": "", "t": ""},
                                   headers={"Origin": server.url})
        assert answer.ok, answer.text()
    page.reload()
    page.wait_for_selector("[data-briefing]")


def opened(kind: str, size: tuple[int, int]) -> Shot:
    """Return a shot of a briefing's own page."""
    def open_it(page: Page, server: Server) -> None:
        answer = page.request.post(f"{server.url}/briefings", data={"kind": kind, "area": "", "t": ""},
                                   headers={"Origin": server.url})
        page.goto(f"{server.url}{answer.json()['address']}")
        page.wait_for_selector(".page footer")

    return at(f"briefing-{kind}", size, prepare=open_it, writes=True)


SHOTS = (
    at("briefing", OFFICE, prepare=make, writes=True),
    at("briefing", OFFICE, "dark", prepare=make, writes=True),
    at("page-briefings", OFFICE, path="/desk/briefings", prepare=of_two, writes=True),
    opened("daily", SHEET), opened("daily", (390, 844)), opened("weekly", SHEET),
)
