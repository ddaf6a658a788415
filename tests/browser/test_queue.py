"""The working list as people use it: keys, filters, views, many at once, and calling back what was just sent."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import stand
from tests.browser.conftest import ZONE, Opener
from tests.stand import Server

SMALL = (1366, 625)


@pytest.fixture
def alone(demo_folder: Path, tmp_path: Path) -> Iterator[Server]:
    """A server over a copy of the demo city: cases are moved here."""
    shutil.copytree(demo_folder, tmp_path / "city")
    with stand.serving(tmp_path / "city", YIPING_ZONE=ZONE) as running:
        yield running


def test_the_list_is_narrowed_walked_and_found_again(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher", path="/desk/queue?view=all", size=SMALL)
    page = screen.page
    page.wait_for_selector(".worklist [data-case]")
    all_open = int(page.get_attribute("[data-found]", "data-found"))
    assert page.evaluate("() => document.documentElement.scrollHeight <= innerHeight && scrollY === 0")
    foot = page.locator(".queue-foot").bounding_box()
    assert foot is not None
    assert foot["y"] + foot["height"] <= SMALL[1], "nothing primary lies below the fold"

    page.select_option("[data-filter=pri]", "4")
    page.wait_for_selector("[data-hidden]")
    found, hidden = (int(page.get_attribute(f"[data-{name}]", f"data-{name}")) for name in ("found", "hidden"))
    assert found + hidden == all_open or abs(found + hidden - all_open) <= 5, "the city lives on meanwhile"
    assert "pri=4" in page.url

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    second = page.locator(".worklist [data-case]").nth(1)
    expect(second.locator("[data-tick]")).to_have_attribute("aria-checked", "true")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer [data-drawer-case]")
    assert page.get_attribute("#drawer [data-drawer-case]", "data-drawer-case") == second.get_attribute("data-case")
    assert "sel=case" in page.url
    page.evaluate("() => { document.querySelector('.queue-list').scrollTop = 60; }")
    page.go_back()
    page.wait_for_function("() => document.querySelector('#drawer').classList.contains('is-closed')")
    assert page.evaluate("() => document.querySelector('.queue-list').scrollTop") == 60
    assert page.input_value("[data-filter=pri]") == "4"

    page.fill("[data-filter=q]", "没有这样的案件")
    page.press("[data-filter=q]", "Enter")
    page.wait_for_selector("[data-panel=queue][data-state=filtered]")
    page.click(".panel-empty [data-clear]")
    page.wait_for_selector("[data-panel=queue][data-state=fresh]")
    assert "q=" not in page.url
    assert "pri=" not in page.url
    assert not screen.complaints


def test_a_view_is_kept_and_many_are_sent_and_called_back(alone: Server, sign_in: Opener):
    screen = sign_in(alone, "dispatcher", path="/desk/queue?view=to_dispatch&pri=4", size=SMALL)
    page = screen.page
    page.goto(f"{alone.url}/desk/queue?view=to_dispatch&queue=dispatch&pri=4")
    stand.wait_ready(page)
    page.click("[data-views-menu] summary")
    page.fill(".queue-menu [name=name]", "四级待派")
    page.click(".queue-menu form[data-act=save_view] [type=submit]")
    tab = page.locator(".queue-views .pill", has_text="四级待派")
    expect(tab).to_have_attribute("aria-pressed", "true")

    numbers = [row.get_attribute("data-case") for row in page.locator(".worklist [data-case]").all()[:3]]
    for number in numbers:
        page.click(f"[data-tick='{number}']")
    page.click("[data-bulk=open]")
    page.click("[data-bulk=preview]")
    page.wait_for_selector("[data-bulk=confirm]")
    assert page.locator("#bulk li.is-yes").count() == len(numbers)
    page.click("[data-bulk=confirm]")
    page.wait_for_selector("[data-bulk=undo][data-left]")
    assert page.locator("#bulk li[data-done=true]").count() == len(numbers)
    page.wait_for_function(f"() => !document.querySelector('.worklist [data-case=\"{numbers[0]}\"]')")
    page.click("[data-bulk=undo]")
    page.wait_for_selector(f".worklist [data-case='{numbers[0]}']")
    assert page.locator("#bulk li[data-done=true]").count() == len(numbers)
    page.keyboard.press("Escape")
    expect(page.locator("#bulk")).to_have_count(0)

    page.click(f".worklist [data-case='{numbers[0]}'] .of-case")
    page.click("#drawer [data-action=dispatch]")
    # To a department alone: a unit of the demo city may set out before anybody could call it back.
    page.click("#drawer [data-pick][aria-checked=true]")
    page.select_option("#drawer [data-give] select", index=1)
    page.click("#drawer [data-action=confirm]")
    undo = page.locator("#drawer [data-action=withdraw]")
    expect(undo).to_be_visible()
    undo.click()
    expect(page.locator("#drawer [data-state-of=accepted]")).to_be_visible()
    expect(undo).to_have_count(0)
    assert not screen.complaints


WHOSE_CREW_REPAIRS = """SELECT c.case_no FROM cases c JOIN case_classes k ON k.code = c.class_code
    WHERE c.state = 'accepted' AND k.unit_kind = 'repair' ORDER BY c.priority DESC, c.case_no"""


def test_a_page_without_a_map_says_what_a_sending_leaves_uncovered(alone: Server, sign_in: Opener):
    screen = sign_in(alone, "dispatcher", path="/desk/queue?view=all", size=SMALL)
    page = screen.page
    with closing(sqlite3.connect(alone.folder / "yiping.db", timeout=20)) as city:
        number = city.execute(WHOSE_CREW_REPAIRS).fetchone()[0]
        page.goto(f"{alone.url}/desk/queue?view=all&sel=case:{number}")
        page.click("#drawer [data-action=dispatch]")
        unit = page.get_attribute("#drawer [data-pick][aria-checked=true]", "data-pick")
        city.execute("UPDATE units SET status = 'offline' WHERE kind = 'repair' AND id <> ?", (unit,))
        city.commit()
    page.click("#drawer [data-action=confirm]")
    expect(page.locator("#notice-box")).to_have_text(re.compile(r"覆盖缺口.+抢修"), timeout=15_000)
    assert not screen.complaints
