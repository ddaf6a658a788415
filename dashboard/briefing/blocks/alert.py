"""One warning or the city stage in a flash: what it is, for where, until when, what of its plan is done."""

from datetime import timedelta

from dashboard.briefing.blocks.reported import next_report, with_unit
from dashboard.briefing.blocks.warned import MARKS
from dashboard.briefing.content import Cell, Lines, Mark, Sentence, Table
from dashboard.briefing.sentences import count, say
from dashboard.parts.city_stage import reading_words
from dashboard.speech import Words
from data.areas import naming
from data.city_stage.stages import Criterion, Reading, configured
from data.models.city_stage import Announcement
from data.models.warning import CityWarning, WarningTask
from data.visit import Visit
from data.warnings import checklist
from data.warnings.stood import Stood

MOST_PLACES, LONGEST, MOST_TASKS = 3, 120, 10
PRIORITY_OF = {1: 4, 2: 3, 3: 2, 4: 2, 5: 1}
"""Of a city stage: how soon the next report is due."""


def places_of(visit: Visit, t: Words, one: CityWarning) -> str:
    """Return the first of a warning's areas, and how many more there are."""
    names = [t.pick(*found) for found in naming.places(visit, one.areas).values()]
    more = f" +{len(names) - MOST_PLACES}" if len(names) > MOST_PLACES else ""
    return t("brief.and").join(names[:MOST_PLACES]) + more


def warning_conclusion(visit: Visit, t: Words, stands: Stood) -> Sentence:
    """Return which warning is in force, where, for how long, how much of its plan is done."""
    one = stands.warning
    begin = say(t, "flash.warning", time=t.when(one.issued_at, visit.now), level=t(f"warning_levels.{one.level}"),
                what=t.pick(one.title, one.title_en), where=places_of(visit, t, one),
                left=with_unit(t, max(timedelta(), one.valid_until - visit.now), "flash_valid"))
    plan = say(t, "flash.warning_plan", done=count(t, stands.done, "flash_done"),
               n=count(t, stands.items, "flash_items")) if stands.items else ()
    return (*begin, *plan, t("brief.stop"))


def warning_decisions(t: Words, stands: Stood) -> tuple[Sentence, ...]:
    """Return that items of its plan wait, where some do."""
    left = (stands.items or 0) - stands.done
    return (say(t, "flash.do_plan", n=count(t, left, "flash_items_left")),) if left > 0 else ()


def warning_facts(visit: Visit, t: Words, one: CityWarning) -> Lines:
    """Return by whom it was issued, from when until when, where, and what it says."""
    text = one.text if len(one.text) <= LONGEST else f"{one.text[:LONGEST - 1]}…"
    lines: list[Sentence] = [
        (t("flash.fact_warning", id=one.id, who=one.by_name),),
        (t("flash.fact_valid", begin=t.when(one.issued_at, visit.now), end=t.when(one.valid_until, visit.now)),),
        (t("flash.fact_where", where=places_of(visit, t, one)),)]
    return Lines(title=t("flash.facts"), lines=(*lines, *(((t("flash.fact_text", text=text),),) if text else ())))


def plan(visit: Visit, t: Words, stands: Stood) -> Table:
    """Return the items of its plan, those that wait first."""
    tasks = sorted(checklist.tasks(visit, stands.warning), key=lambda one: _done(visit, one))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Mark(text=t("flash.done"), mark="done") if _done(visit, one) else Mark(text=t("flash.waits"), mark="soon"),
         t.pick(one.text, one.text_en or one.text),
         f"{one.done_name} {t.when(one.done_at, visit.now)}" if one.done_at and _done(visit, one) else "—")
        for one in tasks[:MOST_TASKS])
    title = t("flash.plan", done=sum(_done(visit, one) for one in tasks), n=t.number(len(tasks)))
    return Table(title=title if tasks else t("flash.plan_none"), rows=rows, wide=1, empty=t("flash.plan_none"),
                 head=tuple(t(f"flash.{key}") for key in ("state", "what", "done_by")))


def _done(visit: Visit, one: WarningTask) -> bool:
    return one.done_at is not None and one.done_at <= visit.now


def warning_ahead(visit: Visit, t: Words, one: CityWarning) -> Lines:
    """Return when it ends and when the next report is due."""
    return Lines(title=t("flash.ahead"), lines=(
        (t("flash.next_end", time=t.when(one.valid_until, visit.now)),),
        next_report(visit, t, int(MARKS[one.level][1:]))))


def stage_name(visit: Visit, t: Words, one: Announcement) -> str:
    """Return the stage with its number and name."""
    stage = configured(visit)[one.stage - 1]
    return t("city_stage.bar", n=one.stage, name=t.pick(stage.name, stage.name_en))


def stage_conclusion(visit: Visit, t: Words, one: Announcement) -> Sentence:
    """Return which stage is in force, since when and why."""
    return (*say(t, "flash.stage", time=t.when(one.at, visit.now), stage=stage_name(visit, t, one),
                 span=with_unit(t, visit.now - one.at, "flash_stage"), why=one.reason.rstrip(t("brief.stop") + ".")),
            t("brief.stop"))


def stage_facts(visit: Visit, t: Words, one: Announcement) -> Lines:
    """Return who announced it, until when, and what spoke for it."""
    until = t.when(one.until, visit.now) if one.until else t("flash.open_ended")
    basis = [Reading(stage=each["stage"], value=each["value"], criterion=Criterion(
        measure=each["measure"], at_least=each["at_least"], minutes=each["minutes"])) for each in one.basis]
    return Lines(title=t("flash.facts"), lines=(
        (t("flash.fact_stage", who=one.by_name, time=t.when(one.at, visit.now), until=until),),
        *((t("flash.fact_basis", said=reading_words(t, each)),) for each in basis)))


def stage_ahead(visit: Visit, t: Words, one: Announcement) -> Lines:
    """Return when it ends and when the next report is due."""
    end: tuple[Sentence, ...] = ((t("flash.next_end", time=t.when(one.until, visit.now)),),) if one.until else ()
    return Lines(title=t("flash.ahead"), lines=(*end, next_report(visit, t, PRIORITY_OF[one.stage])))
