"""The grants page: the security administrator gives and ends, with a reason and an end."""

import pytest

from dashboard.pages import grants
from data.errors import Invalid, NotAllowed
from data.scope import ROLES, Scope
from tests import cast
from tests.dashboard.reading import hooks, words

SECURITY = Scope(person="sec", name="Sec", areas=frozenset({""}), may=ROLES["secadmin"])
FORM = {"person": "bo", "role": "", "one": "cases.verify", "area": "990102", "department": "roads",
        "until": "2026-04-01T08:00", "reason": "借调"}


def test_a_grant_is_given_shown_and_ended(page, press):
    assert press(grants, "give", FORM, scope=SECURITY).text == "1 permission granted"
    shown = page(grants, scope=SECURITY, person="bo")
    assert "2026-04-01 08:00" in words(shown)
    number = hooks(shown, "data-grant")[0]
    assert "is over" in press(grants, "end", {"grant": int(number)}, scope=SECURITY).text
    assert "over" in words(page(grants, scope=SECURITY, person="bo"))


def test_a_role_is_given_as_a_whole(press):
    given = {**FORM, "role": "handler", "one": ""}
    assert press(grants, "give", given, scope=SECURITY).text == f"{len(ROLES['handler'])} permissions granted"


def test_somebody_has_to_be_chosen_first(page):
    assert "Choose somebody" in words(page(grants, scope=SECURITY))
    assert "Choose somebody" in words(page(grants, scope=SECURITY, person="moon"))


@pytest.mark.parametrize("until", ["tomorrow", "2026-13-01T00:00", "9999-12-31T23:59"])
def test_a_moment_that_is_none_is_refused(press, until):
    with pytest.raises(Invalid):
        press(grants, "give", {**FORM, "until": until}, scope=SECURITY)


def test_strangers_are_refused(press):
    with pytest.raises(NotAllowed):
        press(grants, "give", FORM, scope=cast.ALICE)
