"""Saved views of the working list: one's own, and those that one's department or post shares.

A view holds the keys of an address and nothing that it found: whoever opens it sees what they may see.
"""

from collections.abc import Mapping

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError

from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.models.person import Person
from data.models.view import FirstView, SavedView
from data.people import trail
from data.visit import Visit

MOST, NAME_LENGTH, VALUE_LENGTH, MOST_KEYS = 30, 40, 200, 30
DEPARTMENT, POST = "department", "post"
SHARES = ("", DEPARTMENT, POST)
MAY_SHARE = "views.share"


def listed(visit: Visit) -> list[SavedView]:
    """Return the views this person may open: their own first, then the shared ones, by name."""
    person = _person(visit)
    if person is None:
        return []
    seen = [SavedView.person == person.id]
    for kind, value in ((DEPARTMENT, person.department), (POST, person.title)):
        if value:
            seen.append(and_(SavedView.shared == kind, SavedView.shared_with == value))
    found = visit.session.scalars(
        select(SavedView).where(or_(*seen)).order_by(SavedView.name, SavedView.id).limit(3 * MOST))
    return sorted(found, key=lambda one: one.person != person.id)


def save(visit: Visit, name: str, query: Mapping[str, str], *, shared: str = "") -> SavedView:
    """Keep a view under a name; one's own of the same name is replaced.

    Raises NotAllowed for a program, and without the right to share; Invalid for a name or a query that cannot be
    kept, for sharing with a department or post one has not, and for too many; Conflict where one was made meanwhile.
    """
    person = _require_person(visit)
    kept = _checked(query)
    with_whom = _shared_with(visit, person, shared)
    one = visit.session.scalars(
        select(SavedView).where(SavedView.person == person.id, SavedView.name == _name(name))).one_or_none()
    if one is None:
        if len(_own(visit, person)) >= MOST:
            raise Invalid("too_many_views", limit=MOST)
        one = SavedView(person=person.id, name=_name(name), by_name=visit.scope.name)
        visit.session.add(one)
    one.query, one.shared, one.shared_with, one.at = kept, shared, with_whom, visit.now
    _require_still_free(visit, one.name)
    _note(visit, "view_save", one)
    return one


def rename(visit: Visit, number: int, name: str) -> SavedView:
    """Give one's own view another name. Raises NotFound, Invalid, or Conflict("view_name_used")."""
    one = require_own(visit, number)
    wanted = _name(name)
    if any(other.name == wanted and other.id != one.id for other in _own(visit, _require_person(visit))):
        raise Conflict("view_name_used", name=wanted)
    one.name = wanted
    _require_still_free(visit, wanted)
    _note(visit, "view_rename", one)
    return one


def delete(visit: Visit, number: int) -> str:
    """Take one's own view away and return its name; nobody opens with it any more. Raises NotFound."""
    one = require_own(visit, number)
    _note(visit, "view_delete", one)
    for first in visit.session.scalars(select(FirstView).where(FirstView.view == str(one.id))):
        visit.session.delete(first)
    visit.session.delete(one)
    return one.name


def require_own(visit: Visit, number: int) -> SavedView:
    """Return the view. Raises NotFound("view_not_found"), also for somebody else's."""
    one = visit.session.get(SavedView, number)
    if one is None or visit.scope.person is None or one.person != visit.scope.person:
        raise NotFound("view_not_found")
    return one


def first(visit: Visit) -> str:
    """Return the name or number of the view that opens for this person, "" where they chose none."""
    found = visit.session.get(FirstView, visit.scope.person) if visit.scope.person else None
    return found.view if found else ""


def set_first(visit: Visit, view: str) -> None:
    """Let a view open first; "" takes the choice back. Raises NotFound for a saved one this person may not open."""
    person = _require_person(visit)
    if view.isdigit() and not any(str(one.id) == view for one in listed(visit)):
        raise NotFound("view_not_found")
    found = visit.session.get(FirstView, person.id)
    if found is None:
        found = FirstView(person=person.id, view=view[:24])
        try:
            with visit.session.begin_nested():
                visit.session.add(found)
        except IntegrityError:  # the same person in another window, in the same moment
            found = visit.session.get_one(FirstView, person.id)
    found.view = view[:24]
    visit.session.flush()


def _require_still_free(visit: Visit, name: str) -> None:
    """Write the view. Raises Conflict("view_name_used") where the same person made one of the name in this moment."""
    try:
        visit.session.flush()
    except IntegrityError:
        raise Conflict("view_name_used", name=name) from None


def may_share(visit: Visit) -> tuple[str, ...]:
    """Return with whom this person may share: kinds of SHARES, "" always among them."""
    person = _person(visit)
    if person is None or MAY_SHARE not in visit.scope.may:
        return ("",)
    return ("", *((DEPARTMENT,) if person.department else ()), *((POST,) if person.title else ()))


def _person(visit: Visit) -> Person | None:
    return visit.session.get(Person, visit.scope.person) if visit.scope.person else None


def _require_person(visit: Visit) -> Person:
    person = _person(visit)
    if person is None:
        raise NotAllowed("views_are_for_people")
    return person


def _own(visit: Visit, person: Person) -> list[SavedView]:
    return list(visit.session.scalars(select(SavedView).where(SavedView.person == person.id)))


def _name(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted or not wanted.isprintable():
        raise Invalid("name_needed")
    if len(wanted) > NAME_LENGTH:
        raise Invalid("view_name_too_long", limit=NAME_LENGTH)
    return wanted


def _checked(query: Mapping[str, str]) -> dict[str, str]:
    if len(query) > MOST_KEYS or any(len(value) > VALUE_LENGTH or not value.isprintable() for value in query.values()):
        raise Invalid("bad_field", field="query", why=f"at most {MOST_KEYS} keys of {VALUE_LENGTH} characters")
    return {name: value for name, value in query.items() if value}


def _shared_with(visit: Visit, person: Person, shared: str) -> str:
    if shared not in SHARES:
        raise Invalid("bad_field", field="shared", why=", ".join(SHARES[1:]))
    if shared:
        visit.scope.require(MAY_SHARE)
    with_whom = {"": "", DEPARTMENT: person.department, POST: person.title}[shared]
    if with_whom is None or (shared and not with_whom):
        raise Invalid("nobody_to_share_with")
    return with_whom


def _note(visit: Visit, what: str, one: SavedView) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what,
               outcome="done", subject=one.name, view=one.id, shared=one.shared)
