"""Three presses from the map to a unit on its way, seen on another screen; the unit goes, arrives, reports."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

WATCH = """(caseNo) => { window.heardAt = 0; window.watched = caseNo;
  document.addEventListener('yiping:changes', (event) => {
  const found = event.detail.items.find((item) => item.no === window.watched && item.state === 'dispatched');
  if (found && !window.heardAt) { window.heardAt = performance.timeOrigin + performance.now(); } }); }"""


def a_waiting_case(page: Page) -> str:
    """Return the number of an urgent case that stands by itself on the map and can be dispatched."""
    return page.evaluate("""() => {
      const pins = [...document.querySelectorAll('.mark-box[data-case]')].map((pin) => pin.dataset.case);
      return pins.find((no) => ['reported', 'accepted'].includes(yiping.marks.find(no).state));
    }""")


def press_pin(page: Page, case_no: str) -> None:
    """Press the case's pin, wherever others lie over it."""
    page.locator(f".mark-box[data-case='{case_no}']").dispatch_event("click")


def dispatch_in_three_presses(page: Page, case_no: str) -> str:
    """Press the pin, 派单 and 确认; return the code of the unit that goes."""
    press_pin(page, case_no)
    page.click("#drawer [data-action=dispatch]")
    page.click("#drawer [data-action=confirm]")
    page.wait_for_selector(f"[data-drawer-case='{case_no}'] [data-state-of=dispatched]")
    unit = page.get_attribute("#drawer .unit-row[data-unit]", "data-unit")
    assert unit
    return unit


def heard_at_ms(page: Page) -> float:
    """Return when this screen heard of the watched case, in milliseconds of the machine's clock."""
    page.wait_for_function("() => window.heardAt", timeout=20_000)
    return page.evaluate("window.heardAt")


def test_three_presses_dispatch_and_another_screen_hears_of_it_within_a_second(server: Server, sign_in: Opener):
    """The second is the screens' promise; the machine may be held up by others, so one dispatch of three must keep it.

    How long it takes as a rule is the bench's question.
    """
    page = sign_in(server, "dispatcher").page
    wall = sign_in(server, "wall", size=(1920, 1080)).page
    apart_ms: list[float] = []
    while len(apart_ms) < 3 and min(apart_ms, default=1_001) > 1_000:
        case_no = a_waiting_case(page)
        wall.evaluate(WATCH, case_no)
        page.evaluate(WATCH, case_no)
        unit = dispatch_in_three_presses(page, case_no)
        apart_ms.append(abs(heard_at_ms(wall) - heard_at_ms(page)))
    assert min(apart_ms) <= 1_000, apart_ms
    page.wait_for_selector(f"#drawer .unit-row[data-unit='{unit}'][data-status=under_way]", timeout=30_000)
    page.keyboard.press("Escape")
    page.evaluate("yiping.showTab('forces')")
    page.wait_for_selector(f"[data-panel=units] [data-unit='{unit}']:not([data-status=available])", timeout=30_000)


def test_a_dispatched_unit_arrives_and_the_case_moves(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    case_no = a_waiting_case(page)
    press_pin(page, case_no)
    page.click("#drawer [data-action=dispatch]")
    page.click("#drawer [data-action=confirm]")
    page.wait_for_selector("#drawer [data-state-of=dispatched]")
    page.wait_for_selector("#drawer [data-state-of=in_handling]", timeout=120_000)


def test_a_recalled_unit_is_free_again(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    press_pin(page, a_waiting_case(page))
    page.click("#drawer [data-action=dispatch]")
    page.click("#drawer [data-action=confirm]")
    page.wait_for_selector("#drawer [data-state-of=dispatched]")
    page.click("#drawer [data-action=recall]")
    page.click("#drawer [data-action=confirm]")
    page.wait_for_selector("#drawer [data-state-of=accepted]")


def test_nothing_is_sent_without_the_confirming_press(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    case_no = a_waiting_case(page)
    press_pin(page, case_no)
    page.click("#drawer [data-action=dispatch]")
    page.click("#drawer [data-action=cancel]")
    page.wait_for_timeout(500)
    assert page.get_attribute("#drawer [data-state-of]", "data-state-of") in ("reported", "accepted")


def test_a_leader_has_no_dispatch_button(server: Server, sign_in: Opener):
    page = sign_in(server, "leader").page
    page.click("[data-tab=live]")  # a leader begins with what to decide
    page.wait_for_function("() => [...document.querySelectorAll('.feed-row[data-case]')].some("
                           "(row) => yiping.marks.find(row.dataset.case))")
    case_no = page.evaluate("[...document.querySelectorAll('.feed-row[data-case]')].map((row) => row.dataset.case)"
                            ".find((no) => yiping.marks.find(no))")  # one that is open: the feed tells of closings too
    page.click(f".feed-row[data-case='{case_no}']")
    page.wait_for_selector("#drawer [data-action]")
    offered = page.evaluate("[...document.querySelectorAll('#drawer [data-action]')].map((one) => one.dataset.action)")
    assert set(offered) <= {"supervise", "instruct", "evaluate", "lift_supervision"}
    assert "instruct" in offered
    assert {"supervise", "lift_supervision"} & set(offered)
    assert page.locator("#drawer [data-pick]").count() == 0


def test_dispatch_by_keyboard_alone(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    case_no = a_waiting_case(page)
    page.keyboard.press("/")
    page.keyboard.type(case_no)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-drawer-case='{case_no}']")
    page.keyboard.press("d")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#drawer [data-state-of=dispatched]")
