"""Evaluation tables by hand: lines, the whole, ranks, the time before, and what a stranger sees of them."""

from datetime import timedelta
from typing import Any

import pytest

from data.errors import Invalid
from data.figures import evaluation, period, weights
from data.models.case import Dispatch
from tests import cast, pile

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = cast.NOW
LATE, IN_TIME = NOW - HOUR, NOW - 3 * HOUR


def handled(at=IN_TIME, **more: Any) -> dict[str, Any]:
    return {"received_at": NOW - 5 * HOUR, "due_at": NOW - 2 * HOUR, "state": "handled", "handled_at": at,
            "dispatched_at": NOW - 4 * HOUR, **more}


def put(visit, area, *cases):
    return pile.put_all(visit, [pile.case(area, NOW, **one) for one in cases])


def table(visit, by="area", area="9901", name="30d"):
    over = period.named(visit, name)
    count = weights.count_with(weights.in_force(visit))
    return evaluation.tabulate(visit, by, evaluation.gather(visit, area, by, over),
                               evaluation.gather_before(visit, area, by, over), count)


def values(found, *names):
    return {line.key: tuple(line.figures[name].value for name in names) for line in found.lines}


def test_areas_are_compared_by_their_children_and_add_up(write):
    with write() as visit:
        put(visit, pile.HERE, handled(), handled(LATE), handled())
        put(visit, pile.THERE, handled(LATE))
        put(visit, "9901", handled())
        found = table(visit)
        inner = table(visit, area=cast.WEST_DISTRICT)
    assert values(found, "received", "handled_in_time", "late") == {
        cast.WEST_DISTRICT: (3, 2, 1), cast.EAST_DISTRICT: (1, 0, 1), "": (1, 1, 0)}
    assert (found.whole.figures["received"].value, found.whole.key, found.as_of) == (5, "9901", NOW)
    assert values(inner, "received") == {"990101001": (3,)}


def test_a_grid_has_no_children_and_is_its_own_line(write):
    with write() as visit:
        put(visit, pile.HERE, {}, {})
        assert values(table(visit, area=pile.HERE), "received") == {pile.HERE: (2,)}


def test_departments_have_lines_and_so_have_cases_without_one(write):
    with write() as visit:
        put(visit, pile.HERE, {"department": "clean"}, {"department": "clean"}, {"department": "roads"}, {})
        assert values(table(visit, "department"), "received") == {"clean": (2,), "roads": (1,), "": (1,)}


def test_units_and_their_kinds_count_each_case_once(write):
    with write() as visit:
        both, one, nobody = put(visit, pile.HERE, handled(), handled(LATE), handled())
        sent = [(both, cast.SWEEPERS), (both, cast.FAR_SWEEPERS), (both, cast.SWEEPERS), (one, cast.SWEEPERS)]
        visit.session.add_all(Dispatch(case_id=case.id, unit_id=unit, area_code=case.area_code, sent_at=NOW,
                                       sent_by="Alice", ended_at=NOW) for case, unit in sent)
        visit.session.flush()
        units, kinds = table(visit, "unit"), table(visit, "unit_kind")
    assert values(units, "received", "late") == {cast.SWEEPERS: (2, 1), cast.FAR_SWEEPERS: (1, 0)}
    assert values(kinds, "received", "late") == {"sanitation": (2, 1)}
    assert units.whole.figures["received"].value == kinds.whole.figures["received"].value == 2
    assert nobody.id


def test_rank_is_by_score_and_only_of_who_has_enough(write):
    with write() as visit:
        put(visit, cast.GRIDS[0, 0], *[handled() for _ in range(20)])
        put(visit, cast.GRIDS[0, 2], *[handled() for _ in range(15)], *[handled(LATE) for _ in range(5)])
        put(visit, pile.THERE, *[handled() for _ in range(19)])
        streets, districts = table(visit, area=cast.WEST_DISTRICT), table(visit)
    assert {line.key: line.rank for line in streets.lines} == {"990101001": 1, "990101002": 2}
    assert streets.lines[0].figures["score"].value == pytest.approx(100)
    assert {line.key: line.rank for line in districts.lines} == {cast.WEST_DISTRICT: 1, cast.EAST_DISTRICT: None}


def test_every_figure_has_its_value_over_the_time_before(write):
    with write() as visit:
        put(visit, pile.HERE, handled(), handled())
        put(visit, pile.HERE, {"received_at": NOW - 30 * DAY}, {"received_at": NOW - 60 * DAY})
        put(visit, pile.HERE, handled(received_at=NOW - 36 * DAY, due_at=NOW - 35 * DAY, handled_at=NOW - 34 * DAY))
        found = table(visit).lines[0].figures
    assert (found["received"].value, found["received"].before) == (2, 2)
    assert (found["on_time_handling_rate"].value, found["on_time_handling_rate"].before) == (100.0, 0.0)


def test_records_that_do_not_reach_back_are_no_comparison(write):
    with write() as visit:
        put(visit, pile.HERE, {}, {"received_at": NOW - 35 * DAY})
        assert table(visit).lines[0].figures["received"].before is None
        assert table(visit, name="7d").whole.figures["received"].before == 0


def test_cases_are_said_per_ten_thousand_people(write):
    with write() as visit:
        put(visit, pile.HERE, {}, {})
        found = table(visit)
    people = sum(cast.population(c, r) for c in (0, 1) for r in range(4))
    assert found.lines[0].per_people == pytest.approx(20_000 / people)
    assert table_total(found) == pytest.approx(20_000 / sum(cast.population(*square) for square in cast.GRIDS))


def table_total(found):
    return found.whole.per_people


def test_the_mix_of_classes_is_made_equal(write):
    """West: nine easy cases of ten; east: one of ten. In each class both do alike."""
    with write() as visit:
        for area, easy in ((pile.HERE, 9), (pile.THERE, 1)):
            put(visit, area, *[handled(major_code="01") for _ in range(easy)],
                *[handled(LATE, major_code="02") for _ in range(10 - easy)])
        found = table(visit)
    crude = [line.figures["on_time_handling_rate"].value for line in found.lines]
    assert crude == [90.0, 10.0]
    assert [line.adjusted.value for line in found.lines] == [pytest.approx(50), pytest.approx(50)]
    assert found.whole.adjusted.value == pytest.approx(50)


def test_a_stranger_s_table_has_their_own_lines_only(write, read):
    with write() as visit:
        case, _ = *put(visit, pile.HERE, handled(department="clean")), *put(visit, pile.THERE, handled())
        visit.session.add_all(Dispatch(case_id=case.id, unit_id=unit, area_code=case.area_code, sent_at=NOW,
                                       sent_by="Alice", ended_at=NOW) for unit in (cast.SWEEPERS, cast.ENGINE))
    with read(scope=cast.BO) as visit:
        assert values(table(visit), "received") == {cast.WEST_DISTRICT: (1,)}
        assert values(table(visit, "department"), "received") == {"clean": (1,)}
        assert values(table(visit, "unit"), "received") == {cast.SWEEPERS: (1,)}  # the engine serves the whole city
    with read(scope=cast.NOBODY) as visit:
        for by in evaluation.BY:
            assert table(visit, by).lines == []


def test_an_unknown_grouping_is_refused(read):
    with read() as visit, pytest.raises(Invalid) as refused:
        table(visit, "zodiac")
    assert refused.value.code == "bad_grouping"
