"""What a shift hands over: key items still open, what comes due in the next one, who is out or off, signatures."""

from datetime import datetime, timedelta
from typing import Any

from dashboard.briefing.blocks import cases
from dashboard.briefing.content import Card, Cell, Lines, Mark, Number, Sentence, Table
from dashboard.briefing.kind import Asked
from dashboard.briefing.sentences import count, figure_number, say
from dashboard.parts.definition import name_of
from dashboard.parts.department_names import department_names
from dashboard.speech import Words
from data.alarms.feeds import Feed
from data.cases import handover
from data.figures.definition import Figure
from data.models.case import Case
from data.units import queries as units
from data.units import status
from data.visit import Visit

SHIFT = timedelta(hours=8)
"""How long the next shift is taken to last."""
MOST_ITEMS, MOST_DUE = 12, 6
OUT, OFF = tuple(sorted(status.ENGAGED)), (status.OFF_DUTY, status.OFFLINE)
BLANK = "＿" * 8
Body = dict[str, Any]


def due_next(visit: Visit, area: str) -> tuple[list[Case], int]:
    """Return the first of the open cases that come due within the next shift, and how many do."""
    return handover.due_within(visit, area, SHIFT, MOST_DUE)


def conclusion(t: Words, body: Body, found: dict[str, Figure], counts: tuple[int, int, int]) -> Sentence:
    """Return what is open, late and urgent, and (what comes due, warnings in force, feeds that are silent)."""
    due, warnings, silent = counts
    late, urgent = body["cases"]["overdue"]["n"], body["cases"]["urgent"]["n"]
    begin = say(t, "shift.conclusion", n=figure_number(t, found["open_now"]), urgent=count(t, urgent, "shift_urgent"),
                late=count(t, late, "shift_late"), due=count(t, due, "shift_due"))
    warned = say(t, "shift.conclusion_warned", n=count(t, warnings, "shift_warnings")) if warnings else ()
    heard = say(t, "shift.conclusion_silent", n=count(t, silent, "shift_silent")) if silent else ()
    return (*begin, *warned, *heard, t("brief.stop"))


def cards(t: Words, body: Body, found: dict[str, Figure], due: int, out: int) -> tuple[Card, ...]:
    """Return six figures: open, urgent, late, supervised, due within the next shift, units that are out."""
    numbers = {kind: body["cases"][kind]["n"] for kind in ("urgent", "overdue", "supervised")}
    opened = Card(label=name_of(t, "open_now"), number=figure_number(t, found["open_now"]), unit=t("brief.cases"))
    return (opened, _card(t, "shift_urgent", numbers["urgent"], is_bad=True),
            _card(t, "shift_late", numbers["overdue"], is_bad=True),
            _card(t, "shift_supervised", numbers["supervised"]),
            _card(t, "shift_due", due), _card(t, "shift_out", out, unit=t("figure_units.units")))


def _card(t: Words, name: str, value: int, *, unit: str = "", is_bad: bool = False) -> Card:
    return Card(label=t(f"meaning_names.{name}"), number=count(t, value, name), unit=unit or t("brief.cases"),
                tone="bad" if is_bad and value else "")


def items(t: Words, body: Body, now: datetime) -> Table:
    """Return the cases that the next shift must know of, each once with all that is the matter with it."""
    why: dict[str, list[str]] = {}
    kept: dict[str, dict[str, Any]] = {}
    for kind, found in body["cases"].items():
        for one in found["cases"]:
            why.setdefault(one["no"], []).append(t(f"shift.{kind}"))
            kept[one["no"]] = one
    first = sorted(kept.values(), key=lambda one: (one["priority"], one["due"] is None, one["due"] or "", one["no"]))
    rows = tuple(_item(t, one, why[one["no"]], now) for one in first[:MOST_ITEMS])
    total = max((found["n"] for found in body["cases"].values()), default=0)
    many = max(total, len(kept))
    title = t("shift.items_none" if not kept else "shift.items" if many <= MOST_ITEMS else "shift.items_more",
              n=t.number(many), shown=len(rows))
    return Table(title=title, rows=rows, wide=2, empty=t("shift.items_none"),
                 head=tuple(t(f"shift.{key}") for key in ("level", "no", "what", "why", "due")))


def _item(t: Words, one: dict[str, Any], why: list[str], now: datetime) -> tuple[Cell, ...]:
    due = datetime.fromisoformat(one["due"]) if one["due"] else None
    what = one["text"] or f"{t.pick(*one['where'])} {t.pick(*one['kind'])}"
    state = t(f"states.{one['state']}")
    return (Mark(text=t(f"priorities.p{one['priority']}"), mark=f"p{one['priority']}"), one["no"],
            f"{cases.shortened(t, what)} · {state}", t("brief.and").join(why[:2]),
            "—" if due is None else t.when(due, now))


def coming(visit: Visit, t: Words, found: list[Case], many: int) -> Table:
    """Return the first of the cases that come due within the next shift."""
    title = t("shift.coming_none" if not many else "shift.coming" if many <= MOST_DUE else "shift.coming_more",
              n=t.number(many), hours=SHIFT // timedelta(hours=1), shown=len(found))
    names = department_names(visit, t)
    rows = tuple((Mark(text=t(f"priorities.p{one.priority}"), mark=f"p{one.priority}"), one.case_no,
                  f"{cases.shortened(t, one.text)} · {t(f'states.{one.state}')}",
                  names.get(one.department or "", t("brief.nobody")), _due(visit, t, one)) for one in found)
    return Table(title=title, rows=rows, wide=2, head=cases.head(t), empty=title)


def _due(visit: Visit, t: Words, one: Case) -> str:
    due = one.stage_due_at or one.due_at
    return "—" if due is None else t.when(due, visit.now)


def crews(visit: Visit, t: Words, area: str) -> tuple[int, Table]:
    """Return how many units are out, and of each kind how many are free, out and off duty or unreachable."""
    rows, outside = [], 0
    for kind, counts in units.count_by_kind(visit, area).items():
        out, off = (sum(counts.get(state, 0) for state in states) for states in (OUT, OFF))
        outside += out
        rows.append((t(f"kinds.{kind}"), count(t, counts.get(status.AVAILABLE, 0)), count(t, out), count(t, off)))
    off_all = sum(int(row[3].value or 0) for row in rows if isinstance(row[3], Number))
    title = t("shift.crews", out=t.number(outside), off=t.number(off_all))
    return outside, Table(title=title, rows=tuple(rows), wide=0, empty=t("shift.crews_none"),
                          head=tuple(t(f"shift.{key}") for key in ("kind", "free", "out", "off")))


def silent_of(heard: list[Feed]) -> int:
    """Return how many feeds have fallen silent."""
    return sum(one.is_silent for one in heard)


def before(visit: Visit, t: Words, area: str) -> Lines:
    """Return what the last hand-over of the area said, and whether somebody took it."""
    given = next((one for one in handover.listed(visit, area) if one.at <= visit.now), None)
    if given is None:
        return Lines(title=t("shift.before"), lines=((t("shift.before_none"),),))
    taken = t("shift.taken", name=given.taken_by, time=t.when(given.taken_at, visit.now)) if (
        given.taken_at is not None and given.taken_at <= visit.now) else t("shift.not_taken")
    lines: list[Sentence] = [(t("shift.given", name=given.by_name, time=t.when(given.at, visit.now), taken=taken),)]
    if given.note:
        lines.append((t("shift.note", text=cases.shortened(t, given.note)),))
    return Lines(title=t("shift.before"), lines=tuple(lines))


def signatures(visit: Visit, t: Words, asked: Asked) -> Table:
    """Return the lines on which who hands over and who takes over sign."""
    rows = tuple((t(f"shift.{who}"), name, BLANK, BLANK) for who, name in (
        ("gives", asked.made_by if visit.scope.person else BLANK), ("takes", BLANK), ("leads", BLANK)))
    return Table(title=t("shift.signatures"), rows=rows, wide=0, note=t("shift.signed"),
                 head=tuple(t(f"shift.{key}") for key in ("role", "name", "signature", "signed_at")))
