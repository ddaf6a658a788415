"""How often people confirmed what each version of the model proposed: its score in use, beside that of its checks."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from data.cases.states import Verb
from data.models.case import CaseEvent
from data.triage import versions
from data.visit import Visit

LOOKED_BACK = timedelta(days=28)
ANSWERED, CONFIRMED = "answered", "confirmed"


def answers(visit: Visit) -> dict[int, dict[str, float]]:
    """Return {version: {"answered", "confirmed"}} of the last 28 days; a version nobody answered is left out."""
    found = visit.session.scalars(select(CaseEvent.details).where(
        CaseEvent.verb == Verb.CLASSIFY.value, CaseEvent.at > visit.now - LOOKED_BACK, CaseEvent.at <= visit.now))
    answered: Counter[int] = Counter()
    confirmed: Counter[int] = Counter()
    for details in found:
        proposed = details.get("proposed") or {}
        if isinstance(proposed.get("model"), int) and proposed.get("class"):
            answered[proposed["model"]] += 1
            confirmed[proposed["model"]] += proposed["class"] == details.get("class")
    return {version: {ANSWERED: float(count), CONFIRMED: float(confirmed[version])}
            for version, count in answered.items()}


def keep(visit: Visit, found: dict[int, dict[str, float]]) -> None:
    """Write it into the scores of the versions."""
    for model in versions.listed(visit):
        checks = {name: value for name, value in model.score.items() if name not in (ANSWERED, CONFIRMED)}
        score = checks | found.get(model.version, {})
        if score != model.score:
            model.score = score
    visit.session.flush()
