"""The form for many cases at once, taken up by assets/bulk.js when some are ticked: the verb and what it is given."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.cases import bulk, departments, desk
from data.cases.given import NOTE_LENGTH
from data.cases.states import Verb
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"verb": "操作", "department": "部门", "no_department": "由主办部门负责", "note": "说明", "until": "期限",
              "goes": "{before} → {after}", "first": "{name} {time} 已{verb} {units}"},
    "en": {"verb": "Action", "department": "Department", "no_department": "the case's own", "note": "Note",
           "until": "Until", "goes": "{before} → {after}", "first": "{name} {time}: {verb} {units}"},
}
FIRST = (Verb.DISPATCH, Verb.ACCEPT, Verb.ACKNOWLEDGE, Verb.SUPERVISE, Verb.SHELVE, Verb.SIGN, Verb.VERIFY)
"""In front of the others, in this order."""
MAY_BE_GIVEN: dict[Verb, frozenset[str]] = {
    Verb.DISPATCH: frozenset({"department"}), Verb.SUPERVISE: frozenset({"department", "until"}),
    Verb.VERIFY: frozenset({"note"}), Verb.FINISH: frozenset({"note"}),
}


def bulk_form(visit: Visit, t: Words) -> Component | None:
    """Return the form, not seen until it is taken up; None for whoever may move nothing."""
    own, found = t.with_own(WORDS), bulk.verbs(visit.scope.may)
    if not found:
        return None
    order = sorted(found, key=lambda verb: FIRST.index(verb) if verb in FIRST else len(FIRST))
    options = [Element("option", {"value": verb.value, "data-needs": " ".join(sorted(needed(found[verb]))),
                                  "data-takes": " ".join(sorted(takes(verb, found[verb])))}, [t(f"verbs.{verb}")])
               for verb in order]
    offices = [Element("option", {"value": ""}, [own("no_department")]),
               *(Element("option", {"value": code}, [t.pick(one.name, one.name_en)])
                 for code, one in departments.by_code(visit).items())]
    return html.Div([
        _field("verb", own("verb"), Element("select", {"name": "verb"}, options)),
        _field("department", own("department"), Element("select", {"name": "department"}, offices)),
        _field("until", own("until"), Element("input", {"type": "datetime-local", "name": "until"})),
        _field("note", own("note"), Element("textarea", {"name": "note", "rows": "3", "maxlength": str(NOTE_LENGTH)})),
    ], hidden=True, **{"data-bulk-form": "1", "data-undo-seconds": str(desk.rules(visit)["withdraw_seconds"])})


def needed(needs: frozenset[str]) -> frozenset[str]:
    """Return the fields without which a verb is refused; where nobody is named, each case's own department is sent."""
    return needs - {"units"}


def takes(verb: Verb, needs: frozenset[str]) -> frozenset[str]:
    """Return the fields to show for a verb."""
    return needed(needs) | MAY_BE_GIVEN.get(verb, frozenset())


def _field(name: str, label: str, field: Element) -> Element:
    return Element("label", {"class": "field", "data-bulk-field": name}, [
        html.Span(label, className="field-label"), field])
