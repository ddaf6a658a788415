"""A screen is kept by two presses; a colleague's browser shows the same numbers later, and says that they are kept."""

import pytest

from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

FIGURES = "[...document.querySelectorAll('[data-kpi]')].map((one) => one.dataset.kpi + one.dataset.value)"


def test_a_kept_screen_opens_elsewhere_as_it_stood_and_is_left_by_looking_at_something_else(
    server: Server, sign_in: Opener
):
    screen = sign_in(server, "dispatcher")
    page = screen.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-share]")
    page.click("[data-share-do=snapshot]")
    page.wait_for_selector(".share-own li a")
    link = page.get_attribute(".share-own li a", "href") or ""
    assert page.evaluate("navigator.clipboard.readText()").endswith(link)
    assert screen.complaints == []

    other = sign_in(server, "dispatcher", path=link)
    other.page.wait_for_selector("#snap-badge")
    first = other.page.evaluate(FIGURES)
    assert {state for state in other.page.evaluate("[...document.querySelectorAll('[data-panel]')]"
                                                   ".map((one) => one.dataset.state)")} >= {"replay"}
    other.page.reload()
    other.page.wait_for_selector("#snap-badge")
    other.page.wait_for_selector("[data-kpi]")
    assert other.page.evaluate(FIGURES) == first
    assert other.complaints == []
    other.page.click("[data-norm=pop]")
    other.page.wait_for_selector("#snap-badge", state="detached")
    assert "snap=" not in other.page.url

    page.click("[data-withdraw]")
    page.wait_for_selector(".share-own .panel-empty")
    other.page.goto(f"{server.url}{link}")
    other.page.wait_for_selector("#notice-box.is-shown:has-text('快照')")
    other.page.wait_for_selector("#past-badge")
