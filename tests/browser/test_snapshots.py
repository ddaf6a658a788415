"""A screen is kept by two presses, a briefing of it made by two more: both say later what they said then."""

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


def test_a_briefing_is_made_opened_fetched_and_released(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher", size=(1366, 625))
    page = screen.page
    open_now = page.get_attribute("[data-kpi=open_now]", "data-value")
    page.keyboard.press("r")
    page.wait_for_selector("#brief-sheet [data-brief-area]")
    assert page.inner_text("[data-brief-area]") in page.inner_text(".slot-breadcrumb")
    page.click("[data-brief-make]")
    page.wait_for_selector("[data-brief-made]", timeout=60_000)
    named = page.get_attribute("[data-brief-made]", "data-brief-made") or ""
    for form, begins in (("pdf", b"%PDF-"), ("png", b"\x89PNG")):
        with page.expect_download(timeout=60_000) as given:
            page.click(f".brief-made [data-brief-file={form}]")
        assert given.value.path().read_bytes().startswith(begins)
        assert named in given.value.suggested_filename
    with page.context.expect_page() as opened:
        page.click(".brief-made .primary")
    document = opened.value
    document.wait_for_load_state()
    assert document.evaluate("performance.getEntriesByType('resource').length") == 0
    assert named in document.inner_text("body")
    shown = float(document.locator("[data-figure=open_now]").first.inner_text().replace(",", ""))
    assert abs(shown - float(open_now or "nan")) <= 5, "the city lives on between the two"
    document.close()
    page.click("#brief-sheet header a")
    page.wait_for_selector(f"[data-briefing='{named}'][data-state=unreleased]")
    press = page.locator(f"[data-briefing='{named}'] form[data-act=release] button")
    press.click()
    press.click()
    page.wait_for_selector(f"[data-briefing='{named}'][data-state=released]")
    assert screen.complaints == []
