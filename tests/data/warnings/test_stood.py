"""What was in force at an earlier moment, at which level, until when, and how far its checklist was."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.models.algorithm import AlgorithmRun
from data.models.warning import WarningEvent
from data.warnings import checklist, issuing, places, stood
from data.warnings.issuing import Update, Wish
from tests import cast, gauges
from tests.data.warnings.test_issuing import PLAN

HOUR = timedelta(hours=1)


@pytest.fixture
def day(write, settings) -> str:
    """Return a warning: issued at 0 min, an item done at 10, raised at 20, another done at 30, lifted at 40."""
    gauges.write(settings.data_dir, "warning-plans", "flood", PLAN)
    with write(scope=cast.ALICE) as visit:
        number = issuing.issue(visit, Wish(
            kind="flood", level="yellow", title="Flood", text="stay away", ground=places.chosen(visit, ["990101"]),
            basis={"rule": "x"}, valid_until=gauges.at(120) + timedelta(milliseconds=7))).id
    tick(write, number, "go", 10)
    with write(scope=cast.ALICE, now=gauges.at(20)) as visit:
        issuing.update(visit, number, 1, Update(level="red", valid_until=gauges.at(300), text="flee"))
    tick(write, number, "stop", 30)
    with write(scope=cast.ALICE, now=gauges.at(40)) as visit:
        issuing.lift(visit, number, 2, "dry", is_false_alarm=True)
    return number


def tick(write, number, key, minutes):
    with write(scope=cast.ALICE, now=gauges.at(minutes)) as visit:
        checklist.tick(visit, issuing.find(visit, number), key)


def then(read, minutes, *, area="9901", scope=cast.ALICE, of=stood.in_force, **more):
    with read(scope=scope, now=gauges.at(minutes)) as visit:
        return of(visit, area, **more)


@pytest.mark.parametrize(("minutes", "level", "state", "until", "done", "items"), [
    (5, "yellow", "issued", 120, 0, 1), (15, "yellow", "issued", 120, 1, 1), (25, "red", "updated", 300, 1, 3),
    (35, "red", "updated", 300, 2, 3)])
def test_it_stands_as_it_stood(day, read, minutes, level, state, until, done, items):
    [one] = then(read, minutes)
    assert (one.warning.id, one.warning.level, one.warning.state) == (day, level, state)
    assert one.warning.valid_until.replace(microsecond=0) == gauges.at(until)
    assert one.warning.ended_at is None
    assert (one.warning.verdict, one.done, one.items) == ("", done, items)


def test_before_and_after_nothing_was_in_force_and_what_ended_says_how(day, read):
    assert then(read, -1) == then(read, 45) == []
    assert then(read, 35, of=stood.over) == []
    [one] = then(read, 45, of=stood.over)
    assert (one.warning.state, one.warning.ended_at, one.warning.verdict) == ("lifted", gauges.at(40), "false_alarm")


def test_words_and_figures_that_were_changed_since_are_left_out(day, read):
    [early], [late] = then(read, 5), then(read, 25)
    assert (early.warning.text, early.warning.basis) == ("", {})
    assert (late.warning.text, late.warning.basis) == ("flee", {"rule": "x"})


def test_what_ran_out_by_its_time_was_no_longer_in_force(write, read):
    with write(scope=cast.ALICE) as visit:
        issuing.issue(visit, Wish(kind="flood", level="red", title="Flood", ground=places.chosen(visit, ["990101"]),
                                  valid_until=gauges.at(10)))
    with write(now=gauges.at(60)) as visit:
        issuing.expire(visit)
    assert [len(then(read, minutes)) for minutes in (9, 11, 61)] == [1, 0, 0]


def test_the_worst_stood_first_and_of_one_level_the_newest(write, read):
    for minutes, level in ((0, "blue"), (1, "red"), (2, "red")):
        with write(scope=cast.ALICE, now=gauges.at(minutes)) as visit:
            issuing.issue(visit, Wish(kind="flood", level=level, title=f"{minutes}",
                                      ground=places.chosen(visit, ["990101"]), valid_until=gauges.at(60)))
    assert [one.warning.title for one in then(read, 3)] == ["2", "1", "0"]


def test_a_draft_was_known_to_those_alone_who_may_decide_and_in_force_once_it_was_confirmed(write, read):
    with write() as visit:
        number = issuing.propose(visit, Wish(kind="flood", level="blue", title="Flood", valid_until=gauges.at(90),
                                             ground=places.chosen(visit, ["990101"]))).id
    with write(scope=cast.ALICE, now=gauges.at(20)) as visit:
        issuing.confirm(visit, number, 1)
    assert then(read, 10) == then(read, 10, scope=cast.BO, drafts=True) == []
    [draft], [issued] = then(read, 10, drafts=True), then(read, 30)
    assert (draft.warning.state, draft.warning.person) == ("draft", None)
    assert (issued.warning.state, issued.warning.by_name) == ("issued", "Alice")
    assert issued.warning.issued_at == gauges.at(20)


@pytest.mark.parametrize(("scope", "area"), [(cast.NOBODY, "9901"), (cast.ALICE, cast.EAST_DISTRICT)])
def test_strangers_and_other_areas_hear_nothing_of_it(day, read, scope, area):
    assert then(read, 25, scope=scope, area=area) == then(read, 45, scope=scope, area=area, of=stood.over) == []


def test_it_held_at_points_of_its_ground_alone(day, read):
    with read(scope=cast.ALICE, now=gauges.at(25)) as visit:
        assert [one.id for one in stood.about(visit, "9901", *cast.at(0.5, 0.5))] == [day]
        assert stood.about(visit, "9901", *cast.at(3.5, 0.5)) == []


def test_when_items_came_of_a_history_that_does_not_say_is_known_only_where_nothing_could_add_any(day, read, write):
    with write() as visit:  # as it was written before
        for event in visit.session.scalars(select(WarningEvent)):
            event.details = {key: value for key, value in event.details.items() if key != "tasks"}
    [early], [late] = then(read, 15), then(read, 25)
    assert (early.done, early.items) == (1, None)
    assert (late.done, late.items) == (1, 3)


def test_before_anything_looked_it_is_not_known_what_was_in_force(write, read):
    def known(minutes):
        with read(now=gauges.at(minutes)) as visit:
            return stood.is_known(visit)

    assert not known(0)
    with write() as visit:
        visit.session.add(AlgorithmRun(name=stood.LOOKED, version="1", began_at=gauges.at(5), seconds=0.1,
                                       cpu_seconds=0.1, state="done"))
    assert [known(4), known(6)] == [False, True]


def test_a_warning_that_was_made_is_known_as_well(day, read):
    for minutes, is_known in ((-1, False), (0, True)):
        with read(scope=cast.NOBODY, now=gauges.at(minutes)) as visit:
            assert stood.is_known(visit) is is_known
