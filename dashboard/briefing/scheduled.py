"""The thread that makes briefings at their times, in the name of whoever asked for them."""

import logging
from datetime import timedelta

from dashboard.briefing import archive
from dashboard.briefing.archive import Wanted, address_of, base_of
from dashboard.briefing.content import Brief, Gap
from dashboard.speech import Words
from dashboard.wiring import in_words
from data.background import Background
from data.briefings import keeping, schedules
from data.errors import CityError, NotAllowed, NotFound
from data.models.brief_schedule import BriefSchedule
from data.people import sessions
from data.scope import Scope
from data.settings import Settings
from data.storage import turn
from data.storage.database import UNAVAILABLE, Database
from data.visit import Visit, reading, writing

LOG = logging.getLogger(__name__)
JOB = Scope.of_job("schedules")
LOOK_SECONDS = 20.0
LATE = timedelta(minutes=5)
"""From here on a briefing says itself that it comes too late, and is a draft."""
TURN = "schedules"


class Scheduler(Background):
    """Looks in the background until stopped. Every process has one; one at a time has the turn."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__("schedules")
        self._database, self._settings = database, settings

    def _work(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                self.look()
            except (NotFound, *UNAVAILABLE):
                LOG.info("no city, or nowhere to look: schedules wait")

    def look(self) -> None:
        """Make what is due, one after the other."""
        with reading(self._database, JOB, self._settings) as visit:
            if not schedules.due(visit):
                return
        with turn.taken(self._database, TURN) as is_ours:
            if not is_ours:
                return
            with reading(self._database, JOB, self._settings) as visit:
                waiting = schedules.due(visit)
            for schedule_id in waiting:
                if not self._stopping.is_set():
                    self._make(schedule_id)

    def _make(self, schedule_id: int) -> None:
        language = ""
        try:
            with reading(self._database, JOB, self._settings) as visit:
                one = visit.session.get_one(BriefSchedule, schedule_id)
                language, scope = one.language, _scope_of(visit, one)
            with reading(self._database, scope, self._settings, language=language) as visit:
                brief = composed(visit, visit.session.get_one(BriefSchedule, schedule_id), base_of(self._settings))
            with writing(self._database, scope, self._settings, language=language) as visit:
                archive.keep(visit, brief)
                schedules.succeed(visit, visit.session.get_one(BriefSchedule, schedule_id), brief.id)
        except UNAVAILABLE:
            raise
        except CityError as error:
            self._fail(schedule_id, in_words(language, error))
        except Exception as error:  # whatever it is, a person is told
            LOG.exception("schedule %s failed", schedule_id)
            self._fail(schedule_id, type(error).__name__)

    def _fail(self, schedule_id: int, why: str) -> None:
        with writing(self._database, JOB, self._settings) as visit:
            schedules.fail(visit, visit.session.get_one(BriefSchedule, schedule_id), why)


def _scope_of(visit: Visit, one: BriefSchedule) -> Scope:
    """Return what whoever asked for it may see now. Raises NotAllowed where they may no more."""
    person = sessions.find(visit.session, one.made_by)
    if person is None or not person.active:
        raise NotAllowed(permission=keeping.MAKES)
    scope = sessions.scope_of(visit.session, person, visit.now)
    keeping.require_rights(scope, one.area_code)
    return scope


def composed(visit: Visit, one: BriefSchedule, base: str) -> Brief:
    """Return the briefing of a schedule as of now; one that comes too late says so and is a draft. Raises as compose.

    `base` is where people open this deployment.
    """
    wanted = Wanted(kind=one.kind, area=one.area_code)
    brief = archive.compose(visit, wanted, lambda named: f"{base}{address_of(named)}")
    late = visit.now - one.due_at
    if late < LATE:
        return brief
    t = Words(language=visit.language, zone=visit.zone)
    gap = Gap(said=t("brief.gap_late", due=t.when(one.due_at, visit.now), time=t.duration(late)), is_stale=True)
    return brief.model_copy(update={"gaps": (gap, *brief.gaps), "draft": t("brief.draft")})
