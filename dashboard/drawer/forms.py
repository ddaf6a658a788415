"""The form an action opens: one field for each thing its move needs or may be given."""

from dash import html

from dashboard.drawer import asked, asked_people
from dashboard.drawer.opened import Opened
from dashboard.parts.tree import Element
from data.cases.offers import FACTS
from data.cases.states import MOVES, State, Verb

V = Verb
ALSO: dict[Verb, tuple[str, ...]] = {
    V.DISPATCH: ("department",), V.FINISH: ("note",), V.VERIFY: ("note",), V.DISSATISFIED: ("reply",),
    V.INSTRUCT: ("audience",), V.CALL_BACK: ("note",), V.EVALUATE: ("note",),
    V.SUPERVISE: ("department", "until"), V.WHISTLE: ("until",), V.ANSWER_WHISTLE: ("department",),
    V.ANSWER: ("supporter", "via"), V.SUPPORT: ("voice", "note"),
}
"""What may be given with a move beside what it needs."""
ORDER = ("class_code", "reply", "grade", "into", "parts", "departments", "department", "supporter", "via", "voice",
         "until", "note", "audience")


def form_of(one: Opened, verb: Verb) -> Element | None:
    """Return the form of a verb, not seen until its button is pressed; None where there is nothing to fill in."""
    needed = MOVES[State(one.case.state), verb].needs - FACTS - {"units"}
    wanted = [name for name in ORDER if name in needed or name in ALSO.get(verb, ())]
    if not wanted:
        return None
    built = [html.Div(_fields(one, verb, name, is_needed=name in needed), className="asked", **{
        "data-field": name, **({"data-needed": one.t(f"errors.{name}_needed")} if name in needed else {})})
        for name in wanted]
    return Element("form", {"class": "give", "data-give": verb.value, "hidden": True}, built)


def _fields(one: Opened, verb: Verb, name: str, *, is_needed: bool) -> object:
    room = asked_people if name in asked_people.BUILD else asked
    return room.BUILD[name](one, one.t.with_own(room.WORDS), verb, is_needed)
