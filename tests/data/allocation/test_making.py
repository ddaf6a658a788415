"""A plan says of every case why: each pick has its reasons, each case without a unit its shortfall."""

import pytest
from hypothesis import given

from data.allocation import making, shortfalls
from data.allocation.problem import weigh
from data.allocation.rules import Rules
from tests import cast
from tests.data.allocation.test_solving import worlds
from tests.data.allocation.worlds import case, problem, unit, watch


def plan_of(world):
    return making.make(world, plan_id="P1", made_at=cast.NOW)


def only(plan):
    """Return the one shortfall of a plan without picks."""
    assert plan.picks == ()
    (one,) = plan.shortfalls
    return one


def keys(pick):
    return {one.key for one in pick.reasons}


@given(worlds())
def test_every_case_has_either_a_unit_with_reasons_or_a_shortfall(world):
    plan = plan_of(world)
    picked = [world.cases[one.case].id for one in plan.picks]
    missing = [one.case_id for one in plan.shortfalls]
    assert sorted(picked + missing) == sorted(one.id for one in world.cases)
    assert all(one.reasons for one in plan.picks)
    assert all(one.reason in shortfalls.REASONS for one in plan.shortfalls)
    assert all(other.unit != world.units[one.unit].id for one in plan.picks for other in one.alternatives)


@given(worlds())
def test_no_change_of_one_pick_saves_more_than_the_gap_allows(world):
    plan = plan_of(world)
    weighed = weigh(world)
    total = weighed.unmet.sum() + 1
    assert all(other.price >= -0.01 * total for one in plan.picks for other in one.alternatives)


@pytest.mark.parametrize(("reason", "changes"), [
    ("no_unit", {"kind": "fire"}), ("offline", {"hurdle": "offline", "values": {"minutes": 90}}),
    ("off_shift", {"hurdle": "off_shift", "values": {"hour": 8}}), ("engaged", {"hurdle": "engaged"}),
    ("no_position", {"hurdle": "no_position"}),
    ("position_stale", {"hurdle": "position_stale", "values": {"minutes": 45}}),
    ("resting", {"hurdle": "resting", "values": {"minutes": 12}}),
    ("at_max_load", {"hurdle": "at_max_load", "values": {"n": 12}}), ("wrong_skill", {"skills": frozenset({"road"})}),
    ("crew_too_small", {"skills": frozenset({"gas"}), "crew": 2}),
    ("shift_ends", {"skills": frozenset({"gas"}), "crew": 4, "shift_left": 20.0}),
    ("too_far", {"skills": frozenset({"gas"}), "crew": 4, "at": 300.0}),
])
def test_what_keeps_a_unit_from_going_is_the_shortfall(reason, changes):
    world = problem([case(1, kind="repair", skills=("gas",), crew=3)], [unit("A", **changes)])
    assert only(plan_of(world)).reason == reason


def test_the_shortfall_is_that_of_the_unit_that_came_nearest_to_going_with_all_counted():
    units = [unit("A", hurdle="off_shift"), unit("B", hurdle="off_shift"), unit("C", at=90.0), unit("D", kind="fire")]
    found = only(plan_of(problem([case(1, kind="repair")], units)))
    assert found.reason == "too_far"
    assert found.values["counts"] == {"off_shift": 2, "too_far": 1}
    assert (found.values["of"], found.values["unit"], found.values["minutes"]) == (3, "C", 90.0)


def test_who_is_outbid_hears_by_which_case():
    plan = plan_of(problem([case(1, at=1, priority=4), case(2, at=2, priority=1)], [unit("A")]))
    (one,) = plan.shortfalls
    assert (one.reason, one.values["case"], one.values["unit"], one.values["priority"]) == ("outbid", "C2", "A", 1)


def test_who_is_held_back_for_coverage_hears_what_it_would_cost():
    units = [unit("A")]
    world = problem([case(1, at=1, priority=4)], units, watched=[watch(units, [0, 1], percent=100.0, price=60.0)])
    found = only(plan_of(world))
    assert found.reason == "held_for_coverage"
    assert (found.values["percent"], found.values["price"]) == (100.0, 6000.0)
    assert found.values["worth"] < found.values["price"]


def test_a_case_without_a_place_and_one_beyond_the_plan_say_so():
    assert only(plan_of(problem([case(1, at=float("nan"))], [unit("A")]))).reason == "case_unplaced"
    plan = plan_of(problem([case(1)], [unit("A")], left_out=(case(2),)))
    assert [(one.case_id, one.reason) for one in plan.shortfalls] == [(2, "too_many")]
    assert plan.cases == 2


def test_a_pick_says_why_this_unit_and_why_not_a_nearer_one():
    units = [unit("A", at=0, skills=frozenset({"gas"})), unit("B", at=3, skills=frozenset({"gas"}))]
    plan = plan_of(problem([case(1, at=0, priority=1, kind="repair", skills=("gas",), due_in=20.0),
                            case(2, at=1, priority=2, kind="repair", due_in=-5.0)], units))
    first, second = plan.picks
    assert {"nearest", "right_kind", "has_skill", "arrives", "urgent", "due_soon"} <= keys(first)
    assert {"nearer_busy", "right_kind", "overdue"} <= keys(second)
    assert second.reasons[0].values["case"] == "C1"


def test_a_nearer_unit_that_stays_for_coverage_or_had_more_today_is_named():
    units = [unit("A", at=0), unit("B", at=20), unit("C", at=21)]
    plan = plan_of(problem([case(1, at=2)], units, watched=[watch(units, [0, 1, 20, 21], percent=100.0)]))
    assert (plan.picks[0].reasons[0].key, plan.picks[0].reasons[0].values["unit"]) == ("nearer_kept", "A")
    units = [unit("A", at=1, load=9), unit("B", at=2, load=0)]
    plan = plan_of(problem([case(1)], units))
    assert {"nearer_loaded", "any_kind", "light_load"} <= keys(plan.picks[0])


def test_a_changed_pick_has_its_price_and_says_whose_unit_it_takes():
    units = [unit("A", at=0), unit("B", at=10)]
    plan = plan_of(problem([case(1, at=0, priority=1), case(2, at=10, priority=4)], units))
    (other,) = plan.picks[0].alternatives
    assert (other.unit, other.displaces, other.instead) == ("B", "C2", "A")
    assert other.price == pytest.approx(8.0 * 10 + 1.0 * 10)


def test_coverage_that_cannot_be_kept_is_relaxed_at_a_stated_price():
    units = [unit("A")]
    world = problem([case(1, priority=1)], units, watched=[watch(units, [0, 1], percent=100.0, price=5.0)])
    (covered,) = plan_of(world).coverage
    assert covered.is_relaxed()
    assert (covered.before, covered.after, covered.price) == (100.0, 0.0, 500.0)
    assert covered.lost == ("G0", "G1")


def test_what_was_never_covered_costs_nothing():
    units = [unit("A")]
    world = problem([case(1, priority=4)], units, watched=[watch(units, [50, 60], percent=80.0)])
    plan = plan_of(world)
    assert len(plan.picks) == 1
    assert (plan.coverage[0].before, plan.coverage[0].price) == (0.0, 0.0)


def test_the_spread_of_load_is_told_before_and_after():
    units = [unit("A", load=4), unit("B", load=0), unit("C", hurdle="off_shift", load=9)]
    (one,) = plan_of(problem([case(1)], units)).fairness
    assert (one.kind, one.units) == ("repair", 2)
    assert (one.mean_before, one.spread_before, one.mean_after, one.spread_after) == (2.0, 2.0, 2.5, 1.5)


def test_more_cases_than_units_and_rules_that_contradict_each_other_are_a_plan_all_the_same():
    units = [unit("A"), unit("B", at=3)]
    covers = [watch(units, [0, 1], percent=100.0, price=1.0), watch(units, [3], percent=100.0, minutes=1.0, price=1.0)]
    plan = plan_of(problem([case(i, at=i, priority=1 + i % 4) for i in range(30)], units, watched=covers,
                           rules=Rules(most_minutes=60.0)))
    assert (len(plan.picks), len(plan.shortfalls)) == (2, 28)
    assert all(one.is_relaxed() for one in plan.coverage)
