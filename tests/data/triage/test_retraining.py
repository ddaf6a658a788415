"""The model of classes is learned anew when enough was confirmed, and kept only where it is not worse."""

from datetime import timedelta

import numpy as np
import pytest

from data.algorithms import runs
from data.algorithms.algorithm import discover
from data.triage import retraining, versions
from data.triage.judging import Judged
from tests import cast, pile, taught


def teach(write, count: int, *, begin: int = 0) -> None:
    with write() as visit:
        taught.cases(visit, count, begin=begin)


def verdicts(read) -> list[str]:
    with read() as visit:
        return [one.verdict for one in reversed(versions.listed(visit))]


def put_back(write) -> None:
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(minutes=100)) as visit:
        versions.put(visit, 1, "the new one is worse than it says")


def test_without_a_case_it_learns_the_names_and_says_that_nobody_knows_how_good_that_is(write, read):
    outcome = taught.learn(write)
    assert (outcome.notes, outcome.unknown, outcome.score) == (("first",), ("too_few_to_judge",), {"model": 1.0})
    with read() as visit:
        model = versions.in_force(visit)
        assert (model.version, model.cases, model.up_to, model.score) == (1, 0, None, {})
        assert versions.ready(visit).classifier.propose("夜里噪声扰民").class_code == "0202"


def test_a_version_says_what_it_learned_from_and_how_good_it_is(write, read):
    teach(write, 120)
    taught.learn(write)
    with read() as visit:
        model = versions.in_force(visit)
        assert (model.cases, model.up_to, model.made_by, model.classes) == (
            120, cast.NOW - timedelta(minutes=10), "algorithms", sorted(taught.WORDS))
        assert model.score["judged"] == 120
        assert model.score["right"] > 0.9
        assert 0 <= model.score["calibration_error"] < 0.5
        assert model.pieces > 0
        assert model.size_bytes == len(model.weights)
        assert len(retraining.read_lessons(model)) == 120


def test_it_waits_for_enough_new_cases_and_says_so(write, read):
    teach(write, 120)
    taught.learn(write)
    teach(write, retraining.FEWEST_FRESH - 1, begin=120)
    outcome = taught.learn(write, minutes=90)
    assert (outcome.notes, outcome.score, outcome.rows) == (("too_few_new",), {}, 219)
    teach(write, 1, begin=219)
    outcome = taught.learn(write, minutes=150)
    assert outcome.notes == ("not_worse",)
    assert outcome.score["fresh"] == 100
    assert outcome.score["right_fresh"] >= outcome.score["right_before"]
    assert verdicts(read) == ["first", "not_worse"]
    assert taught.learn(write, minutes=210).notes == ("too_few_new",)


@pytest.mark.parametrize(("fresh", "learned_from", "enough"), [
    (99, 0, False), (100, 0, True), (100, 2_000, True), (100, 2_001, False), (999, 20_000, False)])
def test_the_more_was_learned_from_the_more_it_takes(fresh, learned_from, enough):
    assert retraining.is_enough(fresh, learned_from) is enough


def test_what_waits_for_confirmation_or_has_no_class_teaches_nothing_and_a_correction_does(write, read):
    with write() as visit:
        taught.cases(visit, 4)
        pile.put(visit, text="甲", class_code="unclassified")
        asked = pile.put(visit, text="乙", proposal={"class": "0101"})
        pile.put(visit, text="丙", class_code="gone")
    with read() as visit:
        before = retraining.confirmed(visit, sorted(taught.WORDS))
        assert [text for text, _ in before.cases] == [f"望江路{n}号{taught.WORDS[sorted(taught.WORDS)[n]]}"
                                                      for n in (3, 2, 1, 0)]
    with write() as visit:
        one = visit.session.merge(asked)
        one.proposal = None
    with read() as visit:
        assert ("乙", "0101") in retraining.confirmed(visit, sorted(taught.WORDS)).cases
    assert retraining.lesson(("乙", "0101")) != retraining.lesson(("乙", "0102"))


def test_one_that_is_worse_is_not_kept_but_known_and_not_tried_again_at_once(write, read, monkeypatch):
    teach(write, 120)
    taught.learn(write)
    teach(write, 100, begin=120)
    monkeypatch.setattr(retraining, "cross_validate",
                        lambda _names, cases: Judged(np.zeros(len(cases), dtype=bool), np.zeros(len(cases))))
    assert taught.learn(write, minutes=90).notes == ("worse",)
    with read() as visit:
        assert versions.in_force(visit).version == 1
        refused = versions.find(visit, 2)
        assert (refused.verdict, refused.size_bytes, refused.weights, refused.compared_with) == ("worse", 0, None, 1)
        assert not versions.is_held(visit)
    assert taught.learn(write, minutes=150).notes == ("too_few_new",)


def judged(right: float, said: float) -> Judged:
    return Judged(np.arange(100) < 100 * right, np.full(100, said))


@pytest.mark.parametrize(("new", "before", "kept"), [
    ((0.8, 0.8), (0.8, 0.8), True), ((0.79, 0.79), (0.8, 0.8), False), ((0.9, 0.9), (0.8, 0.8), True),
    ((0.9, 0.99), (0.8, 0.8), False), ((0.9, 0.93), (0.8, 0.8), True), ((0.5, 0.9), (0.4, 0.9), True)])
def test_not_worse_is_right_no_less_often_and_no_less_honest(new, before, kept):
    assert retraining.is_not_worse(judged(*new), judged(*before)) is kept


def test_after_somebody_went_back_new_ones_wait_until_the_newest_is_put_in_force(write, read):
    teach(write, 120)
    taught.learn(write)
    teach(write, 110, begin=120)
    taught.learn(write, minutes=90)
    put_back(write)
    teach(write, 110, begin=230)
    assert taught.learn(write, minutes=150).notes == ("waits",)
    with read() as visit:
        assert versions.in_force(visit).version == 1
        assert versions.find(visit, 3).size_bytes > 0
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(minutes=200)) as visit:
        versions.put(visit, 3, "looked through a hundred of its proposals")
    teach(write, 110, begin=340)
    assert taught.learn(write, minutes=250).notes == ("not_worse",)


def test_who_goes_back_while_it_learns_is_not_overruled(write, read):
    teach(write, 120)
    taught.learn(write)
    teach(write, 110, begin=120)
    taught.learn(write, minutes=90)
    teach(write, 110, begin=230)
    with read(scope=runs.JOB) as visit:
        looked = retraining.look(visit)
    put_back(write)
    with write(scope=runs.JOB, now=cast.NOW + timedelta(minutes=101)) as visit:
        assert retraining.keep(visit, looked).notes == ("waits",)
    with read() as visit:
        assert versions.in_force(visit).version == 1


def test_the_registry_runs_it_and_keeps_its_note(database, settings, city, write, read):
    teach(write, 60)
    algorithm = discover()[versions.MAKER]
    assert runs.run(database, settings, algorithm).state == runs.DONE
    with read() as visit:
        last = runs.last_runs(visit, versions.MAKER)[0]
        assert (last.notes, last.rows, last.score["model"]) == (["first"], 60, 1.0)


def test_a_city_of_one_class_learns_nothing(write, read, monkeypatch):
    monkeypatch.setattr(versions, "names", lambda _visit: [("垃圾", "0101")])
    assert taught.learn(write).notes == ("no_classes",)
    assert verdicts(read) == []
