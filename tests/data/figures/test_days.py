"""Days of cases kept in memory equal what the database holds, whatever happened since they were read."""

from datetime import timedelta

import pytest

from data.cases import workflow
from data.figures import days as kept_days
from data.figures.days import Days, days_of
from data.figures.period import Period
from data.models.case import Dispatch
from data.storage import changes
from data.storage.changes import Note
from data.visit import reading
from tests import cast, pile
from tests.faults import crowd

NOW, DAY, HOUR = cast.NOW, timedelta(days=1), timedelta(hours=1)
MONTH = Period(begin=NOW - 30 * DAY, end=NOW + HOUR, as_of=NOW, days=30)


def contents(cases):
    """Return the cases with words for numbers, and the pairs of cases and units, in one order."""
    words = {name: lexicon.words for name, lexicon in cases.lexicons.items()}
    rows = {name: [words[name][number] for number in values.tolist()] if name in words else values.tolist()
            for name, values in cases.fields.items()}
    ids = set(rows["id"])
    return (sorted(zip(*rows.values(), strict=True)),
            sorted((case, words["unit"][unit]) for case, unit in cases.sent.tolist() if case in ids))


def equals_the_database(visit, period=MONTH):
    kept = contents(days_of(visit).received_in(visit, period))
    assert kept == contents(Days().received_in(visit, period))
    return len(kept[0])


def told(visit, *cases):
    for case in cases:
        changes.record(visit.session, [Note(kind="case", key=case.case_no, area_code=case.area_code)], visit.now)


def test_what_a_crowd_does_is_followed(database, settings, city):
    numbers = crowd.fill(database, settings, 40)
    now = crowd.clock.now()
    period = Period(begin=now - DAY, end=now + DAY, as_of=now, days=1)
    for seed in range(4):
        with reading(database, crowd.JOB, settings) as visit:
            assert equals_the_database(visit, period) == 40
        did = crowd.let_loose(database, settings, numbers, people=3, seconds=0.7, seed=seed)
        assert did.moved
        assert not did.broken
    with reading(database, crowd.JOB, settings) as visit:
        assert equals_the_database(visit, period) >= 40


@pytest.fixture
def number(write, read):
    """Return the number of a case that a reader has seen already."""
    with write() as visit:
        number = cast.open_case(visit)
    with read() as visit:
        assert equals_the_database(visit) == 1
    return number


def test_a_move_is_seen_by_the_next_reader(write, read, number):
    with write() as visit:
        workflow.move(visit, number, "void", version=1, note="误报")
    with read() as visit:
        kept = days_of(visit).received_in(visit, MONTH)
        assert [kept.lexicons["state"].words[one] for one in kept.fields["state"]] == ["voided"]
        assert equals_the_database(visit) == 1


def test_a_unit_that_was_sent_is_followed_too(write, read, number):
    with write() as visit:
        case = workflow.find(visit, number)
        visit.session.add(Dispatch(case_id=case.id, unit_id=cast.SWEEPERS, sent_at=NOW, sent_by="t",
                                   area_code=case.area_code))
        told(visit, case)
    with read() as visit:
        assert len(days_of(visit).received_in(visit, MONTH).sent) == 1
        assert equals_the_database(visit) == 1


@pytest.mark.parametrize("happened", [
    lambda visit: changes.record(visit.session, [Note(kind="map", key="m", area_code="9901")], visit.now),
    lambda visit: changes.record(visit.session, [Note(kind="unit", key=str(n), area_code="9901")
                                                 for n in range(200)], visit.now),
])
def test_what_cannot_be_followed_is_read_anew(write, read, happened, monkeypatch):
    """A bulk import tells of no single case; and the change log forgets."""
    monkeypatch.setattr(changes, "KEEP_ROWS", 50)
    monkeypatch.setattr(changes, "PRUNE_EVERY", 20)
    with read() as visit:
        assert equals_the_database(visit) == 0
    with write() as visit:
        pile.put(visit)
        happened(visit)
    with read() as visit:
        assert equals_the_database(visit) == 1


def test_very_many_changes_are_read_anew(write, read, monkeypatch):
    monkeypatch.setattr(kept_days, "MOST_FOLLOWED", 2)
    with read() as visit:
        assert equals_the_database(visit) == 0
    with write() as visit:
        told(visit, *pile.put_all(visit, [pile.case(pile.HERE, NOW) for _ in range(3)]))
    with read() as visit:
        assert equals_the_database(visit) == 3


def test_a_reader_who_began_before_a_change_leaves_later_ones_what_they_need(write, read):
    with read() as early:
        assert equals_the_database(early) == 0
        with write() as visit:
            told(visit, pile.put(visit), pile.put(visit, received_at=NOW - 3 * DAY))
        with read() as late:
            assert equals_the_database(late, Period(begin=NOW - DAY, end=NOW + HOUR, as_of=NOW, days=1)) == 1
        whole = Period(begin=NOW - 60 * DAY, end=NOW + HOUR, as_of=NOW, days=60)
        days_of(early).received_in(early, whole)
    with read() as visit:
        assert equals_the_database(visit, whole) == 2


def test_what_a_writer_has_not_committed_is_kept_for_nobody(write, read):
    with read() as visit:
        assert equals_the_database(visit) == 0
    with pytest.raises(RuntimeError, match="undone"), write() as visit:
        told(visit, pile.put(visit))
        assert len(days_of(visit).received_in(visit, MONTH)) == 1
        raise RuntimeError("undone")
    with read() as visit:
        assert equals_the_database(visit) == 0


def test_the_days_asked_for_longest_ago_are_let_go(write, read):
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, NOW, received_at=NOW - n * DAY) for n in range(20)])
    with read() as visit:
        small = Days(most_bytes=1_000)
        assert len(small.received_in(visit, MONTH)) == 20
        assert 0 < sum(cases.size_bytes() for cases in small._days.values()) <= 1_000
        assert len(small.received_in(visit, MONTH)) == 20
