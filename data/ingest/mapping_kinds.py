"""The kinds of mapping, each read strictly from its TOML table."""

import re
from collections.abc import Callable

from data.cases.states import State
from data.errors import Invalid
from data.ingest.mapping import (
    AreaRule,
    AreasMapping,
    CasesMapping,
    Classes,
    ClassRule,
    Head,
    Mapping,
    Parent,
    PlacesMapping,
    Position,
    StockMapping,
    UnitRule,
    UnitsMapping,
)
from data.ingest.strict import StrictTable
from data.stock.moving import COUNTED, RECEIVED
from data.units.status import KINDS as UNIT_KINDS


def _areas(table: StrictTable, head: Head) -> AreasMapping:
    has_shapes = table.flag("shapes", True)
    inner = table.inner("parent")
    parent = Parent(by=inner.one_of("by", ("overlap", "code", "id"), "overlap" if has_shapes else "code"),
                    columns=inner.texts("column", ()), source=inner.text("source", ""))
    inner.done()
    if parent.by == "overlap" and not has_shapes:
        inner.refuse("by", "overlap", "code | id, for a table without shapes")
    if parent.by == "id" and not parent.columns:
        raise Invalid("mapping_missing_key", mapping=table.mapping, key="parent.column")
    return AreasMapping(
        head=head, level=table.text("level"), parent=parent, has_shapes=has_shapes, id=table.texts("id", ()),
        names=table.texts("name", ()), names_en=table.texts("name_en", ()), code=table.texts("code", ()),
        codes=table.table_of_texts("codes"), rename=table.table_of_texts("rename"), cut=table.texts("cut", ()),
        population=table.texts("population", ()), households=table.texts("households", ()),
    )


def _position(table: StrictTable) -> Position:
    inner = table.inner("position")
    position = Position(lon=inner.texts("lon", ()), lat=inner.texts("lat", ()), wkt=inner.texts("wkt", ()))
    inner.done()
    if bool(position.lon) != bool(position.lat):
        raise Invalid("mapping_missing_key", mapping=table.mapping, key=f"position.{'lat' if position.lon else 'lon'}")
    return position


def _cases(table: StrictTable, head: Head) -> CasesMapping:
    rules = tuple(_area_rule(inner) for inner in table.inners("area"))
    position = _position(table)
    if not (position.lon or position.wkt or rules):
        raise Invalid("mapping_missing_key", mapping=table.mapping, key="position")
    priority, state, kept = table.inner("priority"), table.inner("state"), table.inner("kept_time")
    mapping = CasesMapping(
        head=head, id=table.texts("id"), occurred=table.texts("occurred"), closed=table.texts("closed", ()),
        due=table.texts("due", ()), text=table.texts("text"), address=table.texts("address", ()), position=position,
        areas=rules, zone=table.zone("zone", ""), date_formats=table.texts("date_formats", ()),
        classes=_classes(table.inner("classes")), priority=priority.texts("column", ()),
        priority_of=priority.table_of_texts("values"), state=state.texts("column", ()), state_of=_states(state),
        kept_time=kept.texts("column", ()), kept_time_of=_answers(kept),
    )
    for inner in (priority, state, kept):
        inner.done()
    return mapping


def _area_rule(table: StrictTable) -> AreaRule:
    rule = AreaRule(columns=table.texts("column"), by=table.one_of("by", ("code", "alias", "name")),
                    level=table.text("level", ""), source=table.text("source", ""))
    table.done()
    return rule


def _states(table: StrictTable) -> dict[str, State]:
    found = {}
    for word, state in table.table_of_texts("values").items():
        if state not in tuple(State):
            table.refuse(f"values.{word}", state, " | ".join(State))
        found[word.casefold()] = State(state)
    return found


def _answers(table: StrictTable) -> dict[str, bool]:
    found = {}
    for word, answer in table.table_of_texts("values").items():
        if answer not in ("yes", "no"):
            table.refuse(f"values.{word}", answer, "yes | no")
        found[word.casefold()] = answer == "yes"
    return found


def _classes(table: StrictTable) -> Classes:
    classes = Classes(
        scheme=table.text("scheme"), create=table.flag("create", False), major=table.texts("major", ()),
        minor=table.texts("minor", ()), major_code=table.texts("major_code", ()),
        minor_code=table.texts("minor_code", ()), department=table.texts("department", ()),
        department_name=table.texts("department_name", ()),
        rules=tuple(_class_rule(inner) for inner in table.inners("rule")),
    )
    if not classes.major and not classes.minor:
        raise Invalid("mapping_missing_key", mapping=table.mapping, key=table.path("major"))
    table.done()
    return classes


def _class_rule(table: StrictTable) -> ClassRule:
    rule = ClassRule(
        major=table.texts("major", ()), department=table.texts("department", ()), priority=table.whole("priority", 4),
        limit_hours=table.number("limit_hours", -1.0) if table.has("limit_hours") else None,
        unit_kind=table.one_of("unit_kind", UNIT_KINDS) if table.has("unit_kind") else None,
    )
    if rule.priority not in (1, 2, 3, 4):
        table.refuse("priority", rule.priority, "1 | 2 | 3 | 4")
    table.done()
    return rule


def _units(table: StrictTable, head: Head) -> UnitsMapping:
    return UnitsMapping(
        head=head, id=table.texts("id", ()), names=table.texts("name"), position=_position(table),
        serves=table.text("serves", ""), prefix=table.text("prefix", head.source),
        department=table.text("department", ""),
        rules=tuple(_unit_rule(inner) for inner in table.inners("unit")),
    )


def _unit_rule(table: StrictTable) -> UnitRule:
    pattern = table.text("pattern", ".+")
    try:
        re.compile(pattern)
    except re.error as error:
        table.refuse("pattern", pattern, f"a regular expression ({error})")
    rule = UnitRule(
        pattern=pattern, kind=table.one_of("kind", UNIT_KINDS), name=table.text("name", "{0}"),
        name_en=table.text("name_en", "{0}"), is_vehicle=table.flag("is_vehicle", True), crew=table.whole("crew", 1),
    )
    table.done()
    return rule


def _places(table: StrictTable, head: Head) -> PlacesMapping:
    inner = table.inner("kinds")
    mapping = PlacesMapping(
        head=head, id=table.texts("id", ()), names=table.texts("name"), names_en=table.texts("name_en", ()),
        address=table.texts("address", ()), position=_position(table), kind=table.text("default_kind"),
        kind_columns=inner.texts("column", ()), kind_of=inner.table_of_texts("values"),
    )
    inner.done()
    return mapping


def _stock(table: StrictTable, head: Head) -> StockMapping:
    inner = table.inner("materials")
    mapping = StockMapping(
        head=head, id=table.texts("id", ()), act=table.one_of("act", (RECEIVED, COUNTED), RECEIVED),
        depot=table.texts("depot"), depots=table.text("depots", ""), material=inner.texts("column"),
        material_of=inner.table_of_texts("values"), quantity=table.texts("quantity"),
        expires_on=table.texts("expires_on", ()), reason=table.texts("reason", ()),
    )
    inner.done()
    return mapping


KINDS: dict[str, Callable[[StrictTable, Head], Mapping]] = {
    "areas": _areas, "cases": _cases, "units": _units, "places": _places, "stock": _stock,
}
