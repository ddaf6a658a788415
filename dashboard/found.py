"""What was found for a question, in groups, as the search box lists it: a label, a remark, and what choosing does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.speech import Words
from data.areas import queries
from data.finding import areas, cases, people, places, units
from data.models.area import Area
from data.models.case import Case
from data.models.ledger import Element
from data.models.person import Person
from data.models.unit import Place, Unit
from data.visit import Visit

SHOWN = 5
"""Rows of a group; whether there are more is said without a count."""
LONG_NUMBER = 4
"""So many digits are nobody's name."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """One kind of thing: who may see it, how it is found, how a row reads."""

    name: str
    permissions: tuple[str, ...]
    find: Callable[[Visit, str, int], Sequence[Any]]
    row: Callable[[Visit, Words, Any], dict[str, Any]]
    is_named: bool = True
    """Is it found by name? Then a bare number is none of them."""


def fly(lon: float, lat: float, name: str) -> dict[str, Any]:
    """Return the effect that shows a point on the map; WGS84 degrees."""
    return {"do": "fly", "lon": lon, "lat": lat, "name": name}


def found(visit: Visit, t: Words, text: str) -> list[dict[str, Any]]:
    """Return the groups in which something was found: {"name", "title", "rows", "more"}."""
    return [group for one in GROUPS if (group := _group(visit, t, one, text)) is not None]


def _group(visit: Visit, t: Words, group: Group, text: str) -> dict[str, Any] | None:
    is_bare = text.isdigit() and len(text) >= LONG_NUMBER
    if visit.scope.may.isdisjoint(group.permissions) or (is_bare and group.is_named):
        return None
    rows = group.find(visit, text, SHOWN + 1)
    if not rows:
        return None
    return {"name": group.name, "title": t(f"find.{group.name}"), "more": len(rows) > SHOWN,
            "rows": [group.row(visit, t, row) for row in rows[:SHOWN]]}


def _case(visit: Visit, t: Words, case: Case) -> dict[str, Any]:
    note = (case.case_no, t(f"states.{case.state}"), t.when(case.received_at, visit.now), case.address)
    return {"label": case.text or case.case_no, "note": " · ".join(filter(None, note)), "priority": case.priority,
            "effect": {"do": "case", "case": case.case_no}}


def _area(visit: Visit, t: Words, area: Area) -> dict[str, Any]:
    level = visit.city.level_name(area.level, t.language)
    return {"label": queries.name_of(area, t.language), "note": f"{level} · {area.area_code}",
            "effect": {"do": "area", "code": area.area_code}}


def _place(_visit: Visit, t: Words, place: Place) -> dict[str, Any]:
    name = t.pick(place.name, place.name_en)
    return {"label": name, "note": place.address, "effect": fly(place.lon, place.lat, name)}


def _element(_visit: Visit, t: Words, element: Element) -> dict[str, Any]:
    name = t.pick(element.name, element.name_en)
    return {"label": name, "note": element.code, "effect": fly(element.lon, element.lat, name)}


def _unit(_visit: Visit, t: Words, unit: Unit) -> dict[str, Any]:
    name = t.pick(unit.name, unit.name_en)
    return {"label": name, "note": f"{t(f'kinds.{unit.kind}')} · {t(f'statuses.{unit.status}')}",
            "effect": {**fly(unit.lon, unit.lat, name), "unit": unit.id}}


def _person(visit: Visit, t: Words, person: Person) -> dict[str, Any]:
    looks_after = "people" if "people.manage" in visit.scope.may else f"grants?person={person.id}"
    return {"label": t.pick(person.name, person.name_en), "note": t(f"titles.{person.title}"),
            "effect": {"do": "page", "href": f"/desk/{looks_after}"}}


GROUPS = (
    Group(name="cases", permissions=("cases.view",), find=cases.find, row=_case, is_named=False),
    Group(name="areas", permissions=("areas.view",), find=areas.find, row=_area, is_named=False),
    Group(name="places", permissions=("areas.view",), find=places.find, row=_place),
    Group(name="units", permissions=("units.view",), find=units.find, row=_unit),
    Group(name="people", permissions=people.PERMISSIONS, find=people.find, row=_person),
    Group(name="elements", permissions=("ledger.view",), find=places.find_elements, row=_element),
)
