"""What the map shows drives the figures; what is drawn on it opens as a dossier from which people are sent."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

NOTES = "[...document.querySelectorAll('[data-kpi=open_now] small')].map((one) => one.textContent).join()"


@pytest.fixture
def desk(server: Server, sign_in: Opener) -> Page:
    """Return a dispatcher's desk."""
    return sign_in(server, "dispatcher").page


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("#map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_moved_map_counts_itself_until_the_switch_says_no(desk: Page):
    whole = int(desk.get_attribute("[data-kpi=open_now]", "data-value") or "")
    desk.mouse.move(*middle(desk))
    desk.mouse.wheel(0, -900)
    desk.wait_for_function(f"() => {NOTES}.includes('图内')")
    assert int(desk.get_attribute("[data-kpi=open_now]", "data-value") or "") < whole
    desk.click("[data-extent]")
    desk.wait_for_function(f"() => !{NOTES}.includes('图内')")
    assert "ext=0" in desk.url
    desk.go_back()
    desk.wait_for_function(f"() => {NOTES}.includes('图内')")
    desk.click("[data-zoom=home]")
    desk.wait_for_function(f"() => !{NOTES}.includes('图内')")


def test_a_drawn_circle_opens_a_dossier_that_another_browser_shows_too(desk: Page, server: Server, sign_in: Opener):
    east, south = middle(desk)
    desk.click("#draw-tools summary")
    desk.click("[data-draw=circle]")
    desk.mouse.click(east, south)
    desk.mouse.click(east + 80, south)
    desk.wait_for_selector("[data-panel=dossier][data-state=fresh]")
    inside = int(desk.inner_text("[data-inside=open] dd").replace(",", ""))
    assert 0 < inside < int(desk.get_attribute("[data-kpi=open_now]", "data-value") or "")
    other = sign_in(server, "dispatcher", path=desk.url.removeprefix(server.url))
    other.page.wait_for_selector("[data-panel=dossier][data-state=fresh]")
    assert other.page.inner_text(".panel-dossier h2") == desk.inner_text(".panel-dossier h2")
    assert other.complaints == []
    desk.click("[data-reach='500']")
    desk.wait_for_selector(".panel-dossier h2:has-text('500 m')")
    desk.keyboard.press("Escape")
    desk.wait_for_selector("[data-panel=dossier]", state="detached")
    assert "draw=" not in desk.url
    desk.go_back()
    desk.wait_for_selector(".panel-dossier h2:has-text('500 m')")


def test_a_polygon_is_drawn_press_by_press_and_given_up_by_escape(desk: Page):
    east, south = middle(desk)
    desk.click("#draw-tools summary")
    desk.click("[data-draw=poly]")
    for step in ((-90, -60), (90, -60), (10, 10), (90, 80)):
        desk.mouse.click(east + step[0], south + step[1])
    desk.keyboard.press("Backspace")
    desk.mouse.click(east, south + 80)
    desk.keyboard.press("Enter")
    desk.wait_for_selector("[data-panel=dossier][data-state=fresh]")
    assert desk.url.count(";") == 3
    desk.click("[data-undraw]")
    desk.wait_for_selector("[data-panel=dossier]", state="detached")
    desk.click("#draw-tools summary")
    desk.click("[data-draw=line]")
    desk.mouse.click(east, south)
    desk.keyboard.press("Escape")
    assert not desk.evaluate("yiping.draw.isDrawing()")
    assert "draw=" not in desk.url


def test_from_a_dossier_the_form_that_sends_is_one_press_away(desk: Page):
    desk.click("#draw-tools summary")
    desk.select_option("#draw-radius", "5000")
    desk.click("[data-draw=here]")
    desk.wait_for_selector("[data-panel=dossier][data-state=fresh]")
    desk.locator(".dossier-case .quick").first.click()
    desk.wait_for_selector("#drawer [data-give]")
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    desk.wait_for_selector("#drawer.is-closed", state="attached")
    assert desk.is_visible("[data-panel=dossier]")


def test_a_shape_nobody_can_read_is_named_and_the_rest_of_the_address_holds(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher", path="/desk/overview?norm=pop&draw=star:1,2").page
    page.wait_for_selector("#notice-box.is-shown:has-text('draw')")
    assert page.evaluate("yiping.state.norm") == "pop"
    page = sign_in(server, "dispatcher", path="/desk/overview?draw=circle:1,2,3").page
    page.wait_for_selector("[data-panel=dossier][data-state=error]")
