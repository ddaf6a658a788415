"""Saved views: one's own and shared ones, renamed and deleted by their owner alone, and no way around a scope."""

import pytest
from sqlalchemy import select

from data.cases import views
from data.errors import CityError
from data.models.person import AuditRow, Person
from data.models.view import FirstView, SavedView
from data.scope import ROLES, Scope
from tests import cast
from tests.data.racing import race

DORA = Scope(person="dora", name="Dora", areas=frozenset({""}), may=ROLES["dispatcher"])
HAL = Scope(person="hal", name="Hal", areas=frozenset({""}), may=ROLES["handler"])
RITA = Scope(person="rita", name="Rita", areas=frozenset({""}), may=ROLES["handler"])
SHARER = Scope(person="hal", name="Hal", areas=frozenset({""}), may=ROLES["handler"] | {"views.share"})
QUERY = {"queue": "dispatch", "pri": "1,2", "order": "oldest"}


@pytest.fixture(autouse=True)
def people(write) -> None:
    """Two of the sanitation office, one of the roads office, one more dispatcher."""
    with write() as visit:
        for name, title, department in (("dora", "dispatcher", None), ("hal", "handler", "clean"),
                                        ("rita", "handler", "roads"), ("mia", "handler", "clean")):
            visit.session.add(Person(id=name, name=name, name_en=name, may=[], areas=[""], title=title,
                                     department=department))


def save(write, scope=cast.ALICE, name="夜班", query=QUERY, **more) -> int:
    with write(scope=scope) as visit:
        return views.save(visit, name, query, **more).id


def seen(read, scope) -> list[str]:
    with read(scope=scope) as visit:
        return [one.name for one in views.listed(visit)]


def code_of(write, scope, act, *args, **more) -> str:
    with write(scope=scope) as visit, pytest.raises(CityError) as refused:
        act(visit, *args, **more)
    return refused.value.code


def test_a_view_is_its_owners_alone_until_it_is_shared(write, read):
    number = save(write)
    assert (seen(read, cast.ALICE), seen(read, DORA), seen(read, cast.NOBODY)) == (["夜班"], [], [])
    save(write, shared="post")
    assert (seen(read, DORA), seen(read, HAL)) == (["夜班"], [])
    with read() as visit:
        one = visit.session.get(SavedView, number)
        assert (one.query, one.by_name, one.shared_with) == (QUERY, "Alice", "dispatcher")
        assert visit.session.scalars(select(AuditRow.what).where(AuditRow.subject == "夜班")).all() == ["view_save"] * 2


def test_a_department_shares_among_itself(write, read):
    save(write, SHARER, "环卫", shared="department")
    mia = Scope(person="mia", name="Mia", areas=frozenset({cast.COMMUNITY}), may=ROLES["handler"])
    assert (seen(read, mia), seen(read, RITA), seen(read, cast.ALICE)) == (["环卫"], [], [])


def test_sharing_needs_the_right_to_and_somebody_to_share_with(write, read):
    assert code_of(write, HAL, views.save, "x", QUERY, shared="department") == "not_allowed"
    assert code_of(write, DORA, views.save, "x", QUERY, shared="department") == "nobody_to_share_with"
    assert code_of(write, DORA, views.save, "x", QUERY, shared="world") == "bad_field"
    with read(scope=HAL) as visit:
        assert views.may_share(visit) == ("",)
    with read(scope=SHARER) as visit:
        assert views.may_share(visit) == ("", "department", "post")


def test_strangers_change_nothing_of_it(write, read):
    number = save(write, shared="post")
    for act in (lambda visit: views.rename(visit, number, "x"), lambda visit: views.delete(visit, number)):
        for scope in (DORA, HAL, Scope.of_job("job"), cast.NOBODY):
            assert code_of(write, scope, act) == "view_not_found"
    assert seen(read, DORA) == ["夜班"]
    assert code_of(write, Scope.of_job("job"), views.save, "x", QUERY) == "views_are_for_people"


def test_it_is_renamed_and_deleted_by_its_owner(write, read):
    number, other = save(write), save(write, name="白班")
    with write(scope=cast.ALICE) as visit:
        views.rename(visit, number, "  深 夜 ")
    assert set(seen(read, cast.ALICE)) == {"深 夜", "白班"}
    assert code_of(write, cast.ALICE, views.rename, number, "白班") == "view_name_used"
    with write(scope=cast.ALICE) as visit:
        assert views.delete(visit, other) == "白班"
    assert seen(read, cast.ALICE) == ["深 夜"]


def test_one_view_opens_first_until_it_is_gone(write, read):
    number = save(write, shared="post")
    for scope in (cast.ALICE, DORA):
        with write(scope=scope) as visit:
            views.set_first(visit, str(number))
            assert views.first(visit) == str(number)
    assert code_of(write, HAL, views.set_first, str(number)) == "view_not_found"
    with write(scope=cast.ALICE) as visit:
        views.delete(visit, number)
    with read(scope=DORA) as visit:
        assert views.first(visit) == ""
        assert visit.session.scalars(select(FirstView)).all() == []


@pytest.mark.parametrize(("name", "query", "code"), [
    ("", QUERY, "name_needed"), ("   ", QUERY, "name_needed"), ("x" * 41, QUERY, "view_name_too_long"),
    ("x", {"q": "y" * 201}, "bad_field"), ("x", {str(n): "1" for n in range(31)}, "bad_field"),
    ("x", {"q": "a\u0000"}, "bad_field"),
])
def test_what_cannot_be_kept_is_refused(write, name, query, code):
    assert code_of(write, cast.ALICE, views.save, name, query) == code


def test_there_is_an_end_to_how_many(write, monkeypatch):
    monkeypatch.setattr(views, "MOST", 1)
    save(write)
    save(write, query={"due": "late"})
    assert code_of(write, cast.ALICE, views.save, "two", QUERY) == "too_many_views"


def test_pressed_twice_in_the_same_moment_there_is_one_view_and_nobody_fails(write, read):
    def press(_number: int) -> str:
        with write(scope=cast.ALICE) as visit:
            views.save(visit, "mine", {"due": "late"})
            views.set_first(visit, "late")
        return "saved"

    assert set(race(press, 4)) <= {"saved", "view_name_used", "database_busy"}
    with read(scope=cast.ALICE) as visit:
        assert [one.name for one in views.listed(visit)] == ["mine"]
        assert views.first(visit) == "late"
