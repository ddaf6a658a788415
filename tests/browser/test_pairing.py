"""A wall comes in by a code and, when it was signed out, stays where it is until it is let in again."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import WALL, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def screen(chromium: Browser) -> Iterator[Page]:
    """A wall's browser in which nobody is signed in."""
    context = chromium.new_context(viewport={"width": WALL[0], "height": WALL[1]})
    yield context.new_page()
    context.close()


def code_on(page: Page) -> str:
    page.wait_for_selector(".pair-code[data-code]")
    return str(page.get_attribute(".pair-code", "data-code"))


def let_in(desk: Page, code: str) -> None:
    desk.fill("input[name=code]", code)
    desk.fill("input[name=name]", "二楼大厅")
    desk.click("form[data-act=let_in] button[type=submit]")
    desk.wait_for_selector("[data-wall]")


def test_a_wall_is_let_in_by_its_code_and_signed_out_stays_where_it_is(server: Server, sign_in: Opener, screen: Page):
    screen.goto(f"{server.url}/wall/hall-1?norm=pop")
    code = code_on(screen)
    assert screen.query_selector("input") is None
    desk = sign_in(server, "dispatcher", path="/desk/walls").page
    let_in(desk, code)
    screen.wait_for_selector("body[data-ready=true]", timeout=30_000)
    assert "/wall/hall-1" in screen.url
    assert "norm=pop" in screen.url
    screen.wait_for_function("() => yiping.conn === 'LIVE'")
    where = screen.url
    screen.evaluate("window.stayed = true")

    desk.click("[data-wall] button")
    desk.click("[data-wall] button")  # asked once more
    desk.wait_for_selector("[data-wall]", state="detached")
    screen.wait_for_function("() => yiping.conn === 'PAIR'", timeout=30_000)
    again = code_on(screen)
    assert again != code
    assert screen.query_selector("input[type=password]") is None
    assert screen.inner_text("[data-kpi=open_now] b").strip()

    let_in(desk, again)
    screen.wait_for_function("() => yiping.conn === 'LIVE'", timeout=30_000)
    screen.wait_for_function("() => !document.querySelector('.pair-code')")
    assert screen.url == where
    assert screen.evaluate("window.stayed") is True


def test_the_code_is_another_one_for_every_wall(server: Server):
    with httpx.Client(base_url=server.url, headers={"Origin": server.url}) as client:
        codes = {client.post("/pairings", json={}).json()["code"] for _ in range(5)}
    assert len(codes) == 5
