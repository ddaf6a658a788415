"""Figures against counts by hand, and against a slow and plain recount."""

from datetime import timedelta
from statistics import median
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from data.figures import counting, facts, period
from data.models.case import Case, StageClock
from tests import cast, pile

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = cast.NOW


def put(visit, *cases: dict[str, Any], area: str = pile.HERE) -> list[Case]:
    return pile.put_all(visit, [pile.case(area, NOW, **one) for one in cases])


def figures(visit, prefix: str = "9901", name: str = "30d"):
    return counting.total(facts.gather(visit, prefix, period.named(visit, name)))


def told(figure):
    return figure.value, figure.numerator, figure.sample, figure.left_out


def test_a_city_without_a_case_has_zeros_and_no_rates(read):
    with read() as visit:
        found = figures(visit)
    assert {one.value for one in found.values() if one.unit == "cases"} == {0}
    assert {(one.value, one.sample) for one in found.values() if one.unit != "cases"} == {(None, 0)}


def test_registering_counts_what_was_decided(write):
    with write() as visit:
        put(visit, *({"state": state} for state in ("reported", "accepted", "accepted", "closed", "declined")),
            {"state": "voided"}, {"state": "merged"})
        found = figures(visit)
    assert told(found["register_rate"]) == (75.0, 3, 4, 0)
    assert (found["received"].value, found["accepted"].value) == (5, 3)


def test_a_right_dispatch_was_never_given_back(write):
    with write() as visit:
        put(visit, *({"state": "dispatched", "dispatched_at": NOW, "returns": returns} for returns in (0, 0, 0, 2)),
            {"state": "accepted", "returns": 1}, {"state": "dispatched", "dispatched_at": NOW, "extensions": 1})
        found = figures(visit)
    assert told(found["right_dispatch_rate"]) == (80.0, 4, 5, 0)
    assert told(found["return_rate"]) == (20.0, 1, 5, 0)
    assert told(found["extension_rate"]) == (20.0, 1, 5, 0)


def test_handled_in_time_is_judged_when_the_deadline_has_passed(write):
    past, ahead = {"due_at": NOW - HOUR}, {"due_at": NOW + HOUR}
    with write() as visit:
        put(visit, {**past, "state": "handled", "handled_at": NOW - HOUR}, {**past, "state": "signed"},
            {**past, "state": "handled", "handled_at": NOW - 30 * MINUTE}, {**past, "state": "declined"},
            {**ahead, "state": "handled", "handled_at": NOW - 2 * HOUR}, {"state": "handled", "handled_at": NOW},
            {**past, "state": "suspended"}, {**past, "state": "closed", "closed_at": NOW - 2 * HOUR, "suspicions": 1},
            {**past, "state": "closed", "closed_at": NOW - 2 * HOUR})
        found = figures(visit)
    assert told(found["on_time_handling_rate"]) == (50.0, 2, 4, 2)
    assert told(found["late"]) == (2, 2, None, 1)
    assert told(found["handled_in_time"]) == (2, 2, None, 1)
    assert found["suspended"].value == 1
    assert told(found["suspicious_rate"]) == (50.0, 1, 2, 0)


def test_a_source_that_says_only_whether_it_was_in_time_is_believed(write):
    with write() as visit:
        put(visit, *({"state": "closed", "kept_time": kept} for kept in (True, True, True, False, None)))
        found = figures(visit)
    assert told(found["on_time_handling_rate"]) == (75.0, 3, 4, 0)
    assert told(found["on_time_closing_rate"]) == (75.0, 3, 4, 0)
    assert found["closing_median"].value is None


def test_signing_is_judged_by_its_own_clock(write):
    with write() as visit:
        cases = put(visit, *({"state": "signed", "dispatched_at": NOW - 3 * HOUR, "signed_at": signed}
                             for signed in (NOW - 2 * HOUR, NOW - HOUR, None, None)))
        ends = (NOW - 2 * HOUR, NOW - HOUR, None, None)
        dues = (NOW - 2 * HOUR, NOW - 2 * HOUR, NOW - 2 * HOUR, NOW + HOUR)
        visit.session.execute(insert(StageClock), [
            {"case_id": case.id, "stage": "sign", "begun_at": NOW - 3 * HOUR, "due_at": due, "ended_at": end}
            for case, due, end in zip(cases, dues, ends, strict=True)])
        assert told(figures(visit)["on_time_signing_rate"]) == (pytest.approx(100 / 3), 1, 3, 0)


def test_rework_and_reopening_count_what_was_ever_done(write):
    with write() as visit:
        put(visit, {"state": "returned", "reworks": 1}, {"state": "handled", "handled_at": NOW}, {"state": "signed"},
            {"state": "closed", "closed_at": NOW}, {"state": "reopened", "reopenings": 2})
        found = figures(visit)
    assert told(found["rework_rate"]) == (pytest.approx(100 / 3), 1, 3, 0)
    assert told(found["reopened_rate"]) == (50.0, 1, 2, 0)


def test_the_three_rates_have_denominators_of_their_own(write):
    with write() as visit:
        put(visit, {"contacted": True, "solved": True, "satisfied": False}, {"contacted": True, "solved": True},
            {"contacted": True, "solved": False, "satisfied": True}, {"contacted": False}, {})
        found = figures(visit)
    assert told(found["response_rate"]) == (75.0, 3, 4, 0)
    assert told(found["solved_rate"]) == (pytest.approx(200 / 3), 2, 3, 0)
    assert told(found["satisfied_rate"]) == (50.0, 1, 2, 0)


def test_what_was_found_first_and_what_was_called_are_kept_apart(write):
    with write() as visit:
        put(visit, *({"channel": channel} for channel in ("patrol", "sensor", "video", "hotline", "import", "api")),
            {"channel": "hotline", "first_response_at": NOW})
        found = figures(visit)
    assert told(found["proactive_rate"]) == (60.0, 3, 5, 0)
    assert told(found["call_response_rate"]) == (50.0, 1, 2, 0)


def test_lengths_are_natural_hours_and_leave_out_what_is_not_believed(write):
    came = NOW - 2 * DAY
    with write() as visit:
        put(visit, *({"received_at": came, "first_response_at": came + HOUR, "closed_at": came + hours * HOUR}
                     for hours in (1, 2, 3, 4, 5, 6, 7, 8, 9, 40)),
            {"received_at": came, "closed_at": came + MINUTE, "suspicions": 1}, {"received_at": came})
        found = figures(visit)
    assert told(found["closing_median"]) == (5.5, None, 10, 1)
    assert told(found["closing_p90"]) == (9.0, None, 10, 1)
    assert told(found["response_median"]) == (1.0, None, 10, 0)
    assert told(found["handling_median"]) == (None, None, 0, 0)


def test_only_cases_of_the_period_and_the_area_count(write):
    with write() as visit:
        put(visit, {"received_at": NOW - 31 * DAY}, {"received_at": NOW - 8 * DAY}, {})
        put(visit, {}, {}, area=pile.THERE)
        assert figures(visit)["received"].value == 4
        assert figures(visit, name="7d")["received"].value == 3
        assert figures(visit, cast.WEST_DISTRICT)["received"].value == 2


def test_a_stranger_counts_their_own_cases_only(write, read):
    with write() as visit:
        put(visit, {}, {})
        put(visit, {}, area=pile.THERE)
    counts = []
    for scope in (cast.ALICE, cast.BO, cast.CHEN, cast.NOBODY):
        with read(scope=scope) as visit:
            counts.append(figures(visit)["received"].value)
    assert counts == [3, 2, 2, 0]


def test_an_earlier_period_is_seen_at_the_same_age(write):
    """Yesterday's case was handled this morning: by this time yesterday it was not."""
    with write() as visit:
        put(visit, {"received_at": NOW - DAY - HOUR, "state": "handled", "handled_at": NOW - HOUR})
        earlier = period.before(visit, period.named(visit, "today"))
        found = counting.total(facts.gather(visit, "9901", earlier))
    assert (found["received"].value, found["handled"].value) == (1, 0)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 500)), max_size=60))
def test_quantiles_equal_a_recount(pairs):
    pairs = sorted(pairs)
    groups = [[value for group, value in pairs if group == one] for one in range(4)]
    ordered, counts = np.array([value for _, value in pairs], dtype=float), [len(group) for group in groups]
    assert counting.quantiles(ordered, counts, 0.5) == [median(group) if group else None for group in groups]
    ninths = [group[-(-9 * len(group) // 10) - 1] if group else None for group in groups]
    assert counting.quantiles(ordered, counts, 0.9) == ninths


CASES = st.lists(st.fixed_dictionaries({
    "area": st.sampled_from(sorted(cast.GRIDS.values())), "state": st.sampled_from(
        ["reported", "accepted", "dispatched", "handled", "closed", "voided", "suspended"]),
    "due": st.none() | st.integers(-5, 5), "took": st.integers(0, 9), "suspicions": st.integers(0, 1),
    "solved": st.none() | st.booleans()}), max_size=25)


def test_every_group_equals_a_recount(write):
    with write() as visit:
        @settings(max_examples=25)
        @given(CASES)
        def equal(cases):
            visit.session.execute(delete(Case))
            visit.session.expunge_all()
            put_each(visit, cases)
            found = facts.gather(visit, "9901", period.named(visit, "30d"))
            grouped = counting.grouped(found, found.groupings["area"])
            for district in {one["area"][:6] for one in cases}:
                mine = [one for one in cases if one["area"][:6] == district and one["state"] != "voided"]
                figure = grouped[district]["on_time_handling_rate"]
                assert (figure.numerator, figure.sample, figure.left_out) == recount(mine)
                assert grouped[district]["solved_rate"].sample == sum(one["solved"] is not None for one in mine)
                assert grouped[district]["received"].value == len(mine)

        equal()


def put_each(visit, cases):
    pile.put_all(visit, [pile.case(
        one["area"], NOW, state=one["state"], received_at=NOW - DAY, contacted=one["solved"] is not None or None,
        solved=one["solved"], suspicions=one["suspicions"],
        due_at=None if one["due"] is None else NOW + one["due"] * HOUR,
        handled_at=done(one), closed_at=done(one) if one["state"] == "closed" else None) for one in cases])


def done(one):
    return NOW - one["took"] * HOUR if one["state"] in ("handled", "closed") else None


def recount(cases):
    hits = whole = out = 0
    for one in cases:
        if one["due"] is None or one["due"] > 0:
            continue
        if one["state"] == "suspended" or (one["state"] == "closed" and one["suspicions"]):
            out += 1
            continue
        whole += 1
        hits += one["state"] in ("handled", "closed") and -one["took"] <= one["due"]
    return hits, whole, out
