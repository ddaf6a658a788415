"""What is left uncovered when a unit is out, and who could stand elsewhere."""

import pytest

from data.covering import gaps, relief
from data.errors import NotAllowed
from tests import cast
from tests.data.covering.conftest import ASKED, SPARE


def test_while_nobody_is_out_there_is_no_gap(read, one_rule):
    with read() as visit:
        assert gaps.gaps(visit, "9901") == []


def test_grids_that_only_the_unit_now_out_would_reach_are_the_gap(read, sent):
    with read() as visit:
        (gap,) = gaps.gaps(visit, "9901", [sent])
    assert gap.rule == ASKED
    assert cast.GRIDS[0, 1] in gap.codes
    assert cast.GRIDS[3, 3] not in gap.codes
    assert gap.is_short()
    squares = {code: square for square, code in cast.GRIDS.items()}
    assert gap.people == sum(cast.population(*squares[code]) for code in gap.codes)


def test_a_gap_is_asked_of_units_that_were_sent_and_of_no_others(read, sent):
    with read() as visit:
        assert gaps.gaps(visit, "9901", [cast.REPAIR]) == []


def test_a_spare_unit_is_offered_and_told_what_it_wins_back(read, sent, spare):
    with read() as visit:
        (gap,) = gaps.gaps(visit, "9901")
    move = gap.moves[0]
    assert move.unit.id in {SPARE, cast.FAR_SWEEPERS}
    assert move.grid in gap.codes
    assert 0 < move.grids <= len(gap.codes)
    assert move.minutes > ASKED.minutes


def test_a_unit_that_was_told_to_stand_there_counts_from_there(write, read, sent, spare):
    with read() as visit:
        before = gaps.gaps(visit, "9901")[0]
    move = before.moves[0]
    with write(scope=cast.ALICE) as visit:
        relief.order(visit, move.unit.id, lon=move.lon, lat=move.lat, grid=move.grid)
    with read() as visit:
        after = gaps.gaps(visit, "9901")
    left = len(after[0].codes) if after else 0
    assert len(before.codes) - left == move.grids


def test_without_people_known_grids_are_counted_alone(write, read, sent):
    with write() as visit:
        for code in cast.GRIDS.values():
            visit.session.get_one(gaps.gathering.Area, code).population = None
    with read() as visit:
        (gap,) = gaps.gaps(visit, "9901")
    assert gap.people is None
    assert gap.codes


def test_with_nobody_free_the_gap_stands_and_nobody_is_offered(write, read, sent):
    with write() as visit:
        cast.unit(visit, cast.FAR_SWEEPERS).status = "off_duty"
    with read() as visit:
        (gap,) = gaps.gaps(visit, "9901")
    assert (gap.percent, gap.moves) == (0.0, ())


def test_a_stranger_is_refused(read, sent):
    with read(scope=cast.NOBODY) as visit, pytest.raises(NotAllowed):
        gaps.gaps(visit, "9901")
    with read(scope=cast.BO) as visit, pytest.raises(NotAllowed):
        gaps.gaps(visit, cast.EAST_DISTRICT)
