"""The people page: the system administrator adds and switches off, and grants nothing."""

import pytest

from dashboard.pages import people
from data.errors import NotAllowed
from data.scope import ROLES, Scope
from tests import cast
from tests.dashboard.reading import hooks, words

SYSTEM = Scope(person="sys", name="Sys", areas=frozenset({""}), may=ROLES["sysadmin"])
DORA = {"id": "dora", "name": "多拉", "name_en": "Dora", "title": "verifier", "department": "", "unit": ""}


def test_everybody_stands_there_and_somebody_new_after_being_added(page, press):
    assert hooks(page(people, scope=SYSTEM), "data-person") == ["alice", "bo", "chen"]
    came = press(people, "add", DORA, scope=SYSTEM)
    assert len(came.secret) > 12
    shown = page(people, scope=SYSTEM)
    assert "dora" in hooks(shown, "data-person")
    assert "Verifier" in words(shown)
    assert came.secret not in words(shown)


def test_switching_off_and_on_and_a_new_password(page, press):
    assert "off" in press(people, "switch", {"person": "bo", "on": 0}, scope=SYSTEM).text
    assert "Switch on" in words(page(people, scope=SYSTEM))
    assert press(people, "switch", {"person": "bo", "on": 1}, scope=SYSTEM).text.endswith("active")
    assert press(people, "password", {"person": "bo"}, scope=SYSTEM).secret


def test_strangers_are_refused(press):
    with pytest.raises(NotAllowed):
        press(people, "add", DORA, scope=cast.ALICE)
