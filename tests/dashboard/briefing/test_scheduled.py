"""Timed briefings are made in the name of whoever asked for them, with the rights of then; whatever fails is told."""

from datetime import timedelta

import pytest

from dashboard.briefing import scheduled
from dashboard.briefing.content import unpack
from dashboard.briefing.scheduled import Scheduler
from data import clock
from data.briefings import keeping, schedules, searching
from data.briefings.schedules import Plan
from data.models.brief_schedule import BriefSchedule
from data.models.person import Person
from data.scope import ROLES
from data.storage import turn
from tests import cast


@pytest.fixture
def asked(write):
    """Return a function that makes a schedule of a real person due so long ago; it returns the schedule's id."""
    def ask(ago: timedelta = timedelta(seconds=5), kind: str = "daily") -> int:
        with write() as visit:
            visit.session.add(Person(id="pia", name="皮娅", name_en="Pia", title="dispatcher",
                                     may=sorted(ROLES["dispatcher"]), areas=[cast.WEST_DISTRICT]))
            visit.session.flush()
        scope = scheduled.Scope(person="pia", name="Pia", areas=frozenset({cast.WEST_DISTRICT}),
                                may=ROLES["dispatcher"])
        with write(scope=scope) as visit:
            one = schedules.add(visit, Plan(kind=kind, area=cast.WEST_DISTRICT, minute=600))
            one.due_at = one.next_at = clock.now() - ago
            return one.id

    return ask


@pytest.fixture
def made(read):
    """Return a function that returns the briefings that were kept, as they say."""
    def kept() -> list:
        with read(now=clock.now()) as visit:
            return [unpack(keeping.body_of(visit, one)) for one in searching.search(visit, searching.Wanted(area=""))]

    return kept


def state(read, schedule_id: int) -> BriefSchedule:
    with read(now=clock.now()) as visit:
        one = visit.session.get_one(BriefSchedule, schedule_id)
        visit.session.expunge(one)
        return one


def test_what_is_due_is_made_once_in_the_name_of_who_asked(asked, made, read, database, settings):
    one = asked()
    for _ in range(2):
        Scheduler(database, settings).look()
    (brief,) = made()
    assert (brief.kind, brief.area) == ("daily", cast.WEST_DISTRICT)
    assert brief.made_by in ("Pia", "皮娅")
    assert brief.link.endswith(f"/brief/{brief.id}")
    assert brief.link.startswith("http")
    assert (state(read, one).last_id, state(read, one).fault) == (brief.id, "")
    assert state(read, one).due_at > clock.now()


def test_one_that_comes_late_says_so_and_is_a_draft(asked, made, database, settings):
    asked(ago=timedelta(hours=3))
    Scheduler(database, settings).look()
    (brief,) = made()
    assert brief.is_draft()
    assert brief.draft
    assert brief.gaps[0].is_stale
    assert "3" in brief.gaps[0].said


@pytest.mark.parametrize("change", [{"active": False}, {"may": []}, {"areas": [cast.EAST_DISTRICT]}])
def test_who_may_no_more_is_told_so_and_nothing_is_made(asked, made, read, write, database, settings, change):
    one = asked()
    with write() as visit:
        for name, value in change.items():
            setattr(visit.session.get_one(Person, "pia"), name, value)
    Scheduler(database, settings).look()
    assert made() == []
    assert state(read, one).fault
    assert state(read, one).tries == 1


def test_whatever_breaks_is_told_and_others_are_made_all_the_same(asked, made, read, write, database, settings,
                                                                 monkeypatch):
    one = asked()
    with write(scope=cast.ALICE) as visit:
        other = schedules.add(visit, Plan(kind="weekly", area=cast.WEST_DISTRICT, minute=601))
        other.due_at = other.next_at = clock.now()
    compose = scheduled.archive.compose

    def broken(visit, wanted, link):
        if wanted.kind == "daily":
            raise ZeroDivisionError
        return compose(visit, wanted, link)

    monkeypatch.setattr(scheduled.archive, "compose", broken)
    Scheduler(database, settings).look()
    assert [brief.kind for brief in made()] == ["weekly"]
    assert state(read, one).fault == "ZeroDivisionError"


def test_a_kind_that_is_no_more_is_told(asked, made, read, database, settings):
    one = asked(kind="hourly")
    Scheduler(database, settings).look()
    assert made() == []
    assert "daily" in state(read, one).fault


def test_who_comes_second_has_no_turn_and_makes_nothing(asked, made, database, settings):
    asked()
    with turn.taken(database, scheduled.TURN) as is_ours:
        assert is_ours
        Scheduler(database, settings).look()
    assert made() == []
