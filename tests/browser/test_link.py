"""The server hangs, is killed and comes back: desk and wall say so, keep their values, and recover by themselves."""

import contextlib
import shutil
import signal
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import stand
from tests.browser.conftest import WALL, ZONE, Opener

pytestmark = pytest.mark.browser

VALUES = """Object.fromEntries([...document.querySelectorAll('[data-kpi]')].filter((one) => one.checkVisibility())
  .map((one) => [one.dataset.kpi, one.querySelector('b').textContent]))"""
LOST = "yiping.audio.log.filter((one) => one.key === 'link').length"
A_MINUTE_ON = "Date.now = ((real) => () => real() + 61000)(Date.now)"
SHADES = """Math.max(0, ...[...document.querySelectorAll('.js-plotly-plot')].filter((one) => one.layout)
  .map((one) => (one.layout.shapes || []).length))"""
CHOSEN = "[yiping.state.area, yiping.state.case]"
AWAY = timedelta(seconds=215)


def looking_at_a_case(desk: Page) -> Page:
    """Return the desk once it looks at a district and a case, and says so in its address."""
    district = desk.evaluate("yiping.map.visible()[0].slice(0, 6)")
    desk.evaluate("(code) => yiping.map.select(code)", district)
    desk.wait_for_selector(f".breadcrumb .is-here[data-area='{district}']")
    number = desk.evaluate("document.querySelector('.feed-rows [data-case]').dataset.case")
    desk.evaluate("(number) => yiping.open(number)", number)
    desk.wait_for_selector(f"#drawer [data-drawer-case='{number}']")
    desk.wait_for_function("() => location.search.includes('sel=case:')")
    return desk


def wait_lost(screens: list[Page]) -> list[dict[str, str]]:
    """Wait until each says that the link is lost; return the figures that each still shows."""
    for page in screens:
        page.wait_for_selector("#link-banner.is-lost", state="visible", timeout=20_000)
        assert page.evaluate("yiping.conn") == "DOWN"
    return [page.evaluate(VALUES) for page in screens]


def wait_back(screens: list[Page]) -> None:
    """Wait until each is live again by itself, in the same document."""
    for page in screens:
        page.wait_for_function("() => yiping.conn === 'LIVE'", timeout=30_000)
        page.wait_for_selector("#link-banner", state="hidden", timeout=30_000)
        assert page.is_hidden("#link-watermark")
        assert page.evaluate("window.sameDocument") is True


def stopped_long_ago(folder: Path) -> None:
    """Let the server's last sign of life be older than it is."""
    with sqlite3.connect(folder / "yiping.db") as database:
        stopped = datetime.now(UTC) - AWAY
        database.execute("UPDATE heartbeats SET at = ?", [stopped.strftime("%Y-%m-%d %H:%M:%S.%f")])


def test_a_server_that_hangs_is_killed_and_comes_back_is_borne_by_desk_and_wall(
    demo_folder: Path, tmp_path: Path, sign_in: Opener
):
    folder, port = tmp_path / "city", stand.free_port()
    shutil.copytree(demo_folder, folder)
    with stand.serving(folder, port, YIPING_ZONE=ZONE) as first:
        desk, wall = screens = [
            looking_at_a_case(sign_in(first, "dispatcher").page),
            sign_in(first, "wall", path="/wall/hall-1?norm=pop", size=WALL).page]
        where = [page.url for page in screens]
        chosen, shades = desk.evaluate(CHOSEN), wall.evaluate(SHADES)
        for page in screens:
            page.evaluate("window.sameDocument = true")
        first.process.send_signal(signal.SIGSTOP)
        with contextlib.ExitStack() as afterwards:
            afterwards.callback(first.process.send_signal, signal.SIGCONT)
            for values in wait_lost(screens):
                assert len(values) >= 6
                assert all(value.strip() for value in values.values())
        wait_back(screens)

        stand.kill(first)
        values = wait_lost(screens)
        wall.evaluate(A_MINUTE_ON)
        wall.wait_for_selector("#link-watermark", state="visible")
        assert "非实时" in wall.inner_text("#link-watermark")
        assert [page.evaluate(VALUES) for page in screens] == values, "nothing is blanked"
        assert wall.evaluate(LOST) == 2
    stopped_long_ago(folder)
    with stand.serving(folder, port, YIPING_ZONE=ZONE) as again:
        wait_back(screens)
        assert [page.url for page in screens] == where
        assert wall.evaluate(LOST) == 2, "one tone for each time"
        assert desk.evaluate(CHOSEN) == chosen
        seq = desk.evaluate("yiping.seq")
        desk.wait_for_function("(seq) => yiping.seq > seq", arg=seq, timeout=30_000)
        desk.evaluate("yiping.showTab('analysis')")
        for page in screens:
            page.evaluate("yiping.refresh()")
            page.wait_for_function(f"(before) => {SHADES} === before + 1", arg=shades, timeout=90_000)
        office = sign_in(again, "dispatcher", path="/desk/health").page
        assert "3 分钟" in office.inner_text("[data-register=outages]")
        office.wait_for_function("() => document.querySelector('[data-health=link]').textContent.includes('已连接')")
        office.wait_for_function("() => document.querySelector('[data-health=fonts]').textContent.includes('● 有')")
