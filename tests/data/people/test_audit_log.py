"""Reading the audit trail: newest first, page by page, narrowed, and only by those who may."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.errors import NotAllowed
from data.people import audit_log, trail
from data.people.audit_log import Wanted
from data.scope import PERMISSIONS, ROLES, Scope
from tests import cast

AUDITOR = Scope(person="auditor", name="Auditor", areas=frozenset({""}), may=frozenset({"audit.read"}))
NOTES = [
    ("Alice", "alice", "case_accept", "26031800001", cast.COMMUNITY),
    ("Bo", "bo", "case_accept", "26031800002", cast.EAST_DISTRICT),
    ("accounts", None, "user_add", "dora", None),
    ("Alice", "alice", "case_close", "26031800001", cast.COMMUNITY),
    ("alice", None, "sign_in", "alice", None),
]


@pytest.fixture(autouse=True)
def _trail(write):
    for number, (who, person, what, subject, area) in enumerate(NOTES):
        with write() as visit:
            trail.note(visit.session, at=cast.NOW + timedelta(hours=number), who=who, person=person, what=what,
                       outcome="done", area=area, subject=subject)


def seqs(read, scope=AUDITOR, *, before=None, limit=100, **wanted) -> list[int]:
    with read(scope=scope) as visit:
        return [row.seq for row in audit_log.page(visit, Wanted(**wanted), before=before, limit=limit)]


def test_the_newest_comes_first_page_by_page(read):
    assert seqs(read) == [5, 4, 3, 2, 1]
    assert seqs(read, limit=2) == [5, 4]
    assert seqs(read, limit=2, before=4) == [3, 2]
    assert seqs(read, limit=2, before=2) == [1]
    assert seqs(read, before=1) == []


@pytest.mark.parametrize(("wanted", "found"), [
    ({"who": "alice"}, [5, 4, 1]), ({"who": "Alice"}, [4, 1]), ({"who": "Bo"}, [2]), ({"who": "nobody"}, []),
    ({"what": "case_accept"}, [2, 1]), ({"subject": "26031800001"}, [4, 1]),
    ({"who": "alice", "what": "case_close"}, [4]),
    ({"since": cast.NOW + timedelta(hours=3)}, [5, 4]), ({"until": cast.NOW + timedelta(hours=1)}, [1]),
    ({"since": cast.NOW + timedelta(hours=1), "until": cast.NOW + timedelta(hours=3)}, [3, 2]),
])
def test_it_is_narrowed_by_who_what_subject_and_time(read, wanted, found):
    assert seqs(read, **wanted) == found


def test_a_name_is_sought_as_it_is_kept(write, read):
    with write() as visit:
        trail.note(visit.session, at=visit.now, who="A\nB", what="x", outcome="done", subject="A\nB")
    assert seqs(read, who="A\nB") == seqs(read, subject="A\nB") == [6]


def test_an_auditor_of_one_area_sees_what_was_done_there_and_nothing_else(read):
    assert seqs(read, replace(AUDITOR, areas=frozenset({cast.WEST_DISTRICT}))) == [4, 1]
    assert seqs(read, replace(AUDITOR, areas=frozenset())) == []


@pytest.mark.parametrize("stranger", [
    cast.ALICE, cast.BO, cast.CHEN, cast.NOBODY, replace(AUDITOR, may=frozenset(PERMISSIONS) - {"audit.read"})])
def test_a_stranger_is_refused(read, stranger):
    with pytest.raises(NotAllowed) as refused:
        seqs(read, stranger)
    assert refused.value.values == {"permission": "audit.read"}


def test_nobody_who_works_at_a_desk_may(read):
    assert not any("audit.read" in ROLES[role] for role in ("dispatcher", "leader", "officer", "wall"))
