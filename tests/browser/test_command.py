"""One box to find and to command, and keys for everything: without a mouse, silent while one writes, off if wanted."""

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Opener
from tests.stand import Server, wait_ready

pytestmark = pytest.mark.browser

ROWS = """() => [...document.querySelectorAll('#search-list [role=option]')].map((row) => [
  row.closest('[data-group]').dataset.group, row.querySelector('.search-label').textContent])"""
PRESSED_WHILE_COMPOSING = """() => {
  for (const key of ['d', '?', 't', '1', '/']) {
    for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, ...how, bubbles: true, cancelable: true }));
    }
  }
}"""
ESCAPED_TWICE_IN_ONE_FRAME = """() => {
  const escape = () => new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  for (const time of ['the form', 'the case']) { document.activeElement.dispatchEvent(escape()); }
}"""
LISTED = "() => [...document.querySelectorAll('#help-sheet [data-key]')].flatMap((row) => row.dataset.key.split(' | '))"
ROWS_OF_KEYS = "() => [...document.querySelectorAll('#help-sheet [data-key]')].map((row) => row.dataset.key)"
COMMANDS = "() => [...document.querySelectorAll('.is-command')].map((one) => one.dataset.verb)"
IS_INSIDE = """() => document.activeElement === document.body
  || document.getElementById('help-sheet').contains(document.activeElement)"""
BOUND = "() => yiping.keys.list().flatMap((one) => one.names)"


def waiting_cases(page: Page) -> list[str]:
    """Return the numbers of open cases on the map that nobody is on yet."""
    page.wait_for_function("() => [...document.querySelectorAll('.feed-row[data-case]')].length > 3")
    return page.evaluate("""() => [...document.querySelectorAll('.feed-row[data-case]')].map((row) => row.dataset.case)
      .filter((no) => ['reported', 'accepted'].includes((yiping.marks.find(no) || {}).state))""")


def search(page: Page, words: str) -> None:
    """Go to the box by its key, and type until the answer stands there."""
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.wait_for_function("(words) => yiping.find.answered() === words", arg=words)


def test_a_command_opens_its_form_filled_in_and_ctrl_enter_sends_it(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher")
    page, case_no = screen.page, waiting_cases(screen.page)[0]
    unit = page.evaluate("""() => fetch('/search?q=' + encodeURIComponent('组')).then((answer) => answer.json())
      .then((body) => body.groups.find((group) => group.name === 'units').rows[0].label)""")
    search(page, f"派 {case_no} {unit}")
    first = page.evaluate(ROWS)[0]
    assert first[0] == "command"
    assert first[1].endswith(f"→ {unit}")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer .confirm-strip [data-action=confirm]")
    assert unit in page.inner_text("#drawer [data-action=confirm]")
    assert page.get_attribute("#drawer [data-state-of]", "data-state-of") in ("reported", "accepted")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#drawer [data-state-of=dispatched]")
    assert unit in page.inner_text("#notice-box")
    assert screen.complaints == []


def test_a_number_opens_its_case_and_the_keys_go_on_from_there(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    case_no = waiting_cases(page)[-1]
    page.keyboard.press("/")
    page.keyboard.type(case_no)
    page.keyboard.press("Enter")
    page.keyboard.press("d")
    page.wait_for_selector("#drawer [data-action=confirm]")
    assert page.locator(f"[data-drawer-case='{case_no}']").count()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_selector("#drawer form[data-give=remark]:not([hidden]) textarea")
    page.keyboard.type("d ? t 1 / g o")
    assert page.input_value("#drawer form[data-give=remark] textarea") == "d ? t 1 / g o"
    assert page.locator("#help-sheet").count() == 0
    page.evaluate(ESCAPED_TWICE_IN_ONE_FRAME)
    page.wait_for_function("() => !yiping.state.case")
    assert page.locator("#drawer .confirm-strip").count() == 0


def test_the_box_lists_groups_by_arrows_says_what_is_wrong_and_shows_no_stale_answer(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    district = page.evaluate("yiping.map.visible()[0].slice(0, 6)")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#search-list [data-group=verbs]")
    search(page, district)
    assert page.get_attribute("#search-words", "aria-expanded") == "true"
    first = page.get_attribute("#search-words", "aria-activedescendant")
    page.keyboard.press("ArrowDown")
    second = page.get_attribute("#search-words", "aria-activedescendant")
    assert first != second
    assert page.get_attribute(f"#{second}", "aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_selector(f".breadcrumb .is-here[data-area='{district}']")
    search(page, "zzzz nothing")
    assert "zzzz nothing" in page.inner_text(".search-said")
    page.keyboard.press("Escape")
    assert page.is_hidden("#search-panel")

    held: list[Route] = []
    page.route("**/search?q=slow", lambda route: held.append(route))
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("slow")
    page.wait_for_function("() => document.querySelector('.search-said').textContent.includes('…')")
    page.keyboard.press("Control+a")
    page.keyboard.type(district)
    page.wait_for_function("(code) => document.querySelector('#search-list').textContent.includes(code)", arg=district)
    for route in held:
        route.fulfill(json={"q": "slow", "command": None, "groups": []})
    page.wait_for_timeout(300)
    assert district in page.inner_text("#search-list")

    page.route("**/search?q=broken", lambda route: route.abort())
    page.keyboard.press("Control+a")
    page.keyboard.type("broken")
    page.wait_for_function("() => document.querySelector('.search-said').textContent.includes('回车')")
    assert page.inner_text("#search-list") == ""


def test_the_sheet_lists_every_key_and_command_keeps_the_focus_and_keys_can_be_off(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher")
    page = screen.page
    page.evaluate(PRESSED_WHILE_COMPOSING)
    assert page.locator("#help-sheet").count() == 0
    theme = page.get_attribute("body", "data-theme")
    page.keyboard.press("?")
    page.wait_for_selector("#help-sheet .is-command")
    assert sorted(page.evaluate(LISTED)) == sorted(page.evaluate(BOUND))
    named = [row.split(" | ") for row in page.evaluate(ROWS_OF_KEYS)]
    assert all(len(set(row)) == len(row) for row in named)
    usual = {"/", "e", "Ctrl+k", "g o", "g q", "j", "k", "d", "Ctrl+Enter", "6", "?", "Escape"}
    assert usual <= set(page.evaluate(LISTED))
    assert {"dispatch", "go"} <= set(page.evaluate(COMMANDS))
    page.keyboard.press("t")
    assert page.get_attribute("body", "data-theme") == theme
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(IS_INSIDE)
    page.click("#help-sheet [data-keys-switch]")
    page.keyboard.press("Escape")
    assert page.locator("#help-sheet").count() == 0
    page.reload()
    wait_ready(page)
    assert page.get_attribute(".rail [data-keys-switch]", "aria-pressed") == "false"
    for key in ("t", "?", "/", "j", "g", "o"):
        page.keyboard.press(key)
    assert page.get_attribute("body", "data-theme") == theme
    assert page.locator("#help-sheet").count() == 0
    assert page.evaluate("document.activeElement === document.body && !yiping.state.case")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "search-words"
    page.keyboard.press("Escape")
    page.click(".rail [data-keys-switch]")
    page.keyboard.press("t")
    assert page.get_attribute("body", "data-theme") != theme
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/desk/queue*")
    wait_ready(page)
    page.keyboard.press("?")
    page.wait_for_selector("#help-sheet")
    assert sorted(page.evaluate(LISTED)) == sorted(page.evaluate(BOUND))
    assert screen.complaints == []


def test_a_panel_fills_the_desk_and_lists_do_by_keys_what_the_map_does_by_mouse(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher")
    page = screen.page
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.focus(".panel-areas [data-area] >> nth=0")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.dataset.area")
    assert chosen == page.get_attribute(".panel-areas [data-area] >> nth=1", "data-area")
    page.keyboard.press("f")
    wide = page.evaluate("document.querySelector('.panel-areas').getBoundingClientRect().width")
    assert wide > 1_200
    assert "panel=areas" in page.url
    page.reload()
    wait_ready(page)
    page.wait_for_selector(".is-full .panel-areas")
    page.keyboard.press("Escape")
    assert page.locator(".is-full").count() == 0
    assert "panel=analysis" in page.url
    page.focus(f".panel-areas [data-area='{chosen}']")
    page.keyboard.press("Enter")
    page.wait_for_selector(f".breadcrumb .is-here[data-area='{chosen}']")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_selector(".unit-list [data-show-unit]")
    on_map = page.evaluate("""() => [...document.querySelectorAll('.unit-list [data-show-unit]')]
      .map((row) => row.dataset.showUnit).find((id) => yiping.marks.unit(id))""")
    page.focus(f"[data-show-unit='{on_map}']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".found-mark b")
    search(page, "图层 设施")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-layer=places][aria-pressed=true]")
    page.keyboard.press("3")
    page.wait_for_selector("[data-layer=places][aria-pressed=false]")
    assert screen.complaints == []


def test_a_wall_is_sent_a_scene_and_let_go_by_two_lines_and_what_is_listed_is_taken_along(
    server: Server, sign_in: Opener
):
    screen = sign_in(server, "dispatcher")
    page = screen.page
    search(page, "送 防汛 hall-1 30分钟")
    assert page.evaluate(ROWS)[0][1].endswith("hall-1 屏")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/walls*")
    page.wait_for_selector("form[data-ready] [name=what]")
    assert page.input_value("form[data-ready] [name=what]") == "scene:flood"
    assert page.input_value("form[data-ready] [name=minutes]") == "30"
    assert page.locator("[data-order]").count() == 0
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-order]")
    search(page, "收回")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-order][aria-current=true]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-order]", state="detached")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/desk/queue*")
    page.wait_for_selector("[data-found]")
    assert page.is_visible("#sound-state")
    page.keyboard.press("e")
    with page.expect_download() as taken:
        page.click("#share-sheet [data-share-do=table]")
    lines = taken.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + int(page.get_attribute("[data-found]", "data-found") or 0)
    assert screen.complaints == []
