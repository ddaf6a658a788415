"""The trail's one writer: in the action's own transaction, without gaps, and no name can forge a line."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from data.audit.anchor import Anchor
from data.audit.verify import verify
from data.errors import Conflict, Invalid
from data.models.case import Department
from data.models.person import AuditRow
from data.people import trail
from data.storage import changes
from data.storage.database import Database
from tests import cast
from tests.data.racing import race


def rows(read) -> list[AuditRow]:
    with read() as visit:
        return list(visit.session.scalars(select(AuditRow).order_by(AuditRow.seq)))


def put(visit, **more) -> None:
    trail.note(visit.session, **{"at": visit.now, "who": "Alice", "what": "test", "outcome": "done", **more})


def test_a_note_keeps_who_did_what_where_and_to_what(write, read):
    with write() as visit:
        put(visit, person="alice", area="990101", subject="26031800001", units=("U-1", "U-2"), version=3)
    row = rows(read)[0]
    assert (row.seq, row.at, row.who, row.person, row.what, row.outcome) == (
        1, cast.NOW, "Alice", "alice", "test", "done")
    assert (row.area_code, row.subject, row.details) == (
        "990101", "26031800001", {"units": ["U-1", "U-2"], "version": 3})


def test_what_is_not_said_is_empty(write, read):
    with write() as visit:
        put(visit)
    row = rows(read)[0]
    assert (row.person, row.area_code, row.subject, row.details) == (None, None, None, {})


def test_a_note_is_as_it_was_when_it_was_made(write, read):
    units = ["U-1"]
    with write() as visit:
        put(visit, units=units)
        units.append("U-2")
    assert rows(read)[0].details == {"units": ["U-1"]}


def test_long_names_are_cut(write, read):
    with write() as visit:
        put(visit, who="x" * 200, person="y" * 200, subject="某" * 200)
    row = rows(read)[0]
    assert (len(row.who), len(row.person), len(row.subject)) == (80, 96, 120)


def test_an_action_that_fails_leaves_no_note_and_no_gap(write, read):
    with write() as visit:
        put(visit)
    with pytest.raises(Conflict), write() as visit:
        put(visit)
        raise Conflict
    with write() as visit:
        put(visit)
        put(visit)
    assert [row.seq for row in rows(read)] == [1, 2, 3]


def test_an_action_whose_note_cannot_be_sealed_does_not_happen(write, read, settings):
    settings.key_path.write_text("no key\n", encoding="ascii")
    with pytest.raises(Invalid, match="audit_key_unreadable"), write() as visit:
        visit.session.add(Department(code="new", name="处", name_en="Office"))
        put(visit)
    with read() as visit:
        assert visit.session.get(Department, "new") is None
    assert rows(read) == []


def test_an_action_whose_note_cannot_be_sealed_by_nobodys_key_is_a_mistake_at_once(read, database_url, job):
    keyless = Database(database_url)
    with pytest.raises(trail.NoKeys), keyless.write(job) as session:
        trail.note(session, at=cast.NOW, who="x", what="x", outcome="done")
    keyless.close()
    with pytest.raises(trail.NoKeys), read() as visit:
        put(visit)


@pytest.mark.parametrize("detail", [{1, 2}, b"x", float("nan"), cast.NOW])
def test_a_detail_that_json_cannot_hold_is_refused_where_it_is_made(write, detail):
    with pytest.raises((TypeError, ValueError)), write() as visit:
        put(visit, detail=detail)


FORGERIES = ["\n", "\r\n2026-03-18 admin sign_in done", "\x1b[2K\x1b[1A", "\x00", "\x85", "\u2028", "\u202egnp.exe",
             "\x9b2J", "\ud800"]


@pytest.mark.parametrize("sign", FORGERIES)
def test_no_name_can_forge_a_line(write, read, sign):
    with write() as visit:
        put(visit, who=f"Al{sign}ice", person=f"al{sign}", subject=sign, name=f"x{sign}", deeper={sign: [sign]})
    row = rows(read)[0]
    (key, held), = row.details["deeper"].items()
    for text in (row.who, row.person, row.subject, row.details["name"], key, *held):
        assert text.isprintable(), text
        assert len(text.splitlines()) == 1


@given(st.text())
def test_a_line_tells_its_text_apart_from_every_other(text):
    line = trail.one_line(text)
    assert not trail.NOT_PLAIN.search(line.replace("\\", ""))
    assert line.encode("raw_unicode_escape").decode("unicode_escape") == text


def test_names_of_every_script_stay_as_they_are():
    for name in ("张伟", "Zhang Wei", "ئايگۈل", "བསོད་ནམས", "O'Brien", "👮🏽‍♀️"):
        assert trail.one_line(name) == name


@pytest.mark.parametrize("first", ["note", "change"])
def test_two_writers_never_wait_for_each_other(write, read, first):
    """One notes and then logs a change, the other the other way round: no deadlock."""
    def act(number: int) -> str:
        with write() as visit:
            steps = [lambda: put(visit, subject=str(number)), lambda: changes.record(visit.session, [
                changes.Note(kind="case", key=str(number), area_code="9901")], visit.now)]
            for step in steps if number % 2 else reversed(steps):
                step()
        return "done"

    assert race(act, 8) == ["done"] * 8
    assert len(rows(read)) == 8


def test_fifty_writers_at_once_make_one_chain(city, settings, job):
    """Each writes two notes in one transaction; every fifth fails after that and leaves nothing."""
    database = Database.of(settings, connections=50)

    def act(number: int) -> str:
        with database.write(job) as session:
            for step in ("begin", "end"):
                trail.note(session, at=cast.NOW, who=f"writer {number}", what=step, outcome="done", number=number)
            session.flush()
            if number % 5 == 0:
                raise Conflict
        return "done"

    assert sorted(race(act, 50)) == ["conflict"] * 10 + ["done"] * 40
    verdict = verify(database, Anchor(settings.anchor_path), cast.NOW)
    assert (verdict.records, verdict.fault) == (80, None)
    with database.read(job) as session:
        who = list(session.scalars(select(AuditRow.who).order_by(AuditRow.seq)))
        assert session.scalar(select(func.max(AuditRow.seq))) == 80
    assert who[::2] == who[1::2], "what one transaction notes stands together"
    database.close()


def test_a_chain_is_whole_at_every_moment_a_reader_looks(city, settings, job, database):
    def act(number: int) -> str:
        if number == 0:
            return str([verify(database, Anchor(settings.anchor_path), cast.NOW).fault for _ in range(10)])
        for _ in range(5):
            with contextlib.suppress(Conflict), database.write(job) as session:
                trail.note(session, at=cast.NOW, who=f"writer {number}", what="x", outcome="done")
        return "done"

    assert race(act, 4) == [str([None] * 10), "done", "done", "done"]
