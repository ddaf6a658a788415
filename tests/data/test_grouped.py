"""Group commit: many senders, one transaction; each hears of its own part and only after the commit."""

import threading
from concurrent.futures import wait

import pytest
from sqlalchemy import event, select

from data import grouped as grouped_commit
from data.cases import intake
from data.errors import Busy, Invalid, NotAllowed
from data.grouped import Grouped
from data.models.case import Case
from data.storage import changes
from tests import cast

PATIENCE = 20


@pytest.fixture
def grouped(database, settings, city):
    made = Grouped(database, settings)
    yield made
    made.close()


@pytest.fixture
def held(database, grouped):
    """Hold the writer, so that everything that is brought meanwhile becomes one group."""
    let_go = threading.Event()
    began = threading.Event()

    def hold(_visit):
        began.set()
        assert let_go.wait(PATIENCE)

    grouped.write(cast.ALICE, hold, size=1)
    assert began.wait(PATIENCE)
    return let_go


def bring(name, spot=(0.5, 0.5), index=None):
    """Return work that stores one report."""
    def work(visit):
        return intake.receive(visit, [cast.report(name, spot)], index or cast.index_of(visit))

    return work


def stored(read):
    with read() as visit:
        return sorted(visit.session.scalars(select(Case.event_id)))


def test_what_is_answered_is_committed(grouped, read):
    outcome = grouped.write(cast.ALICE, bring("one"), size=1).result(PATIENCE)
    assert len(outcome.stored) == 1
    assert stored(read) == ["one"]


def test_many_senders_share_one_commit(grouped, held, database, read):
    commits = []
    event.listen(database.writer, "commit", lambda _connection: commits.append(1))
    answers = [grouped.write(cast.ALICE, bring(f"n{number}"), size=1) for number in range(9)]
    held.set()
    wait(answers, PATIENCE)
    assert len(stored(read)) == 9
    assert len(commits) == 2, "the one that held the writer, and all the others"
    with read() as visit:
        assert changes.last_seq(visit.session) == 9


def test_what_fails_is_undone_by_itself_and_told_to_its_sender(grouped, held, read):
    def spoil(visit):
        bring("spoilt")(visit)
        raise Invalid("bad_field", field="x")

    good, bad, other = (grouped.write(cast.ALICE, work, size=1) for work in (bring("good"), spoil, bring("other")))
    held.set()
    assert isinstance(bad.exception(PATIENCE), Invalid)
    assert good.result(PATIENCE).stored
    assert other.result(PATIENCE).stored
    assert stored(read) == ["good", "other"]


def test_each_writes_within_its_own_scope(grouped, held, read):
    with read() as visit:
        index = cast.index_of(visit)
    mine, foreign = (grouped.write(scope, bring(name, (3.5, 3.5), index), size=1)
                     for scope, name in ((cast.ALICE, "mine"), (cast.BO, "foreign")))
    held.set()
    assert mine.result(PATIENCE).stored
    assert foreign.result(PATIENCE).rejected == [(0, "area_not_allowed")]
    assert stored(read) == ["mine"]


def test_a_grant_that_ended_meanwhile_writes_nothing(grouped, read):
    def renewed(_session, *, now):
        raise NotAllowed(permission="events.write")

    answer = grouped.write(cast.ALICE, bring("late"), size=1, renewed=renewed)
    assert isinstance(answer.exception(PATIENCE), NotAllowed)
    assert stored(read) == []


def test_a_commit_that_fails_is_tried_part_by_part_and_told_to_whom_it_fails_again(grouped, held, database, read):
    left = [3]

    def refuse(_connection):
        left[0] -= 1
        if left[0] > 0:
            raise Busy("database_busy")

    answers = [grouped.write(cast.ALICE, bring(f"n{number}"), size=1) for number in range(3)]
    event.listen(database.writer, "commit", refuse)
    left[0] = 4  # the holder's own commit, the group's, and the first part's fail
    held.set()
    told = [answer.exception(PATIENCE) for answer in answers]
    event.remove(database.writer, "commit", refuse)
    assert [isinstance(one, Busy) for one in told] == [True, False, False]
    assert stored(read) == ["n1", "n2"]


def test_too_much_that_waits_is_refused_and_nothing_that_was_taken_is_lost(grouped, held, read, monkeypatch):
    monkeypatch.setattr(grouped_commit, "MOST_WAITING", 5)
    taken = [grouped.write(cast.ALICE, bring(f"n{number}"), size=1) for number in range(5)]
    with pytest.raises(Busy) as refused:
        grouped.write(cast.ALICE, bring("too much"), size=1)
    assert refused.value.code == "too_much_waits"
    held.set()
    wait(taken, PATIENCE)
    assert len(stored(read)) == 5


def test_who_hung_up_before_the_turn_came_leaves_nothing(grouped, held, read):
    gone = grouped.write(cast.ALICE, bring("gone"), size=1)
    stayed = grouped.write(cast.ALICE, bring("stayed"), size=1)
    assert gone.cancel()
    held.set()
    assert stayed.result(PATIENCE).stored
    assert stored(read) == ["stayed"]


def test_what_waits_at_the_end_is_still_written(database, settings, city, read):
    made = Grouped(database, settings)
    answers = [made.write(cast.ALICE, bring(f"n{number}"), size=1) for number in range(4)]
    made.close()
    assert all(answer.result(0).stored for answer in answers)
    with pytest.raises(Busy):
        made.write(cast.ALICE, bring("late"), size=1)
    assert len(stored(read)) == 4
