"""The server goes and comes back: the screen says so, keeps its values, and recovers by itself."""

import shutil
from pathlib import Path

import pytest

from tests import stand
from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser


def test_a_killed_server_is_said_within_ten_seconds_and_found_again_without_a_hand(
    demo_folder: Path, tmp_path: Path, sign_in: Opener
):
    folder, port = tmp_path / "city", stand.free_port()
    shutil.copytree(demo_folder, folder)
    with stand.serving(folder, port) as first:
        page = sign_in(first, "dispatcher").page
        district = page.evaluate("yiping.map.visible()[0].slice(0, 6)")
        page.evaluate("(code) => yiping.map.select(code)", district)
        page.wait_for_selector(f".breadcrumb .is-here[data-area='{district}']")
        before = page.inner_text("[data-kpi=open_now] b")
        page.evaluate("window.sameDocument = true")
        stand.kill(first)
        page.wait_for_selector("#link-banner", state="visible", timeout=10_000)
        assert page.evaluate("yiping.conn") == "DOWN"
        assert page.inner_text("[data-kpi=open_now] b") == before
    with stand.serving(folder, port):
        page.wait_for_selector("#link-banner", state="hidden", timeout=30_000)
        assert page.evaluate("yiping.conn") in ("LIVE", "RECOVERING")
        page.wait_for_function("() => yiping.conn === 'LIVE'", timeout=30_000)
        assert page.evaluate("[window.sameDocument, yiping.state.area]") == [True, district]
        seq = page.evaluate("yiping.seq")
        page.wait_for_function("(seq) => yiping.seq > seq", arg=seq, timeout=30_000)
