"""Two briefings compared as a page: numbers as they were said, what warns of comparing, nothing asked of anybody."""

from zoneinfo import ZoneInfo

import pytest

from dashboard.briefing.comparing import compare
from dashboard.briefing.content import Gap
from dashboard.briefing.rendered import compared
from dashboard.speech import Words
from tests.dashboard.briefing import sample
from tests.dashboard.briefing.rendered.test_html import ASKING, HOSTILE, Reader
from tests.dashboard.briefing.test_comparing import later


def read(one, other, language=sample.ZH) -> Reader:
    reader = Reader()
    reader.feed(compared.render(compare(one, other), Words(language=language, zone=ZoneInfo("Asia/Shanghai"))))
    return reader


@pytest.mark.parametrize("language", [sample.ZH, sample.EN])
def test_both_are_named_and_opened_and_their_numbers_are_those_they_say(language):
    one = sample.weekly(language)
    other = later(language=language, title=one.title, cards=one.cards, demo=one.demo)
    reader = read(one, other, language)
    said = "".join(reader.said)
    assert all(part in said for part in (one.id, other.id, one.dated, one.cards[0].number.text, one.demo))
    assert {href for _, more in reader.tags if (href := more.get("href"))} == {f"/brief/{one.id}", f"/brief/{other.id}"}


def test_what_should_keep_one_from_comparing_is_said_first():
    one, other = sample.weekly(is_draft=True), later(area="3702", area_name="海宁市")
    said = "".join(read(one, other).said)
    assert "区域不同：云海市、海宁市" in said
    assert f"{one.id} 是草稿" in said
    assert one.gaps[0].said in said
    assert "▲" not in "".join(read(sample.weekly(), later(gaps=())).said).split("指标")[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_text_is_taken_for_markup(text):
    other = later(title=text, conclusion=(text,), gaps=(Gap(said=text),), area="1", area_name=text)
    assert not ASKING & {tag for tag, _ in read(sample.weekly(), other).tags}
