"""What one person may see and do: prefixes for rows, permissions for verbs, roles only as bundles."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import NotAllowed
from data.scope import AFTER_ANY_CODE, APART, PERMISSIONS, ROLES, Grant, Scope
from tests import cast


@pytest.mark.parametrize(("scope", "seen", "hidden"), [
    (cast.ALICE, ["9901", "990102002002002", "1"], []),
    (cast.BO, ["990101", "990101001", "990101002002001"], ["9901", "990102", "99010", ""]),
    (cast.CHEN, [cast.COMMUNITY, cast.GRIDS[0, 0], cast.GRIDS[1, 0]], ["990101", cast.GRIDS[0, 1], "990101001002"]),
    (cast.NOBODY, [], ["9901", "", cast.COMMUNITY]),
])
def test_it_covers_what_begins_with_one_of_its_prefixes(scope, seen, hidden):
    assert all(scope.covers(code) for code in seen)
    assert not any(scope.covers(code) for code in hidden)
    for code in hidden:
        with pytest.raises(NotAllowed) as refused:
            scope.require_area(code)
        assert refused.value.code == "area_not_allowed"
    for code in seen:
        scope.require_area(code)


@given(st.text("0123456789ABCZabcz-", max_size=15), st.text("0123456789ABCZabcz-", max_size=15))
def test_a_range_over_codes_is_a_prefix_test(prefix, code):
    assert (prefix <= code < prefix + AFTER_ANY_CODE) == code.startswith(prefix)


def test_it_says_which_permission_was_missing():
    cast.CHEN.require("cases.move")
    with pytest.raises(NotAllowed) as refused:
        cast.CHEN.require("cases.dispatch")
    assert refused.value.values == {"permission": "cases.dispatch"}
    with pytest.raises(NotAllowed):
        cast.NOBODY.require("cases.view")
    with pytest.raises(NotAllowed):
        Scope.of_job("x").require("no.such.permission")


def test_roles_are_bundles_of_known_permissions():
    assert all(may <= set(PERMISSIONS) for may in ROLES.values())
    assert "cases.dispatch" not in ROLES["officer"] | ROLES["leader"] | ROLES["wall"]
    assert "cases.move" not in ROLES["leader"] | ROLES["wall"]


def test_it_cannot_be_widened():
    with pytest.raises(FrozenInstanceError):
        cast.CHEN.may = frozenset(PERMISSIONS)  # type: ignore[misc]


@pytest.mark.parametrize(("scope", "home"), [(cast.ALICE, "9901"), (cast.BO, "990101"), (cast.CHEN, cast.COMMUNITY),
                                             (cast.NOBODY, "9901")])
def test_a_screen_opens_with_the_person_s_own_area(scope, home):
    assert scope.home("9901") == home


def test_a_job_sees_everything_under_its_own_name():
    job = Scope.of_job("hotline")
    assert (job.sees_everything(), job.name, job.person) == (True, "hotline", None)
    assert not cast.BO.sees_everything()


HANDLER = Scope.of_grants("hana", "Hana", [
    Grant(permission="cases.view", area="990101", department="clean"),
    Grant(permission="cases.handle", area="990101", department="clean"),
    Grant(permission="cases.verify", area=cast.COMMUNITY),
])
"""Sees and handles the cleaners' cases of the west, and verifies anybody's in one community."""


def test_a_grant_holds_where_it_says_and_for_whom():
    assert HANDLER.allows("cases.handle", "990101002", "clean")
    assert not HANDLER.allows("cases.handle", "990101002", "roads")
    assert not HANDLER.allows("cases.handle", "990102001", "clean")
    assert not HANDLER.allows("cases.verify", "990101002", "clean")
    assert HANDLER.allows("cases.verify", cast.GRIDS[0, 0], "roads")
    assert not HANDLER.allows("cases.dispatch", cast.COMMUNITY, "clean")


def test_rows_are_seen_by_area_and_by_department():
    assert HANDLER.spans() == {("990101", "clean"), (cast.COMMUNITY, "")}
    assert HANDLER.shows("990101002", "clean")
    assert not HANDLER.shows("990101002", "roads")
    assert not HANDLER.shows("990101002", None)
    assert HANDLER.shows(cast.GRIDS[0, 0], None)
    assert not HANDLER.sees_everything()
    assert HANDLER.departments_in("990101") == ("clean",)
    assert HANDLER.departments_in(cast.COMMUNITY) == ()
    assert HANDLER.may == {"cases.view", "cases.handle", "cases.verify"}


@given(st.lists(st.tuples(st.sampled_from(["", "99", "9901", "990101", "990102"]),
                          st.sampled_from(["", "clean", "roads"])), max_size=5),
       st.sampled_from(["9901", "990101", "990101001", "990102", "98"]), st.sampled_from(["clean", "roads", None]))
def test_leaving_out_what_a_wider_grant_holds_shows_the_same(pairs, area, department):
    grants = [Grant(permission="cases.view", area=prefix, department=wanted) for prefix, wanted in pairs]
    shown = Scope.of_grants("x", "X", grants).shows(area, department)
    assert shown == any(area.startswith(prefix) and wanted in ("", department) for prefix, wanted in pairs)


def test_whoever_has_no_grants_may_everything_everywhere_they_are():
    assert cast.CHEN.allows("cases.move", cast.COMMUNITY, "roads")
    assert not cast.CHEN.allows("cases.move", "990102", "roads")
    assert cast.CHEN.departments_in(cast.COMMUNITY) == ()


def test_the_three_administrators_have_nothing_in_common_but_a_desk():
    for one in APART:
        holders = [role for role, may in ROLES.items() if one in may]
        assert all(not (set(APART) - {one}) & ROLES[role] for role in holders), one


def test_only_who_can_change_nothing_and_leaves_no_record_only_looks():
    assert Scope(may=ROLES["wall"]).only_looks()
    assert Scope(may=ROLES["wall"] | {"desk.view", "evaluation.view"}).only_looks()
    for role in set(ROLES) - {"wall"}:
        assert not Scope(may=ROLES[role]).only_looks(), role
    granted = Scope.of_grants("x", "X", [Grant(permission="cases.view"), Grant(permission="cases.move", area="990101")])
    assert not granted.only_looks()
