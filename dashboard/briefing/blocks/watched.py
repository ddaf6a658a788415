"""督办 and campaigns: each with its lamp, the late first."""

from dashboard.briefing.content import Mark, Table
from dashboard.parts.department_names import department_names
from dashboard.parts.lights import item_name, time_words, word
from dashboard.speech import Words
from data.cases import board, lights
from data.cases.board import Item
from data.visit import Visit

MOST = 8
MARKS = {lights.LATE: "late", lights.NEAR: "soon", lights.CAUGHT_UP: "soon", lights.NORMAL: "fine", lights.DONE: "done"}


def in_force(visit: Visit, area: str, *, is_past: bool) -> list[Item]:
    """Return the key items that are not done, the late first; of the past without campaigns."""
    return [one for one in board.items(visit, area, lights.rules_of(visit), has_campaigns=not is_past)
            if one.state != lights.DONE]


def watched(visit: Visit, t: Words, found: list[Item]) -> Table:
    """Return the key items with lamp, who answers and the time that is left."""
    rules, names = lights.rules_of(visit), department_names(visit, t)
    late = sum(one.state == lights.LATE for one in found)
    title = t("brief.watched_title" if late else "brief.watched_fine", late=t.number(late), n=t.number(len(found)))
    rows = tuple((Mark(text=word(t, one.state, rules), mark=MARKS[one.state]), item_name(t, one),
                  names.get(one.answers or one.lead or "", t("brief.nobody")), time_words(visit, t, one, rules))
                 for one in found[:MOST])
    return Table(title=title if found else t("brief.watched_none"), rows=rows, wide=1, empty=t("brief.watched_none"),
                 head=tuple(t(f"brief.{key}") for key in ("lamp", "item", "duty", "time")))
