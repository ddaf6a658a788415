"""The city's own history is the pattern; a surge is proposed once, scored afterwards, and a short history says so."""

from datetime import timedelta

import numpy as np
import pytest

from data.algorithms.algorithm import discover
from data.cases import intake
from data.warnings import issuing, listing, scoring, surging
from tests import cast, gauges

WEEKS = 6


@pytest.fixture
def lived(write):
    """Give the toy city a history of so many days, a case of garbage in each district every other hour."""
    def build(days: float) -> None:
        rng, hours = np.random.default_rng(1), range(3, int(days * 24) + 3)
        told = [cast.report(f"p{hour}-{column}-{n}", (column, column), occurred_at=cast.NOW - timedelta(hours=hour))
                for hour in hours for column in (0.5, 3.5) for n in range(int(rng.poisson(0.5)))]
        with write() as visit:
            intake.receive(visit, told, cast.index_of(visit), live=False)

    return build


def look(write, minutes=0.0):
    with write(now=gauges.at(minutes)) as visit:
        return surging.look(visit)


def come(write, number, minutes=0.0, begin=0):
    now = gauges.at(minutes)
    with write(now=now) as visit:
        for n in range(begin, begin + number):
            cast.open_case(visit, f"s{n}", occurred_at=now)


def test_a_surge_is_proposed_once_and_rises_with_what_comes(lived, write, read):
    lived(WEEKS * 7)
    assert look(write).begun == 0
    come(write, 10)
    looked = look(write, 5)
    assert (looked.begun, looked.unknown) == (1, set())
    assert look(write, 10).begun == 0
    with read(scope=cast.ALICE, now=gauges.at(10)) as visit:
        [one] = listing.in_force(visit, "9901", drafts=True)
        assert (one.state, one.kind, one.area_code, one.basis["class"]) == ("draft", "surge", "990101", "0101")
        assert one.basis["value"] >= 10 > one.basis["expected"]
    come(write, 12, minutes=12, begin=10)
    assert look(write, 15).changed == 1


def test_what_was_refused_is_not_proposed_again_for_hours(lived, write, read):
    lived(WEEKS * 7)
    come(write, 10)
    look(write, 5)
    with write(scope=cast.ALICE, now=gauges.at(6)) as visit:
        [one] = listing.in_force(visit, "9901", drafts=True)
        issuing.refuse(visit, one.id, one.version, "a campaign")
    assert look(write, 10).begun == 0


@pytest.mark.parametrize(("more", "verdict"), [(6, "hit"), (0, "false_alarm")])
def test_it_is_a_hit_when_cases_went_on_coming_in_the_two_hours_after(lived, write, read, more, verdict):
    lived(WEEKS * 7)
    come(write, 10)
    look(write, 5)
    come(write, more, minutes=50, begin=50)
    with write(now=gauges.at(60)) as visit:
        assert scoring.judge(visit) == 0
    with write(now=gauges.at(130)) as visit:
        assert scoring.judge(visit) == 1
        [score] = scoring.scores(visit)
        assert (score.hits, score.false_alarms) == ((1, 0) if verdict == "hit" else (0, 1))
        assert (score.per_area_month > 0) is (verdict == "false_alarm")


def test_three_days_of_history_are_said_to_be_too_few(lived, write):
    lived(3)
    come(write, 30)
    looked = look(write, 5)
    assert (looked.begun, looked.unknown) == (0, {"history_short"})


def test_a_city_without_a_case_tells_nothing_and_fails_nothing(write):
    assert look(write).unknown == {"history_short"}


def test_both_algorithms_run_every_five_minutes_and_leave_their_numbers(lived, write):
    lived(WEEKS * 7)
    come(write, 10)
    known = discover()
    for name in ("warning_rules", "surges"):
        assert known[name].every == timedelta(minutes=5)
        with write(now=gauges.at(5)) as visit:
            outcome = known[name].run(visit)
        assert outcome.score["begun"] == (1.0 if name == "surges" else 0.0)
        assert outcome.rows > 0
