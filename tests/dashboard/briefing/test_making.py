"""A briefing says what the screens say, of one instant and one area, and says what it lacks."""

from datetime import timedelta

import pytest

from dashboard.briefing import making
from dashboard.briefing.content import Bars, Brief, Curve, Map, Number, Table, read, unpack
from dashboard.briefing.kind import discover
from dashboard.parts.definition import value_of
from dashboard.speech import Words
from dashboard.wiring import in_words
from data.alarms import feeds
from data.cases import figures
from data.errors import Invalid, NotFound
from tests import cast

KINDS = sorted(discover())
REPORTS = [one for one in KINDS if one not in ("drawn", "flash", "handover")]
"""Those that speak of a time; the others of one emergency, and of one shift."""


def numbers(brief: Brief) -> dict[str, Number]:
    """Return the numbers of a briefing's cards by figure."""
    return {card.number.figure: card.number for card in brief.cards}


def block(brief: Brief, kind: type, number: int = 0):
    """Return a block of a kind."""
    return [one.body for one in brief.sections() if isinstance(one.body, kind)][number]


@pytest.mark.usefixtures("cases")
def test_its_figures_are_those_of_the_screens_strip(made, read):
    brief = made("daily")
    with read(now=cast.NOW) as visit:
        strip = {one.name: one for one in figures.kpis(visit, "9901")}
    words = Words(language="zh-CN", zone=None)
    assert set(numbers(brief)) <= set(strip)
    for name, number in numbers(brief).items():
        assert (number.value, number.text) == (strip[name].value, value_of(words, strip[name]))


def test_it_was_made_at_a_time_of_the_city_s_clock(made):
    assert made().made_at == "2026-03-18T10:00:00+08:00"


@pytest.mark.usefixtures("cases")
def test_it_begins_with_one_sentence_of_what_matters(made):
    said = read(made("daily").conclusion)
    assert said.startswith("受理 5 件，较昨日同时 —；")
    assert "逾期 1 件，其中超 48 小时 1 件" in said
    assert said.endswith("。")
    english = read(made("daily", language="en").conclusion)
    assert english.startswith("5 cases received, ")
    assert english.endswith(": 1.")


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_kind_speaks_both_languages_and_comes_back_as_it_was_kept(made, kind, language):
    brief = made(kind, language=language)
    again = unpack(brief.pack())
    assert again == brief
    assert again.digest() == brief.digest()
    assert brief.language == language
    assert len(list(brief.sections())) >= (8 if kind in REPORTS else 5)


@pytest.mark.parametrize("kind", REPORTS)
def test_a_city_without_a_case_has_a_briefing_that_says_so(made, kind):
    brief = made(kind)
    assert "无逾期" in read(brief.conclusion)
    assert brief.decisions == ()
    assert block(brief, Map).title.startswith("各区")
    assert not brief.is_draft()


@pytest.mark.usefixtures("cases")
def test_what_is_said_differently_is_another_briefing(made):
    brief = made("daily")
    assert replace_title(brief, "x").digest() != brief.digest()


def replace_title(brief: Brief, title: str) -> Brief:
    """Return the briefing under another title."""
    return brief.model_copy(update={"title": title})


@pytest.mark.usefixtures("cases")
def test_the_key_cases_and_the_areas_are_told(made):
    brief = made("daily")
    keys = next(one for one in brief.sections() if isinstance(one.body, Table) and "编号" in one.body.head).body
    assert [row[0].mark for row in keys.rows] == ["p1"]
    assert "楼道起火" in keys.rows[0][2]
    areas = next(one for one in brief.sections() if isinstance(one.body, Table) and "每万人" in one.body.head).body
    assert [row[2].value for row in areas.rows] == [3, 2]
    assert sum(row[2].value for row in areas.rows) == numbers(brief)["open_now"].value
    assert block(brief, Bars).rows
    assert block(brief, Curve).labels[0] == "00"


def test_of_an_earlier_moment_it_says_what_was_known_then(made, write):
    with write(now=cast.NOW) as visit:
        cast.open_case(visit, "first")
    later = cast.NOW + timedelta(hours=2)
    with write(now=later) as visit:
        cast.open_case(visit, "second", (1.5, 1.5))
    assert numbers(made(now=later + timedelta(minutes=1)))["open_now"].value == 2
    then = made(now=later + timedelta(minutes=1), at=cast.NOW + timedelta(hours=1))
    assert numbers(then)["open_now"].value == 1
    assert then.id.startswith("D-20260318-1100-")


@pytest.mark.usefixtures("cases")
def test_a_part_of_the_city_has_a_briefing_of_its_own(made):
    brief = made("daily", cast.EAST_DISTRICT)
    assert numbers(brief)["open_now"].value == 2
    assert brief.area == cast.EAST_DISTRICT


def test_who_does_not_see_an_area_gets_no_briefing_of_it(made):
    with pytest.raises(NotFound):
        made("daily", cast.EAST_DISTRICT, scope=cast.BO)


@pytest.mark.parametrize(("asked", "chinese", "english"), [
    ({"kind": "monthly"}, "没有这种简报，可用：daily 日报、", "There is no such briefing; there are: daily Daily, "),
    ({"kind": "daily", "at": cast.NOW + timedelta(minutes=1)}, "简报的时刻尚未到来", "The moment of the"),
    ({"kind": "daily", "topic": "01"}, "日报不设选题", "A briefing of this kind has no topic: Daily"),
    ({"kind": "special", "topic": "9"}, "选题应为类别代码，没有「9」", "A topic is the code of a class; there"),
    ({"kind": "flash", "topic": "9"}, "市9901没有编号为「9」的", "City 9901 has no case and no warning in force"),
])
def test_what_cannot_be_made_is_refused_in_the_readers_language(made, asked, chinese, english):
    for language, said in (("zh-CN", chinese), ("en", english)):
        with pytest.raises(Invalid) as refused:
            made(language=language, **asked)
        assert in_words(language, refused.value).startswith(said)


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_that_fell_silent_makes_it_a_draft(made, monkeypatch, kind):
    silent = feeds.Feed(source="hotline", cases=90, last_at=cast.NOW - timedelta(hours=3), is_silent=True)
    monkeypatch.setattr(feeds, "feeds", lambda *_: [silent])
    brief = made(kind)
    assert brief.is_draft()
    assert brief.draft == "草稿 · 数据不完整"
    assert "hotline 已 3 小时 0 分 无来件" in [gap.said for gap in brief.gaps]


def test_ids_tell_kind_and_moment_and_are_never_twice_the_same():
    kinds = discover()
    local = cast.NOW.replace(tzinfo=None)
    found = {making.new_id(kinds["weekly"], local) for _ in range(20)}
    assert all(one.startswith("W-20260318-0200-") for one in found)
    assert len(found) > 15

