"""Two briefings of one kind beside each other: nothing is counted anew, and what cannot be compared is said."""

import pytest

from dashboard.briefing.comparing import Line, compare
from dashboard.briefing.content import Number
from data.errors import Invalid
from tests.dashboard.briefing import sample


def later(**changes):
    """Return a briefing of the week after, some of it other."""
    one = sample.weekly()
    return one.model_copy(update={"id": "W-2", "at": "2026-11-30T08:30:00+08:00", **changes})


def test_the_older_one_comes_first_whichever_is_named_first():
    one, other = sample.weekly(), later()
    assert compare(one, other) == compare(other, one)
    assert compare(other, one).older == one


def test_figures_are_those_of_both_and_one_that_either_lacks_is_said_to_be_missing():
    one, other = sample.weekly(), later()
    fewer = other.model_copy(update={"cards": other.cards[1:]})
    lines = {line.name: line for line in compare(one, fewer).figures}
    assert lines[one.cards[0].label].after is None
    assert lines[one.cards[0].label].before == one.cards[0].number
    assert lines[one.cards[0].label].difference() is None
    assert lines[one.cards[1].label].difference() == 0


def test_rankings_in_the_same_place_stand_beside_each_other():
    found = compare(sample.weekly(), later())
    assert found.rankings
    assert all(line.difference() == 0 for one in found.rankings for line in one.lines)


@pytest.mark.parametrize(("before", "after", "difference"), [
    (92.68, 93.04, 0.3), (0.1, 0.3, 0.2), (7, 3, -4), (None, 3, None), (3, None, None)])
def test_a_difference_is_that_of_what_is_read(before, after, difference):
    line = Line(name="x", before=Number(text="", value=before), after=Number(text="", value=after))
    assert line.difference() == difference


def test_a_figure_that_means_something_else_now_is_named():
    one = sample.weekly()
    moved = tuple(each.model_copy(update={"said": "!" + each.said}) for each in one.definitions[:1])
    assert compare(one, later(definitions=moved)).redefined == (one.definitions[0].name,)
    of_more = tuple(each.model_copy(update={"said": each.said + " · 9,999"}) for each in one.definitions)
    assert compare(one, later(definitions=of_more)).redefined == ()
    assert compare(one, later()).redefined == ()


@pytest.mark.parametrize("changes", [{"kind": "daily"}, {"language": "en"}])
def test_two_kinds_or_two_languages_are_refused(changes):
    with pytest.raises(Invalid) as refused:
        compare(sample.weekly(), later(**changes))
    assert refused.value.code == "briefings_unlike"
