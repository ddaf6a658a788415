"""Thirty cases of a flood: from the warning to proposals, to what is sent, to what that leaves uncovered, to relief."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import stand
from tests.browser.conftest import WALL, ZONE, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FLOODED = "附近"
"""What every report of the demo's flood says."""
SENT_MEANWHILE = 6
"""The demo city lives on: so many of what was proposed may be sent by others before it is accepted."""
OPEN = "#plan [data-plan-case][data-state=proposed]"
ARROWS = f"[document.querySelectorAll('{OPEN}').length, yiping.arrows.count()]"
READY = "#plan[data-state=ready]"


@pytest.fixture
def flooded(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a copy of the demo city that this test floods."""
    folder = tmp_path_factory.mktemp("flooded") / "city"
    shutil.copytree(demo_folder, folder)
    with stand.serving(folder, YIPING_ZONE=ZONE) as running:
        yield running


def let_it_rain(page: Page) -> None:
    """Press the drill of the page of warnings, and wait for the warning it brings."""
    for _ in range(2):
        page.locator("#drill button").click()
    expect(page.locator(".warning-head")).to_be_visible(timeout=15_000)


def rows_of(page: Page, what: str) -> list[str]:
    """Return the texts of the plan's rows about the flood: those with a unit, or those without."""
    rows = page.locator(f"#plan [{what}]").all_inner_texts()
    return [row for row in rows if FLOODED in row]


def test_from_the_warning_to_relief(flooded: Server, sign_in: Opener):
    desk = sign_in(flooded, "dispatcher")
    page = desk.page
    page.goto(f"{flooded.url}/desk/warnings")
    let_it_rain(page)

    page.goto(f"{flooded.url}/desk/overview")
    stand.wait_ready(page)
    page.keyboard.press("o")
    page.wait_for_selector(READY, timeout=15_000)
    picks, missed = rows_of(page, "data-plan-case"), rows_of(page, "data-short-case")
    assert len(picks) + len(missed) == 30
    assert picks
    assert all(page.locator("#plan .plan-row .plan-why").all_inner_texts())
    proposed, arrows = page.evaluate(ARROWS)
    assert arrows == proposed
    assert "加权延误" in page.inner_text("#plan .plan-delay")

    row_and_arrow_light_each_other(page)
    one_is_left_out_and_one_changed(page)
    button = page.locator("#plan [data-plan-do=accept]")
    chosen = int(re.sub(r"\D", "", button.inner_text()))
    assert proposed - SENT_MEANWHILE <= chosen < proposed
    button.click()
    expect(page.locator("#plan footer [role=status]")).to_have_text(re.compile(r"已派 \d+ 件"), timeout=30_000)
    assert page.locator("#plan .plan-came[data-done=true]").count() >= chosen - SENT_MEANWHILE
    expect(page.locator("#plan [data-plan-do=undo]")).to_be_visible()

    gap = page.locator("#gap-notice [data-gap].is-short").first
    expect(gap).to_be_visible(timeout=15_000)
    assert int(gap.get_attribute("data-grids") or 0) > 0
    somebody_relieves(page)
    the_drawer_says_why_nobody_can_go(page)
    it_is_read_in_english_too(page)
    wall = sign_in(flooded, "wall", path="/wall/hall-1", size=WALL)
    expect(wall.page.locator("#gap-line")).to_contain_text("覆盖缺口", timeout=15_000)
    assert desk.complaints == wall.complaints == []


def row_and_arrow_light_each_other(page: Page) -> None:
    """Point at a row, then come to an arrow by the keyboard."""
    row = page.locator(OPEN).nth(1)
    number = row.get_attribute("data-plan-case")
    row.locator(".plan-min").hover()
    assert page.evaluate("yiping.arrows.lit()") == number
    first = page.locator(OPEN).first
    page.locator(f"[data-arrow='{first.get_attribute('data-plan-case')}']").focus()
    expect(first).to_have_class(re.compile("is-lit"))


def one_is_left_out_and_one_changed(page: Page) -> None:
    """Untick the last row, and have another unit go where there is one: its price stands there."""
    page.locator(f"{OPEN} .tick").last.click()
    assert page.locator(f"{OPEN} .tick[aria-checked=false]").count() == 1
    row = page.locator(OPEN).first
    row.locator("[data-plan-do=change]").click()
    own, others = row.get_attribute("data-unit-of"), row.locator("[data-other]:not([data-other=''])")
    if others.count():
        others.first.click()
        expect(row.locator(".plan-price")).to_contain_text("加权分钟")
        assert row.get_attribute("data-unit-of") != own
        row.locator("[data-other='']").click()
        expect(row).to_have_attribute("data-unit-of", str(own))


def somebody_relieves(page: Page) -> None:
    """Have the first unit that is offered stand elsewhere; it then stands there, and is called back."""
    offer = page.locator("#gap-notice .relief").first
    unit = offer.get_attribute("data-relief")
    offer.click()
    expect(offer).to_contain_text("确认")
    offer.click()
    standing = page.locator(f"#gap-notice [data-standing='{unit}']")
    expect(standing).to_contain_text("待命", timeout=15_000)
    for _ in range(2):
        standing.locator("button").click()
    expect(standing).to_have_count(0, timeout=15_000)


def the_drawer_says_why_nobody_can_go(page: Page) -> None:
    """Have a plan made anew and open a case that all fit units are out for."""
    page.locator("#plan header [data-plan-do=again]").click()
    missed = page.locator("#plan [data-short-case][data-reason=engaged] .plan-case").first
    missed.click(timeout=15_000)
    expect(page.locator("#drawer .shortfall")).to_contain_text("都已派出", timeout=15_000)
    expect(page.locator("#plan")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#plan")).to_be_visible()


def it_is_read_in_english_too(page: Page) -> None:
    """Change the language and ask again."""
    page.locator("[data-language]").first.click()
    page.wait_for_selector("html[lang=en]")
    stand.wait_ready(page)
    page.locator("[data-advise]").click()
    expect(page.locator("#plan [data-reason=engaged] .plan-why").first).to_contain_text("all out", timeout=15_000)
    expect(page.locator("#plan h2")).to_have_text("Proposals")
    told = page.locator("#plan .plan-why, #plan .plan-facts").all_inner_texts()
    assert [text for text in told if CHINESE.search(text)] == []
