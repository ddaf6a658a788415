"""Weights come from the profile in force, add up to one, and are part of the number they make."""

from dataclasses import replace

import pytest

from data.errors import Invalid, NotAllowed
from data.figures import weights
from data.figures.counting import Counts, GroupFigures
from data.profiles import kind
from data.scope import ROLES, Scope
from tests import cast

ADMIN = Scope(person="ada", name="Ada", areas=frozenset({""}), may=ROLES["sysadmin"])
OTHER = {"weights": {"response": 0.2, "solved": 0.4, "satisfied": 0.4}}


def counts(**values):
    """Return one group's counts with samples of 30: (value) or (value, sample)."""
    listed = {**dict.fromkeys([*weights.VOICE.values(), *list(weights.SCORE.values())[:3]]), **values}
    found = {}
    for name, said in listed.items():
        value, sample = said if isinstance(said, tuple) else (said, 30 if said is not None else 0)
        found[name] = Counts(values=[value], numerators=[None], samples=[sample], left_out=[0])
    return found


def weighed(**values):
    """Return the weighted figures of one group."""
    return GroupFigures(weights.weigh(counts(**values), weights.read({})), 0, cast.NOW)


def test_the_three_rates_are_weighed_by_the_printed_weights():
    found = weighed(response_rate=100.0, solved_rate=80.0, satisfied_rate=60.0)["voice_score"]
    assert found.value == pytest.approx(30 + 28 + 21)
    assert (found.sample, found.details["version"]) == (30, 0)
    assert sum(found.details["weights"].values()) == pytest.approx(1)


def test_a_rate_nobody_was_asked_for_is_no_zero():
    assert weighed(response_rate=100.0, solved_rate=80.0)["voice_score"].value is None


def test_a_score_stands_on_parts_with_enough_of_a_sample_and_says_which():
    known = {"on_time_handling_rate": 90.0, "right_dispatch_rate": 100.0, "rework_rate": 10.0, "response_rate": 100.0,
             "solved_rate": 100.0, "satisfied_rate": (100.0, 19)}
    found = weighed(**known)["score"]
    assert found.value == pytest.approx((0.4 * 90 + 0.15 * 100 + 0.15 * 90) / 0.7)
    assert set(found.details["weights"]) == {"on_time", "right_dispatch", "rework"}
    assert weighed(**{**known, "on_time_handling_rate": (90.0, 5)})["score"].value is None


def test_each_group_is_weighed_by_itself():
    one, other = counts(on_time_handling_rate=90.0, right_dispatch_rate=100.0), counts()
    both = {name: replace(one[name], values=one[name].values + other[name].values,
                          samples=one[name].samples + other[name].samples) for name in one}
    found = weights.weigh(both, weights.read({}))["score"]
    assert found.values == [pytest.approx((0.4 * 90 + 0.15 * 100) / 0.55), None]


def test_a_citys_own_weights_count_from_the_next_count_on(write, read):
    with write(scope=ADMIN) as visit:
        kind.change(visit, "figures", "city", OTHER, seen=0)
    with read() as visit:
        found = weights.in_force(visit)
    assert (dict(found.voice), found.version) == (OTHER["weights"], 1)
    assert dict(found.score) == weights.DEFAULT_SCORE


def test_a_stranger_changes_no_weights(write):
    with write(scope=cast.BO) as visit, pytest.raises(NotAllowed):
        kind.change(visit, "figures", "city", OTHER, seen=0)


@pytest.mark.parametrize(("body", "code"), [
    ({"weights": {"response": 0.3, "solved": 0.35, "satisfied": 0.3}}, "weights_not_one"),
    ({"weights": {"response": 1.5, "solved": -0.25, "satisfied": -0.25}}, "weights_unknown"),
    ({"weights": {"response": 0.5, "solved": 0.5}}, "weights_unknown"),
    ({"weights": {"response": True, "solved": 0, "satisfied": 0}}, "weights_unknown"),
    ({"weights": {"response": float("nan"), "solved": 0, "satisfied": 0}}, "weights_unknown"),
    ({"weights": []}, "weights_unknown"), ({"luck": 1}, "weights_unknown"),
    ({"score": {"on_time": 1}}, "weights_unknown"),
])
def test_weights_that_make_no_sense_are_refused(write, body, code):
    with write(scope=ADMIN) as visit, pytest.raises(Invalid) as refused:
        kind.change(visit, "figures", "city", body, seen=0)
    assert refused.value.code == code


def test_what_holds_without_a_profile_can_be_written_back(write):
    with write(scope=ADMIN) as visit:
        body, version = kind.body_of(visit, "figures")
        assert version == 0
        assert kind.change(visit, "figures", "city", body, seen=0).version == 1
