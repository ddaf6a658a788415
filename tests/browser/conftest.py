"""One living demo city for all browser tests, and pages that remember whatever went wrong in them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import stand
from tests.stand import Server

DESK, WALL = (1366, 768), (3840, 1080)
LATE_MORNING = 11


def zone_of_late_morning() -> str:
    """Return a zone in which it is eleven now: by night few units are on shift, whatever the hour of the test."""
    ahead = LATE_MORNING - datetime.now(UTC).hour
    return "Etc/GMT" if ahead == 0 else f"Etc/GMT{'-' if ahead > 0 else '+'}{abs(ahead)}"


ZONE = zone_of_late_morning()


@dataclass
class Screen:
    """A page with what the browser complained about in it."""

    page: Page
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)


Opener = Callable[..., Screen]


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small demo city, built once; no server runs on it, so that it may be copied."""
    folder = tmp_path_factory.mktemp("demo")
    stand.command(folder, "demo", "--size", "small", "--days", "14", YIPING_ZONE=ZONE)
    return folder


@pytest.fixture(scope="session")
def server(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of all tests that need none of their own, over a copy of the demo city."""
    folder = tmp_path_factory.mktemp("served") / "city"
    shutil.copytree(demo_folder, folder)
    with stand.serving(folder, YIPING_ZONE=ZONE) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with stand.browser() as opened:
        yield opened


@pytest.fixture
def sign_in(chromium: Browser) -> Iterator[Opener]:
    """Return a function that opens a screen as a demo person: sign_in(server, "dispatcher", path=..., size=...)."""
    screens: list[Screen] = []

    def opener(where: Server, person: str, *, path: str | None = None, size: tuple[int, int] = DESK) -> Screen:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        page = context.new_page()
        screen = Screen(page, context)
        screens.append(screen)
        page.on("console", lambda said: said.type == "error" and screen.complaints.append(said.text))
        page.on("pageerror", lambda error: screen.complaints.append(str(error)))
        stand.enter(context, where, person)
        page.goto(f"{where.url}{path or '/'}")
        stand.wait_ready(page)
        return screen

    yield opener
    for screen in screens:
        screen.context.close()
