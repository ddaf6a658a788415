"""A warning from a drawn area to its end: issued at a desk, hatched on map and wall within seconds, ticked, lifted."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WALL, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

SHAPE = "yiping.draw.take((() => { const c = yiping.map.leaflet.getCenter(); const at = (n, e) => " \
        "(c.lat + n).toFixed(6) + ',' + (c.lng + e).toFixed(6); return 'poly:' + [at(-0.01, -0.01), at(-0.01, 0.01), " \
        "at(0.01, 0.01), at(0.01, -0.01)].join(';'); })())"


def press_twice(page: Page, within: str, words: str) -> None:
    """Press a button that asks once more."""
    button = page.locator(f"{within} button[type=submit]")
    expect(button).to_contain_text(words)
    button.click()
    page.locator(f"{within} button[type=submit]").click()


def test_a_drawn_warning_reaches_the_wall_is_worked_off_and_lifted(server: Server, sign_in: Opener):
    wall = sign_in(server, "wall", path="/wall/hall-1", size=WALL)
    listed = wall.page.locator("#map-warnings")
    expect(listed).to_be_hidden()
    desk = sign_in(server, "dispatcher")
    page = desk.page
    page.evaluate(SHAPE)
    page.locator("[data-warn-here]").click()
    page.wait_for_url("**/desk/warnings?ground=poly*")
    form = page.locator("#issue-warning")
    expect(form).to_contain_text("地图圈定")
    form.locator("[name=kind]").select_option("workload")
    form.locator("[name=level]").select_option("red")
    form.locator("[name=title]").fill("测试：<b>不要靠近</b>")
    press_twice(page, "#issue-warning form", "发布预警")
    expect(page.locator(".warning-head")).to_contain_text("红色 Ⅰ级 · 积压 · 测试：<b>不要靠近</b>")
    row = listed.locator(".warn-row.is-red")
    expect(row).to_contain_text("测试：<b>不要靠近</b>", timeout=10_000)
    assert wall.page.locator("path.warn-ground").count() == 1
    assert wall.page.evaluate("document.querySelector('path.warn-ground').getAttribute('fill')") == \
        "url(#warn-hatch-red)"
    assert page.locator("[data-task=seats] form button").count() == 1
    page.locator("[data-task=seats] form button").click()
    expect(page.locator("[data-task=seats]")).to_contain_text("✓ 张伟")
    lift = page.locator("#lift-warning")
    lift.locator("[name=reason]").fill("测试结束")
    press_twice(page, "#lift-warning form", "解除")
    expect(page.locator(".warning-head")).to_contain_text("已解除")
    expect(listed).to_be_hidden(timeout=10_000)
    assert wall.page.locator("path.warn-ground").count() == 0
    assert wall.complaints == desk.complaints == []


def test_over_a_low_map_warnings_are_one_line_that_unfolds_and_opens(server: Server, sign_in: Opener):
    desk = sign_in(server, "dispatcher", path="/desk/overview")
    page, rows = desk.page, desk.page.locator("#map-warnings .warn-row")

    def tell(act: str, **given: object) -> None:
        said = page.request.post(f"{server.url}/pages/warnings/{act}", headers={"Origin": server.url}, data=given)
        assert said.ok, said.text()

    until = page.evaluate("new Date(yiping.clock.now() + 172800000).toISOString().slice(0, 16)")
    for level in ("blue", "red", "yellow"):
        tell("issue", kind="wind", level=level, title=level, text="", until=until, areas=["9901"])
    expect(page.locator("#map-warnings .warn-more")).to_contain_text("2", timeout=10_000)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("red")
    page.locator("#map-warnings .warn-more").click()
    expect(rows).to_have_count(3)
    made = [row.get_attribute("data-warning") for row in rows.all()]
    rows.last.click()
    expect(page.locator(".warning-head")).to_contain_text("blue")
    for one in made:
        tell("lift", warning=one, version=1, reason="over")
    assert desk.complaints == []
