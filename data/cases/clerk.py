"""The clerk reads reports that nobody could sort by their category, and proposes a class with the words that decided.

A confident proposal is tried at once, so that the case is routed; either way it stays in the desk's queue
until a person confirms or corrects it. The clerk goes by the model in force (data/triage/versions.py); before the
first there is, reports wait.
"""

import logging

from sqlalchemy import select

from data.background import Background
from data.cases import workflow
from data.cases.classes import UNCLASSIFIED
from data.cases.classification import THRESHOLD, Proposal
from data.cases.given import Given
from data.cases.states import MOVES, State, Verb
from data.errors import CityError
from data.models.case import Case
from data.scope import Scope
from data.settings import Settings
from data.storage.database import UNAVAILABLE, Database
from data.triage import versions
from data.triage.versions import Ready
from data.visit import Visit, reading, writing

LOG = logging.getLogger(__name__)
JOB = Scope.of_job("clerk")
LOOK_SECONDS = 2.0
AT_ONCE = 20
"""Cases read in one transaction: no writer waits long for the clerk."""
UNDECIDED = tuple(state.value for (state, verb) in MOVES if verb is Verb.CLASSIFY)


class Clerk(Background):
    """Reads in the background until stopped. Several processes may have one each: who comes second finds nothing."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__("clerk")
        self._database, self._settings = database, settings
        self._ready: Ready | None = None

    def _work(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                self._look()
            except UNAVAILABLE:
                self._stopping.wait(5)
            except CityError as error:
                LOG.info("the clerk skipped a case: %s", error)

    def _look(self) -> None:
        with reading(self._database, JOB, self._settings) as visit:
            if not waiting(visit):
                return
            self._ready = versions.ready(visit, self._ready)
        if self._ready is None:
            return
        with writing(self._database, JOB, self._settings) as visit:
            propose_waiting(visit, self._ready)


def waiting(visit: Visit, limit: int = AT_ONCE) -> list[Case]:
    """Return cases that no category sorted and nobody has proposed anything for, the oldest first."""
    return list(visit.session.scalars(
        select(Case).where(Case.is_open.is_(True), Case.class_code == UNCLASSIFIED, Case.proposal.is_(None),
                           Case.state.in_(UNDECIDED)).order_by(Case.id).limit(limit)))


def propose_waiting(visit: Visit, ready: Ready) -> list[str]:
    """Propose a class for each waiting case and return their numbers; the visit commits.

    Nothing found is a proposal too: then a person decides without one, and the clerk does not ask again.
    """
    return [propose(visit, case, ready.classifier.propose(case.text), ready.version) for case in waiting(visit)]


def propose(visit: Visit, case: Case, found: Proposal, model: int) -> str:
    """Keep the proposal on the case, try it where it is confident, and return the case's number."""
    told = {"class": found.class_code, "confidence": round(found.confidence, 3), "words": list(found.words),
            "runner_up": found.runner_up, "model": model}
    if found.class_code is not None and found.confidence >= THRESHOLD and State(case.state).value in UNDECIDED:
        case = workflow.move(visit, case.case_no, Verb.CLASSIFY, version=case.version,
                             given=Given(class_code=found.class_code))
    case.proposal = told
    visit.session.flush()
    return case.case_no
