"""Rollups equal what is counted anew, after whatever history, through whatever door, on both databases."""

from datetime import timedelta

import pytest
from alembic import command
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text, update

from data.cases import workflow
from data.figures.conditions import all_of, any_of
from data.figures.dictionary import definitions
from data.models.case import Case
from data.models.rollup import ROLLUP_STEPS, ROLLUPS
from data.storage import rollups, schema
from data.visit import reading
from tests import cast, pile
from tests.faults import crowd

NOW, HOUR = cast.NOW, timedelta(hours=1)
PLACES = [*list(cast.GRIDS.values())[:3], pile.THERE, cast.COMMUNITY, cast.WEST_DISTRICT, "9901"]
STATES = ["reported", "handled", "closed", "closed", "declined", "voided", "merged", "reopened"]
MOMENT = st.integers(-400, 0).map(lambda quarters: NOW + quarters * HOUR / 4)
FIELDS = st.fixed_dictionaries({
    "area_code": st.sampled_from(PLACES), "state": st.sampled_from(STATES), "received_at": MOMENT,
    "closed_at": st.none() | MOMENT, "due_at": st.none() | MOMENT, "kept_time": st.sampled_from([None, True, False]),
    "suspicions": st.sampled_from([0, 0, 1])})
HISTORY = st.lists(st.lists(st.tuples(st.sampled_from(["insert", "insert", "update", "delete"]), st.integers(0, 9),
                                      FIELDS), min_size=1, max_size=5), min_size=1, max_size=5)


def kept(session):
    """Return every row of the rollups."""
    return sorted(tuple(row) for row in session.execute(select(ROLLUPS)))


def equals_a_recount(write):
    """Return how many rows the rollups have, having seen that counting anew gives the same."""
    with write() as visit:
        before = kept(visit.session)
        rollups.rebuild(visit.session.connection())
        assert kept(visit.session) == before
        assert visit.session.execute(select(func.count()).select_from(ROLLUP_STEPS)).scalar_one() == 0
    return len(before)


def live(session, numbers, step):
    """Do one step of a history, as a statement that no mapper sees."""
    kind, which, fields = step
    fields = {**fields, "hour_no": int(fields["received_at"].timestamp() // 3600)}
    if kind == "insert":
        area = fields.pop("area_code")
        case = pile.case(area, NOW, **fields)
        session.add(case)
        session.flush()
        numbers.append(case.id)
    elif numbers and kind == "update":
        session.execute(update(Case).where(Case.id == numbers[which % len(numbers)]).values(**fields))
    elif numbers:
        session.execute(delete(Case).where(Case.id == numbers.pop(which % len(numbers))))


def test_any_history_leaves_what_counting_anew_gives(write):
    @hypothesis_settings(max_examples=25)
    @given(history=HISTORY)
    def check(history):
        numbers: list[int] = []
        for transaction in history:
            with write() as visit:
                for step in transaction:
                    live(visit.session, numbers, step)
        equals_a_recount(write)
        with write() as visit:
            visit.session.execute(delete(Case))
        with write() as visit:
            assert kept(visit.session) == []

    check()


def test_what_a_crowd_does_is_counted(database, settings, city, write):
    numbers = crowd.fill(database, settings, 40)
    did = crowd.let_loose(database, settings, numbers, people=4, seconds=1.5, seed=5)
    assert did.moved
    assert not did.broken
    assert equals_a_recount(write) > 0
    with reading(database, crowd.JOB, settings) as visit:
        city_rows = visit.session.execute(select(func.sum(ROLLUPS.c.received)).where(
            ROLLUPS.c.area_code == "9901")).scalar_one()
        assert city_rows == visit.session.execute(select(func.count()).select_from(Case)).scalar_one()


def test_a_recount_says_how_many_counts_were_wrong_and_puts_them_right(write):
    with write() as visit:
        pile.put(visit)
    with write() as visit:
        visit.session.execute(update(ROLLUPS).where(ROLLUPS.c.area_code == "9901").values(received=7))
        visit.session.execute(ROLLUPS.insert().values(area_code="9902", hour_no=1, outcome="late", received=1,
                                                      closed=0))
    with write() as visit:
        assert rollups.recount(visit.session.connection()) == 2
        assert rollups.recount(visit.session.connection()) == 0


def test_what_was_changed_by_hand_is_counted_with_the_next_commit(write, database):
    with write() as visit:
        pile.put(visit)
    with database.alone(), database.writer.begin() as connection:
        connection.execute(text("UPDATE cases SET state = 'voided'"))
    with write():
        pass
    assert equals_a_recount(write) == 2


def test_what_is_undone_was_never_counted(write):
    with write() as visit:
        pile.put(visit)
    with pytest.raises(ZeroDivisionError), write() as visit:
        pile.put(visit)
        visit.session.flush()
        raise ZeroDivisionError
    assert equals_a_recount(write) == 2


def test_a_case_counts_once_for_its_city_and_once_for_its_district(write, read):
    with write() as visit:
        number = cast.open_case(visit)
    with write() as visit:
        workflow.move(visit, number, "void", version=1, note="误报")
    with read() as visit:
        assert [(row[0], *row[2:]) for row in kept(visit.session)] == [
            ("9901", "voided", 1, 0), (cast.WEST_DISTRICT, "voided", 1, 0)]


def test_outcomes_say_what_the_dictionary_says(write, read):
    """The rate of closings in time is counted from outcomes; its definition stays in the dictionary."""
    known = definitions()["on_time_rate"]
    with write() as visit:
        pile.put_all(visit, [
            pile.case(pile.HERE, NOW, state=state, closed_at=closed, due_at=due, kept_time=kept_time, suspicions=doubt)
            for state in ("closed", "handled", "voided") for closed in (NOW - 3 * HOUR,)
            for due in (None, NOW - 2 * HOUR, NOW - 4 * HOUR) for kept_time in (None, True, False) for doubt in (0, 1)])
    with read() as visit:
        base, hit, doubted = (all_of(known.denominator, NOW), all_of(known.numerator, NOW),
                              any_of(known.exclusions, NOW))
        rows = visit.session.execute(select(text(rollups.OUTCOME), base, hit, doubted).select_from(Case)).all()
    assert {outcome for outcome, *_ in rows} == {"on_time", "late", "no_deadline", "doubted", "open", "voided"}
    for outcome, is_counted, is_hit, is_doubted in rows:
        assert bool(is_counted and not is_doubted) == (outcome in ("on_time", "late"))
        assert bool(is_counted and not is_doubted and is_hit) == (outcome == "on_time")
        assert bool(is_counted and is_doubted) == (outcome == "doubted")


def test_a_city_that_is_brought_to_this_schema_is_counted(database, write):
    config = schema._config()
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, NOW, state="closed", closed_at=NOW - 3 * HOUR) for _ in range(3)])
    with database.alone(), database.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0006")
    schema.migrate(database)
    assert equals_a_recount(write) == 4
