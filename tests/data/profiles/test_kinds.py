"""Kinds of profiles: everything wrong has its own code and place, and then nothing changes."""

import pytest
from sqlalchemy import select

from data.cases import intake, workflow
from data.cases.given import Given
from data.errors import CityError, Conflict, Invalid, NotAllowed, NotFound
from data.models.case import Case, CaseClass
from data.models.profile import Profile
from data.profiles import kind, store, text
from data.scope import ROLES, Scope
from tests import cast

ADMIN = Scope(person="ada", name="Ada", areas=frozenset({""}), may=ROLES["sysadmin"])


def routing(*rules):
    return {"rules": [{"id": f"r{n}", "department": "clean", **rule} for n, rule in enumerate(rules, start=1)]}


def classes_with(visit, **changes):
    body, _ = kind.body_of(visit, "classes", cast.SCHEME)
    return {"classes": [{**one, **changes} if one["code"] == "0101" else one for one in body["classes"]]}


@pytest.mark.parametrize("name", kind.discover())
def test_what_holds_without_a_profile_is_sound_itself(write, name):
    """A city's own classes may lack a department until somebody changes them; every other default is sound."""
    with write(scope=ADMIN) as visit:
        for of in kind.find(name).names(visit):
            body, version = kind.body_of(visit, name, of)
            assert version == 0
            assert text.read_text(text.as_text(body)) == body
            if name not in ("classes", "handling"):
                kind.find(name).check(visit, of, body)


@pytest.mark.parametrize(("body", "code"), [
    (routing({"department": "moon"}), "class_unknown_department"),
    (routing({"classes": ["9999"]}), "rule_unknown_class"), (routing({"classes": ["9*"]}), "rule_unknown_class"),
    (routing({"classes": [5]}), "rule_unknown_class"), (routing({"areas": ["12"]}), "rule_unknown_area"),
    (routing({"unit_kind": "army"}), "class_unknown_unit_kind"), (routing({"hours": ["8", "9"]}), "profile_bad_field"),
    (routing({"hours": ["08:00", "08:00"]}), "rule_never_matches"), (routing({"days": "x"}), "profile_bad_field"),
    (routing({"most_urgent": 5}), "profile_bad_field"), (routing({"most_urgent": True}), "profile_bad_field"),
    (routing({"most_urgent": 3, "least_urgent": 2}), "rule_never_matches"),
    (routing({"classes": ["01*"]}, {"classes": ["0101"], "areas": ["990101"]}), "rule_never_matches"),
    (routing({}, {"classes": ["0201"]}), "rule_never_matches"), (routing({"fly": 1}), "profile_unknown_field"),
    (routing({"classes": ["0101"]}, {"id": "r1", "classes": ["0102"]}), "rule_twice"),
    ({"rules": [{"id": "x"}]}, "profile_missing_field"), ({"rules": 5}, "profile_bad_field"),
    ({"rules": [5]}, "profile_bad_field"), ({}, "profile_bad_field"), ({"rules": [], "x": 1}, "profile_bad_field"),
    ({"rules": [{}] * 501}, "profile_too_long"),
])
def test_routing_that_cannot_be_is_refused_with_its_place(write, read, body, code):
    with pytest.raises(Invalid) as refused, write(scope=ADMIN) as visit:
        kind.change(visit, "routing", "city", body, seen=0)
    assert refused.value.code == code
    with read() as visit:
        assert visit.session.scalars(select(Profile)).all() == []


@pytest.mark.parametrize(("changes", "code"), [
    ({"department": ""}, "class_without_department"), ({"department": "moon"}, "class_unknown_department"),
    ({"major": "77"}, "class_unknown_major"), ({"priority": 9}, "profile_bad_field"), ({"limit": "4XX"}, "bad_limit"),
    ({"unit_kind": "army"}, "class_unknown_unit_kind"), ({"name": ""}, "profile_missing_field"),
    ({"code": "0102"}, "class_twice"),
])
def test_classes_that_cannot_be_are_refused(write, changes, code):
    with pytest.raises(CityError) as refused, write(scope=ADMIN) as visit:
        sound = classes_with(visit)
        for one in sound["classes"]:
            one.setdefault("department", "clean")
        broken = [{**one, **changes} if one["code"] == "0101" else one for one in sound["classes"]]
        kind.change(visit, "classes", cast.SCHEME, {"classes": broken}, seen=0)
    assert refused.value.code == code


def test_a_class_that_cases_have_cannot_be_taken_away(write):
    with write() as visit:
        cast.open_case(visit)
    with pytest.raises(Conflict) as refused, write(scope=ADMIN) as visit:
        left = [{**one, "department": one.get("department", "clean")}
                for one in classes_with(visit)["classes"] if one["code"] != "0101"]
        kind.change(visit, "classes", cast.SCHEME, {"classes": left}, seen=0)
    assert refused.value.code == "class_in_use"


def test_a_changed_class_is_the_class_from_then_on(write, read):
    with write(scope=ADMIN) as visit:
        body = classes_with(visit, limit="4WH", department="roads")
        for one in body["classes"]:
            one.setdefault("department", "clean")
        kind.change(visit, "classes", cast.SCHEME, body, seen=0, note="按工作时计")
    with read() as visit:
        stored = visit.session.get(CaseClass, (cast.SCHEME, "0101"))
        assert (stored.limit, stored.department) == ("4WH", "roads")
        assert kind.body_of(visit, "classes", cast.SCHEME)[1] == 1


def test_versions_follow_one_another_and_an_earlier_one_can_come_back(write, read):
    with write(scope=ADMIN) as visit:
        kind.change(visit, "stages", "city", {"register": "1UH"}, seen=0)
    with write(scope=ADMIN) as visit:
        kind.change(visit, "stages", "city", {"register": "3UH"}, seen=1)
    with write(scope=ADMIN) as visit:
        assert kind.go_back(visit, "stages", "city", 1, seen=2).version == 3
    with read() as visit:
        assert [one.body["register"] for one in store.versions(visit, "stages")] == ["1UH", "3UH", "1UH"]
        assert kind.body_of(visit, "stages") == ({"register": "1UH"}, 3)


def test_of_two_who_change_the_same_version_the_second_is_told(write):
    with write(scope=ADMIN) as visit:
        kind.change(visit, "stages", "city", {"register": "1UH"}, seen=0)
    with pytest.raises(Conflict) as refused, write(scope=ADMIN) as visit:
        kind.change(visit, "stages", "city", {"register": "2UH"}, seen=0)
    assert refused.value.code == "profile_changed"


def test_strangers_change_nothing(write):
    for who in (cast.ALICE, cast.BO, cast.CHEN, cast.NOBODY):
        with pytest.raises(NotAllowed), write(scope=who) as visit:
            kind.change(visit, "stages", "city", {"register": "1UH"}, seen=0)


def test_a_kind_a_name_or_a_version_that_is_not_there_is_said(write):
    for call in (lambda v: kind.change(v, "moon", "city", {}, seen=0),
                 lambda v: kind.change(v, "stages", "moon", {}, seen=0),
                 lambda v: kind.go_back(v, "stages", "city", 9, seen=0)):
        with pytest.raises(NotFound), write(scope=ADMIN) as visit:
            call(visit)


@pytest.mark.parametrize("broken", ["a = ", "= 1", "[[rules]\n", "\0", "a = 1\na = 2"])
def test_a_text_that_cannot_be_read_says_where(broken):
    with pytest.raises(Invalid) as refused:
        text.read_text(broken)
    assert refused.value.code == "profile_unreadable"


def test_a_rule_decides_who_answers_and_stands_on_the_case(write, read):
    with write(scope=ADMIN) as visit:
        kind.change(visit, "routing", "city", routing(
            {"classes": ["0101"], "areas": [cast.EAST_DISTRICT], "department": "roads", "unit_kind": "repair"}), seen=0)
    with write() as visit:
        west, east = cast.open_case(visit, "w", (0.5, 0.5)), cast.open_case(visit, "e", (3.5, 3.5))
        told = cast.open_case(visit, "t", (3.5, 3.5), department="fire")
    with read() as visit:
        found = {case.case_no: case for case in visit.session.scalars(select(Case))}
        assert (found[west].department, found[west].route) == ("clean", None)
        assert found[east].department == "roads"
        assert found[east].route == {"version": 1, "rule": "r1", "department": "roads", "unit_kind": "repair"}
        assert found[told].department == "fire", "whoever reports may know better"


def test_an_import_keeps_its_own_departments(write, read):
    with write(scope=ADMIN) as visit:
        kind.change(visit, "routing", "city", routing({"department": "roads"}), seen=0)
    with write() as visit:
        intake.receive(visit, [cast.report("old")], cast.index_of(visit), live=False)
    with read() as visit:
        assert visit.session.scalars(select(Case.department)).one() == "clean"


def test_a_corrected_class_is_routed_anew(write):
    with write(scope=ADMIN) as visit:
        kind.change(visit, "routing", "city", routing({"classes": ["0201"], "department": "fire"}), seen=0)
    with write(scope=cast.ALICE) as visit:
        number = cast.open_case(visit)
        case = workflow.move(visit, number, "classify", version=1, given=Given(class_code="0201"))
        assert (case.department, case.route["rule"], case.priority) == ("fire", "r1", 1)


@pytest.mark.parametrize("body", [
    {"near_percent": 0}, {"near_percent": 101}, {"near_hours": 0}, {"near_hours": True}, {"near_hours": "24"},
    {"colours": {"near": "pink"}}, {"colours": {"soon": "p1"}}, {"colours": []}, {"words": {"late": " "}},
    {"words": {"late": "x" * 13}}, {"words_en": {"late": 5}}, {"leaders": {"moon": "王副市长"}}, {"fly": 1},
])
def test_a_board_that_cannot_be_is_refused(write, read, body):
    with pytest.raises(Invalid) as refused, write(scope=ADMIN) as visit:
        kind.change(visit, "board", "city", body, seen=0)
    assert refused.value.code in ("profile_bad_field", "profile_unknown_field")
    with read() as visit:
        assert store.in_force(visit, "board") is None


def test_a_board_says_words_colours_and_who_is_in_charge(write, read):
    body = {"near_hours": 48, "colours": {"near": "p4"}, "words": {"near": "将到期"}, "leaders": {"clean": "王副市长"}}
    with write(scope=ADMIN) as visit:
        kind.change(visit, "board", "city", body, seen=0)
    with read() as visit:
        assert kind.body_of(visit, "board") == (body, 1)
