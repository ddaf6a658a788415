"""An official text: measures of GB/T 9704, chapters, marks outside of the text on every page, and all its numbers."""

import re

import pytest

from dashboard.briefing.rendered import html, official
from tests import cast
from tests.dashboard.briefing.rendered.test_html import ASKING, every_number, page_of


@pytest.fixture
def report(made, write):
    with write() as visit:
        cast.open_case(visit)
    return made("special", topic="0101")


@pytest.mark.parametrize("look", html.LOOKS)
def test_every_number_stands_in_it_and_it_asks_nobody(report, look):
    reader = page_of(report, look)
    said = " ".join(reader.said)
    assert [one for one in every_number(report) if one not in said] == []
    assert not {tag for tag, _ in reader.tags} & ASKING
    known = {report.link, *(one.cases for one in report.definitions)}
    assert {attributes["href"] for tag, attributes in reader.tags if "href" in attributes} <= known | {
        f"#means-{one.key}" for one in report.definitions}


def test_chapters_are_numbered_and_each_page_has_the_standards_measures(report):
    text = html.render(report, "paper")
    assert re.findall("<h2>(.、)", text) == ["一、", "二、", "三、", "四、", "五、"]
    assert "margin: 37mm 26mm 35mm 28mm" in text
    assert "@page :left { @bottom-left" in text
    assert report.addressed in text
    assert text.index('class="agency"') < text.index("<h1>") < text.index('class="signed"')


def test_every_page_says_of_which_data_it_is_whether_it_is_real_and_whether_it_is_whole(report):
    rules = official.page_rules(report.model_copy(update={"draft": "草稿 · 数据不完整"}))
    assert report.id in rules
    assert "草稿" in rules
    assert rules.count("url('data:image/svg+xml;base64,") == 1


def test_nothing_that_stands_in_its_rules_can_end_them(report):
    hostile = report.model_copy(update={"demo": "</style><script>\"'\\\n", "id": "\";}<"})
    rules = official.page_rules(hostile)
    assert "<" not in rules
    assert html.render(hostile, "paper").count("<style>") == 1
    assert html.render(hostile, "paper").count("</style>") == 1
