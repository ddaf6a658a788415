"""The audit page: records newest first, narrowed by name, deed and subject; only for those who may read it."""

import pytest

from dashboard.pages import audit
from data.cases import workflow
from data.errors import NotAllowed
from data.scope import ROLES, Scope
from tests import cast
from tests.dashboard.reading import hooks, words

AUDITOR = Scope(person="aud", name="Aud", areas=frozenset({""}), may=ROLES["auditor"])


@pytest.fixture
def number(write) -> str:
    with write(scope=cast.ALICE) as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "accept", version=1)
        workflow.move(visit, number, "void", version=2, note="测试")
    return number


def test_each_move_is_a_record_newest_first(page, number):
    shown = words(page(audit, scope=AUDITOR))
    assert shown.index("Void") < shown.index("Register")
    assert number in shown
    assert "Alice" in shown


def test_it_narrows_to_a_deed_a_name_or_a_subject(page, number):
    narrowed = words(page(audit, scope=AUDITOR, what="case_void"))
    assert "Only Void" in narrowed
    assert "Register" not in narrowed
    assert "No record" in words(page(audit, scope=AUDITOR, who="nobody"))
    narrowed = page(audit, scope=AUDITOR, subject=number)
    assert f"Only {number}" in words(narrowed)
    assert "subject=&before=" in hooks(narrowed, "data-go")[0]


def test_older_records_are_led_to(page, number, monkeypatch):
    monkeypatch.setattr(audit, "LISTED", 1)
    first = page(audit, scope=AUDITOR)
    assert "Older" in words(first)
    older = hooks(first, "data-go")[0].removeprefix("before=")
    assert "Register" in words(page(audit, scope=AUDITOR, before=older))
    assert "Void" not in words(page(audit, scope=AUDITOR, before=older))


def test_strangers_read_nothing(page, number):
    for who in (cast.ALICE, cast.BO, cast.NOBODY):
        with pytest.raises(NotAllowed):
            page(audit, scope=who)
