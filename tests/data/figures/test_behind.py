"""Behind every number stand exactly the cases that were counted in it, or left out of it."""

import random
from datetime import timedelta

import pytest

from data.errors import Invalid, NotFound
from data.figures import behind, dictionary, evaluation, period, repeats, standing, weights
from data.figures.behind import Behind
from data.models.case import Dispatch
from tests import cast, pile

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = cast.NOW
STATES = ("reported", "accepted", "dispatched", "signed", "in_handling", "handled", "follow_up", "closed", "closed",
          "closed", "returned", "suspended", "reopened", "declined", "voided", "merged")


def fill(visit, count=160):
    """Store cases of every kind, all over the city, and send units to some."""
    chance = random.Random(11)
    places = [*cast.GRIDS.values(), "9901", cast.COMMUNITY]
    cases = []
    for _ in range(count):
        received = NOW - chance.random() * 40 * DAY
        state = chance.choice(STATES)
        done = received + chance.random() * 3 * DAY if state in ("handled", "follow_up", "closed") else None
        cases.append(pile.case(
            chance.choice(places), NOW, received_at=received, state=state, handled_at=done,
            closed_at=done if state == "closed" else None, due_at=chance.choice([None, received + DAY]),
            first_response_at=chance.choice([None, received + HOUR]),
            department=chance.choice([None, "clean", "roads"]),
            dispatched_at=chance.choice([None, received + HOUR]), returns=chance.choice([0, 0, 1]),
            reworks=chance.choice([0, 0, 1]), reopenings=chance.choice([0, 0, 1]), extensions=chance.choice([0, 0, 2]),
            contacted=chance.choice([None, True, False]), solved=chance.choice([None, True, False]),
            satisfied=chance.choice([None, True, False]), suspicions=chance.choice([0, 0, 1]),
            kept_time=chance.choice([None, None, None, True, False]),
            channel=chance.choice(["phone", "patrol", "import"])))
    pile.put_all(visit, cases)
    units = (cast.SWEEPERS, cast.FAR_SWEEPERS, cast.REPAIR)
    visit.session.add_all(Dispatch(case_id=case.id, unit_id=unit, area_code=case.area_code, sent_at=NOW,
                                   sent_by="Alice", ended_at=NOW)
                          for case in cases for unit in chance.sample(units, chance.randrange(3)))
    visit.session.flush()


def listed(visit, wanted):
    """Return all the cases behind a number, read in pages of seven."""
    found, cursor = [], 0
    while page := behind.cases_behind(visit, wanted, limit=7, cursor=cursor):
        found += page
        cursor = page[-1].id
    return found


def parts_of(figure):
    """Return {part: how many cases the figure says it has}."""
    known = dictionary.find(figure.name)
    said = {"left_out": figure.left_out}
    if figure.numerator is not None:
        said["numerator"] = figure.numerator
    if figure.sample is not None:
        said["denominator"] = figure.sample
    return said if known.exclusions else {part: count for part, count in said.items() if part != "left_out"}


@pytest.mark.parametrize("by", evaluation.BY)
def test_the_list_is_as_long_as_the_number(write, by):
    with write() as visit:
        fill(visit)
        over = period.named(visit, "30d")
        table = evaluation.tabulate(visit, by, evaluation.gather(visit, "9901", by, over), None,
                                    weights.count_with(weights.read({})))
        checked = 0
        for line in table.lines[:4]:
            for figure in line.figures.values():
                if dictionary.find(figure.name).kind == "weighted":
                    continue
                for part, count in parts_of(figure).items():
                    wanted = Behind(figure=figure.name, area="9901", period=over, part=part, by=by, group=line.key)
                    assert behind.count_behind(visit, wanted) == count, (by, line.key, figure.name, part)
                    checked += bool(count)
        assert checked > 60


def test_reading_page_by_page_loses_no_case_and_repeats_none(write):
    with write() as visit:
        fill(visit)
        over = period.named(visit, "30d")
        wanted = Behind(figure="received", area="9901", period=over)
        found = listed(visit, wanted)
        assert len(found) == len({case.id for case in found}) == behind.count_behind(visit, wanted) > 80
        assert all(case.received_at >= over.begin for case in found)


def test_what_is_open_now_is_listed_whenever_it_came(write):
    with write() as visit:
        fill(visit)
        over = period.named(visit, "today")
        for name, figure in standing.standing(visit, "9901").items():
            assert behind.count_behind(visit, Behind(figure=name, area="9901", period=over)) == figure.value, name


def test_repeats_are_listed(write):
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, NOW, received_at=NOW - days * DAY) for days in (5, 4, 3)])
        over = period.named(visit, "30d")
        found = listed(visit, Behind(figure="repeats", area="9901", period=over))
        assert [case.id for case in found] == repeats.find(visit, "9901", over).ids
        assert len(found) == 2


def test_a_stranger_is_shown_no_case_of_others(write, read):
    with write() as visit:
        fill(visit)
    with read(scope=cast.BO) as visit:
        over = period.named(visit, "30d")
        for group in ("", cast.EAST_DISTRICT, cast.WEST_DISTRICT):
            wanted = Behind(figure="received", area="9901", period=over, by="area" if group else "", group=group)
            found = listed(visit, wanted)
            assert {case.area_code[:6] for case in found} <= {cast.WEST_DISTRICT}
            assert bool(found) == (group != cast.EAST_DISTRICT)


@pytest.mark.parametrize(("figure", "error"), [
    ("score", Invalid), ("voice_score", Invalid), ("units_on_duty", Invalid), ("received_today", Invalid),
    ("happiness", NotFound)])
def test_numbers_without_cases_have_no_list(read, figure, error):
    with read() as visit, pytest.raises(error) as refused:
        behind.count_behind(visit, Behind(figure=figure, area="9901", period=period.named(visit, "7d")))
    assert refused.value.code in ("nothing_behind", "figure_not_found")


@pytest.mark.parametrize("wrong", [{"by": "zodiac", "group": "x"}, {"part": "rest"}])
def test_what_cannot_be_asked_is_refused(read, wrong):
    with read() as visit, pytest.raises(Invalid):
        behind.count_behind(visit, Behind(figure="late", area="9901", period=period.named(visit, "7d"), **wrong))
