"""One case in the drawer: the menu, the forms, two people who ask and grant, a leader who supervises."""

import time

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests import stand
from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

HERE = """(() => { const f = yiping.map.facts(yiping.map.visible()[0]);
  return [f.lon, f.lat]; })()"""
STALE = """(() => { window.sent = []; const set = yiping.setProps; yiping.setProps = (id, props) => {
  if (id === 'order') { window.sent.push(props.data); props = { data: { ...props.data, version: 99 } }; }
  set(id, props); }; })()"""
"""Orders go out as if another version had been seen."""
NOTICE = "#notice-box.is-shown"


@pytest.fixture(scope="module")
def key(server: Server) -> str:
    """A program's key that may bring reports in."""
    return stand.command(server.folder, "key", "add", "drawer", "--may", "events.write").split()[-1]


def report(server: Server, key: str, where: list[float], text: str = "路口有垃圾") -> str:
    """Bring in one urgent report, which the demo's own desk leaves to people, and return its case number."""
    event = {"source": "drawer", "event_id": str(time.monotonic_ns()), "category": "0110", "text": text, "severity": 2,
             "occurred_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "lon": where[0], "lat": where[1]}
    answer = httpx.post(f"{server.url}/api/v1/events", json=[event], headers={"Authorization": f"Bearer {key}"})
    return str(answer.json()["stored"][0]["case_no"])


def open_case(page: Page, number: str) -> None:
    """Open the case in the drawer."""
    page.evaluate("(number) => yiping.open(number)", number)
    page.wait_for_selector(f"#drawer [data-drawer-case='{number}']")


def press(page: Page, action: str) -> None:
    """Press an action, in the row or in the menu."""
    button = page.locator(f"#drawer [data-action={action}]")
    if not button.is_visible():
        page.click("#drawer .more-actions summary")
    button.click()


def confirm(page: Page) -> None:
    page.click("#drawer [data-action=confirm]")


def test_the_menu_opens_upward_by_keyboard_and_a_case_is_declined_with_a_note(server, sign_in: Opener, key):
    screen = sign_in(server, "dispatcher")
    page = screen.page
    open_case(page, report(server, key, page.evaluate(HERE)))
    page.focus("#drawer .more-actions summary")
    page.keyboard.press("Enter")
    menu, foot = page.locator("#drawer .menu").bounding_box(), page.locator("#drawer .action-row").bounding_box()
    side = page.locator("#drawer").bounding_box()
    assert menu["y"] + menu["height"] <= foot["y"]
    assert menu["y"] >= side["y"]
    assert menu["x"] >= side["x"]
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.menu') !== null")
    page.keyboard.press("Escape")
    assert not page.locator("#drawer .menu").is_visible()
    press(page, "decline")
    confirm(page)
    assert "请填写说明" in page.inner_text(NOTICE)
    page.keyboard.type("不在受理范围，已告知来电人")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#drawer [data-state-of=declined]")
    assert "不在受理范围" in page.inner_text("#drawer [data-event=decline]")
    assert page.get_attribute("#drawer [data-step=report]", "data-how") == "stopped"
    assert screen.complaints == []


def test_a_class_is_searched_for_and_confirmed(server, sign_in: Opener, key):
    page = sign_in(server, "dispatcher").page
    open_case(page, report(server, key, page.evaluate(HERE)))
    press(page, "classify")
    page.keyboard.type("路灯")
    shown = page.evaluate("[...document.querySelectorAll('[data-give=classify] option')].filter((one) => !one.hidden)"
                          ".map((one) => one.textContent)")
    assert shown
    assert all("路灯" in one for one in shown)
    confirm(page)
    page.wait_for_selector("#drawer [data-event=classify]")
    assert "→ 路灯" in page.inner_text("#drawer [data-event=classify]")
    assert "路灯" in page.inner_text("#drawer dl")


def test_one_asks_for_more_time_and_another_grants_it(server, sign_in: Opener, key):
    desk, officer = sign_in(server, "dispatcher").page, sign_in(server, "officer", path="/desk/overview").page
    number = report(server, key, officer.evaluate(HERE))
    open_case(desk, number)
    press(desk, "dispatch")
    desk.locator("#drawer [data-pick][aria-checked=true]").click()
    confirm(desk)
    assert desk.locator("#drawer .confirm-strip").count() == 1, "nobody to send to: nothing is sent"
    desk.select_option("#drawer [data-give=dispatch] [name=department]", index=1)
    confirm(desk)
    desk.wait_for_selector("#drawer [data-state-of=dispatched]")
    open_case(officer, number)
    press(officer, "sign")
    confirm(officer)
    officer.wait_for_selector("#drawer [data-state-of=signed]")
    press(officer, "ask_extension")
    officer.fill("#drawer [data-give=ask_extension] [name=note]", "等待材料")
    wanted = officer.input_value("#drawer [data-give=ask_extension] [name=until]")
    confirm(officer)
    officer.wait_for_selector("#drawer [data-badge=asked]")
    desk.wait_for_selector("#drawer [data-badge=asked]")
    assert desk.get_attribute("#drawer .action-row button.primary", "data-action") == "grant_extension"
    press(desk, "grant_extension")
    confirm(desk)
    desk.wait_for_selector("#drawer [data-badge=extensions]")
    officer.wait_for_selector("#drawer [data-event=grant_extension]")
    assert f"→ {wanted[5:10]} {wanted[11:]}" in officer.inner_text("#drawer [data-event=grant_extension]")
    assert "等待材料" in desk.inner_text("#drawer [data-event=ask_extension]")


def test_a_leader_supervises_and_instructs_and_moves_nothing(server, sign_in: Opener, key):
    leader, officer = sign_in(server, "leader").page, sign_in(server, "officer", path="/desk/overview").page
    number = report(server, key, leader.evaluate(HERE))
    open_case(leader, number)
    press(leader, "supervise")
    leader.fill("#drawer [data-give=supervise] [name=note]", "今日办结并反馈")
    leader.keyboard.press("Control+Enter")
    leader.wait_for_selector("#drawer [data-event=supervise]")
    assert "今日办结并反馈" in leader.inner_text("#drawer [data-event=supervise]")
    press(leader, "instruct")
    leader.fill("#drawer [data-give=instruct] [name=note]", "约谈责任单位")
    leader.select_option("#drawer [data-give=instruct] [name=audience]", "leaders")
    confirm(leader)
    leader.wait_for_selector("#drawer [data-event=instruct]")
    assert "约谈责任单位" in leader.inner_text("#drawer [data-event=instruct]")
    assert leader.get_attribute("#drawer [data-state-of]", "data-state-of") == "reported"
    assert officer.locator("#drawer [data-event=instruct]").count() == 0


def test_what_is_being_typed_outlives_a_change_by_somebody_else(server, sign_in: Opener, key):
    desk, officer = sign_in(server, "dispatcher").page, sign_in(server, "officer", path="/desk/overview").page
    number = report(server, key, officer.evaluate(HERE))
    open_case(desk, number)
    press(desk, "decline")
    desk.keyboard.type("不属于本市管辖")
    open_case(officer, number)
    press(officer, "remark")
    officer.keyboard.type("已到现场看过")
    officer.keyboard.press("Control+Enter")
    desk.wait_for_selector("#drawer [data-event=remark]")
    field = desk.locator("#drawer [data-give=decline] [name=note]")
    expect(field).to_be_visible()
    expect(field).to_be_focused()
    assert field.input_value() == "不属于本市管辖"
    assert "请核对" in desk.inner_text(NOTICE)
    desk.keyboard.type("区")
    desk.keyboard.press("Escape")
    expect(field).to_be_hidden()
    press(desk, "decline")
    assert field.input_value() == "不属于本市管辖区", "going back keeps what was typed"
    confirm(desk)
    desk.wait_for_selector("#drawer [data-state-of=declined]")


def test_a_refusal_keeps_what_was_typed(server, sign_in: Opener, key):
    page = sign_in(server, "dispatcher").page
    open_case(page, report(server, key, page.evaluate(HERE)))
    press(page, "merge")
    page.fill("#drawer [data-give=merge] [name=into]", "不存在的案件")
    page.evaluate(STALE)
    confirm(page)
    expect(page.locator("#notice-box.refused")).to_be_visible()
    assert page.input_value("#drawer [data-give=merge] [name=into]") == "不存在的案件"
    assert page.evaluate("window.sent.map((one) => one.into)") == ["不存在的案件"]
    assert page.locator("#drawer .is-sending").count() == 0


@pytest.mark.parametrize("size", [(1366, 768), (1440, 900)])
def test_a_form_leaves_its_buttons_on_the_screen(server, sign_in: Opener, key, size):
    page = sign_in(server, "dispatcher", size=size).page
    open_case(page, report(server, key, page.evaluate(HERE)))
    press(page, "accept")
    confirm(page)
    page.wait_for_selector("#drawer [data-state-of=accepted]")
    for action in ("classify", "split", "merge", "void", "dispatch"):
        press(page, action)
        side, button = (page.locator(one).bounding_box() for one in ("#drawer", "#drawer [data-action=confirm]"))
        assert button["y"] + button["height"] <= side["y"] + side["height"], action
        assert page.evaluate("document.querySelector('#drawer .drawer-body').clientHeight") >= 100, action
        assert page.evaluate("((box) => box.scrollWidth <= box.clientWidth)(document.getElementById('drawer'))"), action
        page.keyboard.press("Escape")
        expect(page.locator("#drawer .confirm-strip")).to_have_count(0)
