"""The evaluation page: tabs, periods, sorted columns, and the cases behind each number."""

from datetime import timedelta

import pytest

from dashboard.pages import evaluation
from dashboard.parts.evaluation_columns import SETS
from dashboard.parts.tree import tree
from data.errors import Invalid, NotFound
from data.figures.evaluation import BY
from tests import cast, pile
from tests.dashboard.reading import hooks, props, with_hook, words

HOUR = timedelta(hours=1)
NOW = cast.NOW


@pytest.fixture
def cases(write):
    """Store three cases in the west (one late) and one, which Bo must never see, in the east."""
    came = {"received_at": NOW - 5 * HOUR, "due_at": NOW - 2 * HOUR, "state": "handled", "department": "clean"}
    with write() as visit:
        stored = pile.put_all(visit, [
            pile.case(pile.HERE, NOW, handled_at=NOW - 3 * HOUR, **came),
            pile.case(pile.HERE, NOW, handled_at=NOW - HOUR, **came), pile.case(pile.HERE, NOW),
            pile.case(pile.THERE, NOW, text="金丝雀", handled_at=NOW - HOUR, **came)])
        return [case.case_no for case in stored]


def numbers(shown, figure):
    """Return the raw values of a column, the whole first."""
    cells = [props(cell) for cell in with_hook(shown, "data-figure")]
    return [cell["data-value"] for cell in cells if cell["data-figure"] == figure]


def test_areas_are_lines_and_the_whole_stands_first(page, cases):
    shown = page(evaluation)
    assert hooks(shown, "data-line") == ["*", cast.EAST_DISTRICT, cast.WEST_DISTRICT] or hooks(shown, "data-line") == [
        "*", cast.WEST_DISTRICT, cast.EAST_DISTRICT]
    assert sorted(numbers(shown, "late")) == ["1", "1", "2"]
    assert numbers(shown, "received")[0] == "4"
    assert "as of 2026-03-18 10:00" in words(shown)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("columns", SETS)
def test_every_table_can_be_painted_in_both_languages(page, cases, language, by, columns):
    shown = page(evaluation, by=by, set=columns, language=language)
    assert tree(shown)
    assert hooks(shown, "data-table") == [by]


def test_a_long_table_says_how_long_it_is_and_opens_whole(page, cases, monkeypatch):
    monkeypatch.setattr(evaluation, "MOST_LINES", 1)
    short = page(evaluation)
    assert len(hooks(short, "data-line")) == 2
    assert "1 of 2 lines shown" in words(short)
    whole = page(evaluation, lines=evaluation.EVERY)
    assert len(hooks(whole, "data-line")) == 3
    assert "lines shown" not in words(whole)


def test_a_small_sample_is_marked_and_nothing_is_a_dash(page, cases):
    said = {props(cell)["data-figure"]: words(cell.children) for cell in with_hook(page(evaluation), "data-figure")}
    assert said["on_time_handling_rate"] in ("50.0%*", "0.0%*", "33.3%*")
    assert said["voice_score"] == "—"


@pytest.mark.parametrize(("sort", "order"), [("-received", ["3", "1"]), ("received", ["1", "3"])])
def test_a_column_sorts_both_ways(page, cases, sort, order):
    assert numbers(page(evaluation, sort=sort), "received")[1:] == order


def test_pressing_a_number_leads_to_exactly_its_cases(page, cases):
    late = page(evaluation, figure="late", group=cast.WEST_DISTRICT)
    assert hooks(late, "data-case") == [cases[1]]
    assert hooks(page(evaluation, figure="late", group="*"), "data-case") == [cases[1], cases[3]]
    rate = page(evaluation, figure="on_time_handling_rate", group="*", part="denominator")
    assert hooks(rate, "data-case") == [cases[0], cases[1], cases[3]]
    assert "Denominator 3" in words(rate)
    assert hooks(page(evaluation, by="department", figure="received", group="-"), "data-case") == [cases[2]]


def test_a_long_list_goes_on_where_it_stopped(page, write):
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, NOW) for _ in range(60)])
    first = page(evaluation, figure="received", group="*")
    after = next(link for link in hooks(first, "data-go") if link and link.startswith("after=") and link != "after=")
    rest = page(evaluation, figure="received", group="*", after=after.split("=")[1])
    assert (len(hooks(first, "data-case")), len(hooks(rest, "data-case"))) == (50, 10)
    assert not set(hooks(first, "data-case")) & set(hooks(rest, "data-case"))


def test_a_stranger_sees_their_own_lines_and_cases_only(page, cases):
    shown = page(evaluation, scope=cast.BO, area=cast.WEST_DISTRICT, figure="received", group="*")
    assert numbers(shown, "received")[0] == "3"
    assert cases[3] not in hooks(shown, "data-case")
    assert "金丝雀" not in words(shown)
    for by in BY:
        assert "金丝雀" not in words(page(evaluation, scope=cast.BO, area="990101", by=by, figure="late", group="*"))


@pytest.mark.parametrize(("asked", "error"), [
    ({"figure": "happiness"}, NotFound), ({"figure": "score"}, Invalid), ({"figure": "units_on_duty"}, Invalid)])
def test_a_number_without_cases_is_refused(page, cases, asked, error):
    with pytest.raises(error):
        page(evaluation, group="*", **asked)


@pytest.mark.parametrize("asked", [{"by": "x"}, {"period": "x"}, {"set": "x"}, {"sort": "x"}, {"after": "-1"},
                                   {"figure": "late", "group": "no such"}, {"figure": "late", "part": "x"},
                                   {"figure": "late", "after": "9" * 40}])
def test_what_makes_no_sense_in_the_address_is_passed_over(page, cases, asked):
    assert hooks(page(evaluation, **asked), "data-table") in (["area"],)


def test_an_empty_city_has_a_whole_of_zeros(page):
    shown = page(evaluation)
    assert numbers(shown, "received") == ["0"]
    assert hooks(shown, "data-line") == ["*"]
