"""One case in a flash: what happened, where and when, who was sent and is there, what comes next."""

from datetime import datetime, timedelta

from dashboard.briefing.blocks.reported import next_report, span_number, with_unit
from dashboard.briefing.content import Card, Cell, Lines, Sentence, Table
from dashboard.briefing.sentences import count, say
from dashboard.parts.class_names import class_names
from dashboard.parts.department_names import department_names
from dashboard.speech import Words
from data.areas import naming
from data.cases import queries
from data.models.case import Case, Dispatch
from data.models.unit import Unit
from data.visit import Visit

MOMENTS = ("occurred_at", "received_at", "acknowledged_at", "accepted_at", "dispatched_at", "signed_at", "handled_at",
           "verified_at", "closed_at")
OF_UNITS = ("sent_at", "under_way_at", "arrived_at")
MOST_STEPS, MOST_SENT, LONGEST = 10, 6, 90
Sent = list[tuple[Dispatch, Unit]]
Step = tuple[datetime, str, str]
"""When, what, by whom."""


def sent_to(visit: Visit, case: Case) -> Sent:
    """Return the units that are out for a case, in the order they were sent."""
    found = [one for one in queries.dispatches_of(visit, case) if one[0].ended_at is None]
    return sorted(found, key=lambda one: (one[0].sent_at, one[0].id))


def place_of(visit: Visit, t: Words, case: Case) -> str:
    """Return where a case is, in names of areas."""
    return t.pick(*naming.places(visit, [case.area_code])[case.area_code])


def name_of(visit: Visit, t: Words, case: Case) -> str:
    """Return what kind of case it is."""
    return class_names(visit, t)(case.class_code)


def conclusion(visit: Visit, t: Words, case: Case, sent: Sent) -> Sentence:
    """Return what happened and how it stands, as one sentence."""
    there = sum(dispatch.arrived_at is not None for dispatch, _ in sent)
    begin = say(t, "flash.case", time=t.when(case.received_at, visit.now), where=place_of(visit, t, case),
                level=t(f"priorities.p{case.priority}_long"), what=name_of(visit, t, case),
                span=with_unit(t, visit.now - case.received_at, "flash_elapsed"))
    crews = say(t, "flash.case_sent", n=count(t, len(sent), "flash_sent"),
                there=count(t, there, "flash_there")) if sent else ()
    return (*begin, *(crews or (say(t, "flash.case_unsent") if _is_waiting(case) else ())),
            *_time(visit, t, case), t("brief.stop"))


def _is_waiting(case: Case) -> bool:
    return case.is_open and case.handled_at is None


def _time(visit: Visit, t: Words, case: Case) -> Sentence:
    """Return how the deadline of handling stands; that it was handled, where it was."""
    if case.handled_at is not None:
        return say(t, "flash.case_handled", time=t.when(case.handled_at, visit.now))
    if not case.is_open or case.due_at is None:
        return say(t, "flash.case_state", state=t(f"states.{case.state}"))
    left = case.due_at - visit.now
    return say(t, "flash.case_left" if left > timedelta() else "flash.case_over",
               span=with_unit(t, abs(left), "flash_left" if left > timedelta() else "flash_over"))


def decisions(visit: Visit, t: Words, case: Case, sent: Sent) -> tuple[Sentence, ...]:
    """Return what somebody must see to, by stated rules: nobody in charge, nobody sent, nobody there, past its time."""
    if not _is_waiting(case):
        return ()
    found: list[Sentence] = []
    if not case.department:
        found.append(say(t, "flash.do_charge"))
    if not sent:
        found.append(say(t, "flash.do_send"))
    elif all(dispatch.arrived_at is None for dispatch, _ in sent):
        found.append(say(t, "flash.do_arrive", n=count(t, len(sent), "flash_sent")))
    if case.due_at is not None and case.due_at < visit.now:
        found.append(say(t, "flash.do_late", span=with_unit(t, visit.now - case.due_at, "flash_over"),
                         who=charge_of(visit, t, case)))
    return tuple(found)


def charge_of(visit: Visit, t: Words, case: Case) -> str:
    """Return the department that is in charge."""
    return department_names(visit, t).get(case.department or "", t("brief.nobody"))


def cards(visit: Visit, t: Words, case: Case, sent: Sent) -> tuple[Card, ...]:
    """Return six figures: since when, how soon somebody responded, who is out and there, what time is left, how many
    reported it.
    """
    there = sum(dispatch.arrived_at is not None for dispatch, _ in sent)
    elapsed, unit = span_number(t, visit.now - case.received_at, "flash_elapsed")
    lead = next((each.name if t.is_chinese() else each.name_en for dispatch, each in sent if dispatch.is_lead), "")
    return (
        Card(label=t("meaning_names.flash_elapsed"), number=elapsed, unit=unit,
             remarks=(t("flash.since", time=t.when(case.received_at, visit.now)),)),
        _response(visit, t, case),
        Card(label=t("meaning_names.flash_sent"), number=count(t, len(sent), "flash_sent"),
             unit=t("figure_units.units"), remarks=(lead or t("flash.no_lead"),),
             tone="" if sent or not _is_waiting(case) else "bad"),
        Card(label=t("meaning_names.flash_there"), number=count(t, there, "flash_there"),
             unit=t("figure_units.units"), remarks=(t("flash.of_sent", n=t.number(len(sent))),)),
        _deadline(visit, t, case),
        Card(label=t("meaning_names.flash_reports"), number=count(t, case.supporters + 1, "flash_reports"),
             unit=t("flash.times"), remarks=(t(f"channels.{case.channel}"),)))


def _response(visit: Visit, t: Words, case: Case) -> Card:
    label, first = t("meaning_names.flash_response"), case.first_response_at
    if first is None:
        return Card(label=label, number=count(t, None, "flash_response"), remarks=(t("flash.no_response"),),
                    tone="bad" if _is_waiting(case) else "")
    number, unit = span_number(t, max(timedelta(), first - case.received_at), "flash_response")
    return Card(label=label, number=number, unit=unit, remarks=(t.when(first, visit.now),))


def _deadline(visit: Visit, t: Words, case: Case) -> Card:
    due = case.due_at
    if due is None:
        return Card(label=t("meaning_names.flash_left"), number=count(t, None, "flash_left"),
                    remarks=(t("flash.no_due"),))
    until = case.handled_at or case.closed_at or visit.now
    name = "flash_over" if until > due else "flash_left"
    number, unit = span_number(t, abs(due - until), name)
    return Card(label=t(f"meaning_names.{name}"), number=number, unit=unit, tone="bad" if until > due else "",
                remarks=(t("flash.due", time=t.when(due, visit.now)),))


def facts(visit: Visit, t: Words, case: Case) -> Lines:
    """Return what is known: number and class, what was said, where, who is in charge, how far it is."""
    said = case.text if len(case.text) <= LONGEST else f"{case.text[:LONGEST - 1]}…"
    where = " ".join(dict.fromkeys(part for part in (place_of(visit, t, case), case.address) if part))
    lines: list[Sentence] = [
        (t("flash.fact_case", no=case.case_no, what=name_of(visit, t, case), channel=t(f"channels.{case.channel}")),),
        (t("flash.fact_where", where=where),)]
    if said:
        lines.insert(1, (t("flash.fact_text", text=said),))
    lines.append((t("flash.fact_charge", who=charge_of(visit, t, case), state=t(f"states.{case.state}")),))
    if case.supporters:
        lines.append(say(t, "flash.fact_reports", n=count(t, case.supporters + 1, "flash_reports")))
    if case.is_supervised:
        lines.append(say(t, "flash.fact_supervised"))
    return Lines(title=t("flash.facts"), lines=tuple(lines))


def course(visit: Visit, t: Words, case: Case, sent: Sent) -> Table:
    """Return what was done when and by whom, the newest last; the first two and the last of many."""
    charge = charge_of(visit, t, case)
    steps = [(at, t(f"flash.step_{name}"), charge if name in ("signed_at", "handled_at") else "")
             for name in MOMENTS if (at := getattr(case, name)) is not None and at <= visit.now]
    for (at, name), units in _moves(visit, sent).items():
        steps.append((at, t(f"flash.step_{name}"), t("brief.and").join(t.pick(*one) for one in units)))
    steps = _joined(t, steps)
    shown = steps if len(steps) <= MOST_STEPS else [*steps[:2], *steps[2 - MOST_STEPS:]]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (t.when(at, visit.now), what, who or "—") for at, what, who in shown)
    return Table(title=t("flash.course", what=steps[-1][1], time=t.when(steps[-1][0], visit.now)), rows=rows, wide=1,
                 head=tuple(t(f"flash.{key}") for key in ("time", "what", "who")),
                 note=t("flash.steps_left", n=len(steps) - len(shown)) if len(shown) < len(steps) else "")


def _joined(t: Words, steps: list[Step]) -> list[Step]:
    """Return the steps in their order; what the same did within a minute is one."""
    found: dict[tuple[datetime, str], list[str]] = {}
    for at, what, who in sorted(steps, key=lambda one: one[0]):
        found.setdefault((at.replace(second=0, microsecond=0), who), []).append(what)
    return [(at, t("brief.and").join(what), who) for (at, who), what in found.items()]


def _moves(visit: Visit, sent: Sent) -> dict[tuple[datetime, str], list[tuple[str, str]]]:
    """Return {(minute, what they did): the units that did it then, in Chinese and English}."""
    found: dict[tuple[datetime, str], list[tuple[str, str]]] = {}
    for dispatch, unit in sent:
        for name in OF_UNITS:
            at = getattr(dispatch, name)
            if at is not None and at <= visit.now:
                found.setdefault((at.replace(second=0, microsecond=0), name), []).append((unit.name, unit.name_en))
    return found


def crews(visit: Visit, t: Words, sent: Sent) -> Table:
    """Return who is out for it and how far each is."""
    names = department_names(visit, t)
    rows = tuple((t.pick(unit.name, unit.name_en), names.get(unit.department or "", t(f"kinds.{unit.kind}")),
                  t(f"statuses.{unit.status}"),
                  t.when(dispatch.arrived_at or dispatch.under_way_at or dispatch.sent_at, visit.now))
                 for dispatch, unit in sent[:MOST_SENT])
    there = sum(dispatch.arrived_at is not None for dispatch, _ in sent)
    return Table(title=t("flash.crews", n=len(sent), there=there) if sent else t("flash.crews_none"), rows=rows,
                 wide=0, empty=t("flash.crews_none"),
                 head=tuple(t(f"flash.{key}") for key in ("unit", "of", "state", "since_head")),
                 note=t("flash.crews_more", n=len(sent) - MOST_SENT) if len(sent) > MOST_SENT else "")


def ahead(visit: Visit, t: Words, case: Case) -> Lines:
    """Return what comes next: which deadlines, and when the next report is due."""
    lines: list[Sentence] = []
    if case.is_open and case.stage_due_at is not None and case.stage_due_at != case.due_at:
        lines.append((t("flash.next_stage", state=t(f"states.{case.state}"), time=t.when(
            case.stage_due_at, visit.now)),))
    if _is_waiting(case) and case.due_at is not None:
        lines.append((t("flash.next_due", who=charge_of(visit, t, case), time=t.when(case.due_at, visit.now)),))
    lines.append(next_report(visit, t, case.priority) if case.is_open else say(t, "flash.last"))
    return Lines(title=t("flash.ahead"), lines=tuple(lines))
