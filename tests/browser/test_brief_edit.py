"""Sentences of a briefing are edited by keyboard; who is overtaken keeps what was typed."""

import pytest

from tests.browser.conftest import Opener
from tests.browser.test_accessible import serious
from tests.browser.test_briefings import make
from tests.stand import Server

pytestmark = pytest.mark.browser

FIELD, SAVE = "textarea[name=conclusion]", ".brief-edit form[data-act=save] [type=submit]"


def test_what_was_typed_stays_when_somebody_else_was_first_and_is_saved_upon_that(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    address, brief = make(page, server, "daily", "")
    page.goto(f"{server.url}/desk/brief_edit?brief={brief.id}")
    page.wait_for_selector(FIELD)
    was = page.input_value(FIELD)
    assert all(f"\u27e6{run.text}" in was for run in brief.conclusion if not isinstance(run, str))
    theirs = page.request.post(f"{address}/sentences", headers={"Origin": server.url},
                               data={"revision": 0, "sentences": {"conclusion": f"{was} 请各区关注。"}})
    assert theirs.ok, theirs.text()
    page.focus(FIELD)
    page.keyboard.press("Control+End")
    page.keyboard.type(" 另报 12 件。")
    page.click(SAVE)
    page.wait_for_selector(".overtaken del, .overtaken ins")
    assert page.input_value(FIELD) == f"{was} 另报 12 件。"
    page.click(SAVE)
    page.wait_for_selector("text=「12」不是本句原有的数字")
    assert page.input_value(FIELD) == f"{was} 另报 12 件。"
    page.fill(FIELD, f"{was} 另报市领导。")
    page.click(SAVE)
    page.wait_for_selector("[data-revision='2'] ins")
    assert not serious(page)
    page.click("[data-revision='0'] [type=submit]")
    page.click("[data-revision='0'] [type=submit]")
    page.wait_for_selector("[data-revision='3']")
    assert page.input_value(FIELD) == was
