"""The clerk reads reports that nobody could sort by their category, and proposes a class with the words that decided.

A confident proposal is tried at once, so that the case is routed; either way it stays in the desk's queue
until a person confirms or corrects it. The clerk learns from the city's own cases and keeps what it learned.
"""

import logging
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from data import clock
from data.background import Background
from data.cases import classes, workflow
from data.cases.classes import UNCLASSIFIED
from data.cases.classification import THRESHOLD, Classifier, Proposal, from_bytes, learn, names_of
from data.cases.given import Given
from data.cases.states import MOVES, State, Verb
from data.errors import CityError
from data.models.case import Case
from data.scope import Scope
from data.settings import Settings
from data.storage.database import UNAVAILABLE, Database
from data.visit import Visit, reading, writing

LOG = logging.getLogger(__name__)
JOB = Scope.of_job("clerk")
LOOK_SECONDS = 2.0
AT_ONCE = 20
"""Cases read in one transaction: no writer waits long for the clerk."""
LEARNED_FROM, LEARN_AGAIN = 20_000, timedelta(days=1)
KEPT_AS = "classifier.npz"
UNDECIDED = tuple(state.value for (state, verb) in MOVES if verb is Verb.CLASSIFY)


class Clerk(Background):
    """Reads in the background until stopped. Several processes may have one each: who comes second finds nothing."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__("clerk")
        self._database, self._settings = database, settings
        self._classifier: Classifier | None = None

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
            if self._classifier is None:
                self._classifier = known(visit, self._settings.data_dir / KEPT_AS)
        with writing(self._database, JOB, self._settings) as visit:
            propose_waiting(visit, self._classifier)


def known(visit: Visit, path: Path) -> Classifier:
    """Return what was learned within a day and is of the same classes, else learn anew and keep it."""
    names = names_of(classes.open_book(visit.session, visit.city.class_scheme))
    codes = tuple(sorted({code for _, code in names}))
    if path.is_file() and clock.now().timestamp() - path.stat().st_mtime < LEARN_AGAIN.total_seconds():
        found = from_bytes(path.read_bytes())
        if found is not None and found.codes == codes:
            return found
    past = visit.session.execute(
        select(Case.text, Case.class_code).where(Case.class_code != UNCLASSIFIED, Case.proposal.is_(None))
        .order_by(Case.id.desc()).limit(LEARNED_FROM))
    learned = learn(names, [(text, code) for text, code in past])
    path.write_bytes(learned.to_bytes())
    return learned


def waiting(visit: Visit, limit: int = AT_ONCE) -> list[Case]:
    """Return cases that no category sorted and nobody has proposed anything for, the oldest first."""
    return list(visit.session.scalars(
        select(Case).where(Case.is_open.is_(True), Case.class_code == UNCLASSIFIED, Case.proposal.is_(None),
                           Case.state.in_(UNDECIDED)).order_by(Case.id).limit(limit)))


def propose_waiting(visit: Visit, classifier: Classifier) -> list[str]:
    """Propose a class for each waiting case and return their numbers; the visit commits.

    Nothing found is a proposal too: then a person decides without one, and the clerk does not ask again.
    """
    return [propose(visit, case, classifier.propose(case.text)) for case in waiting(visit)]


def propose(visit: Visit, case: Case, found: Proposal) -> str:
    """Keep the proposal on the case, try it where it is confident, and return the case's number."""
    told = {"class": found.class_code, "confidence": round(found.confidence, 3), "words": list(found.words),
            "runner_up": found.runner_up}
    if found.class_code is not None and found.confidence >= THRESHOLD and State(case.state).value in UNDECIDED:
        case = workflow.move(visit, case.case_no, Verb.CLASSIFY, version=case.version,
                             given=Given(class_code=found.class_code))
    case.proposal = told
    visit.session.flush()
    return case.case_no
