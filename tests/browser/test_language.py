"""Both languages, switched by one press and remembered for the person."""

import pytest

from tests import stand
from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser


def test_one_press_switches_every_word_and_the_next_visit_remembers(server: Server, sign_in: Opener):
    screen = sign_in(server, "officer")
    page = screen.page
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert "今日受理" in page.inner_text(".kpi-strip")
    page.click("[data-language=en]")
    page.wait_for_selector("[data-language='zh-CN']")
    stand.wait_ready(page)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "Received today" in page.inner_text(".kpi-strip")
    assert "受理" not in page.inner_text(".kpi-strip")
    again = sign_in(server, "officer").page
    assert again.evaluate("document.documentElement.lang") == "en"
    again.click("[data-language='zh-CN']")
    again.wait_for_selector("[data-language=en]")
    assert screen.complaints == []
