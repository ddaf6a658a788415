"""A page that cannot be shown tells a person what happened, what to do, and which number to quote."""

from dashboard.refusals import Refusal
from dashboard.refused_page import render


def page(status: int, code: str, language: str = "en", path: str = "/desk/x", **values: object) -> str:
    return render(language, Refusal(status, code, **values), path=path, request_id="abc123")


def test_it_says_which_permission_is_missing_in_the_reader_s_words():
    shown = page(403, "not_allowed", permission="wall.view or desk.view")
    assert "“Show a wall or Work at a desk”" in shown
    assert "展示大屏 或 使用坐席" in page(403, "not_allowed", "zh-CN", permission="wall.view or desk.view")
    assert "made.up" in page(403, "not_allowed", permission="made.up")


def test_each_trouble_has_its_own_sentence_and_all_have_a_way_back_and_a_number():
    said = {status: page(status, code, seconds="3") for status, code in (
        (400, "bad_request"), (403, "not_allowed"), (404, "not_found"), (429, "too_many_requests"), (503, "busy"))}
    headings = {shown.split("<h1>")[1].split("</h1>")[0] for shown in said.values()}
    assert len(headings) == len(said)
    assert all('href="/"' in shown and "abc123" in shown for shown in said.values())
    assert "in 3 s" in said[429]


def test_an_address_is_text_and_a_wall_s_page_is_dark():
    shown = page(404, "not_found", path="/wall/<script>alert(1)</script>")
    assert "<script" not in shown
    assert 'data-theme="dark"' in shown
    assert 'lang="zh-CN"' in page(404, "not_found", language="")
