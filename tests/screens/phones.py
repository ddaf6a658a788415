"""What an officer's phone shows: tasks, one task, what an action asks for, a report, what waits to be sent."""

import contextlib
import json
import sqlite3

from playwright.sync_api import Page

from tests import stand
from tests.browser.officer import City, entered
from tests.screens.picture import Shot
from tests.stand import Server

LARGE, SMALL = (390, 844), (360, 640)


def send_tasks(page: Page, server: Server) -> None:
    """Send the officer two cases and wait until they are listed."""
    config = json.loads(page.text_content("#config") or "{}")
    key = stand.command(server.folder, "key", "add", "screens", "--may", "events.write").strip().splitlines()[-1]
    with contextlib.closing(sqlite3.connect(f"file:{server.folder / 'yiping.db'}?mode=ro", uri=True)) as base:
        unit = base.execute("SELECT unit FROM people WHERE id = ?", (config["person"],)).fetchone()[0]
    with entered(server, "dispatcher") as desk:
        town = City(server=server, key=key, unit=unit, spot=tuple(config["home"]), desk=desk)
        number = town.case(text="人行道堆放建筑垃圾约3立方米，占用盲道。")
    page.reload()
    page.wait_for_selector(f".card[data-case='{number}']")


def open_task(page: Page, server: Server) -> None:
    """Open the first task."""
    page.click(".card .face >> nth=0")


def ask(page: Page, server: Server) -> None:
    """Press the first task's own action, so that the sheet asks."""
    page.click(".card .actions .primary >> nth=0")
    page.wait_for_selector("#sheet[open]")


def at(name: str, size: tuple[int, int], theme: str = "light", **more: object) -> Shot:
    """Return a shot of a phone that bears its size and theme in its name."""
    whole = {"person": "officer", "path": "/m/task", "settles_ms": 1_000, **more}
    return Shot(name=f"phone-{name}-{size[0]}x{size[1]}{'-dark' if theme == 'dark' else ''}", size=size, theme=theme,
                is_phone=True, **whole)  # type: ignore[arg-type]


SHOTS = (
    at("officer", LARGE, prepare=send_tasks, writes=True),
    at("tasks", LARGE, person="handler-works"),
    at("tasks", LARGE, "dark", person="handler-works"),
    at("tasks", SMALL, person="verifier"),
    at("task", LARGE, person="handler-works", prepare=open_task),
    at("task", SMALL, "dark", person="handler-works", prepare=open_task),
    at("sheet", LARGE, person="verifier", prepare=ask),
    at("report", LARGE, path="/m/report"),
    at("report", SMALL, "dark", path="/m/report"),
    at("english", LARGE, person="verifier", language="en", writes=True),
)
