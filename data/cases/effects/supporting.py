"""Supporting a case: a further reporter of the same matter is kept, counted, and may make it more urgent."""

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from data.cases import duplicates
from data.cases.effect import Done, Effect, Step
from data.cases.states import Verb
from data.cases.voice import SPEAKS_FOR_ITSELF, Voice, source_of
from data.errors import Conflict
from data.models.case import Case
from data.models.report import Supporter
from data.storage.database import everywhere
from data.visit import Visit


def support(visit: Visit, case: Case, step: Step) -> Done:
    """Keep the supporter. Without a voice it is the mover's own, who saw it on duty and waits for no answer.

    Raises Conflict: "report_id_used" for an id that names another report, "supported_already" for somebody
    who speaks for themselves and did so before.
    """
    source = source_of(visit.scope)
    voice = step.given.voice or Voice(report_id=f"{case.case_no}/{case.version}", channel="patrol")
    _require_fresh(visit, source, voice)
    if voice.is_own():
        _require_new_voice(visit, case, source)
    visit.session.add(Supporter(
        case_id=case.id, area_code=case.area_code, source=source, event_id=voice.report_id, channel=voice.channel,
        at=visit.now, text=step.given.note.strip(), reporter=voice.reporter))
    try:
        visit.session.flush()
    except IntegrityError:
        raise Conflict("report_id_used", report_id=voice.report_id) from None
    case.supporters += 1
    raised = duplicates.raise_priority(case, duplicates.rules_in_force(visit))
    return Done(details={"supporters": case.supporters, "channel": voice.channel, **raised})


def _require_fresh(visit: Visit, source: str, voice: Voice) -> None:
    with everywhere(visit.session):
        is_used = visit.session.execute(select(exists().where(
            Case.source == source, Case.event_id == voice.report_id))).scalar_one()
    if is_used:
        raise Conflict("report_id_used", report_id=voice.report_id)


def _require_new_voice(visit: Visit, case: Case, source: str) -> None:
    is_reporter = case.source == source and case.reporter is None and case.channel in SPEAKS_FOR_ITSELF
    if is_reporter or visit.session.execute(select(exists().where(
            Supporter.case_id == case.id, Supporter.source == source, Supporter.reporter.is_(None),
            Supporter.channel.in_(SPEAKS_FOR_ITSELF)))).scalar_one():
        raise Conflict("supported_already", case_no=case.case_no)


EFFECTS = (Effect(verbs=(Verb.SUPPORT,), carry_out=support),)
