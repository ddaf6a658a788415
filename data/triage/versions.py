"""Versions of the model that sorts texts: which is in force, what it is, and going back to an earlier one."""

from dataclasses import dataclass

from sqlalchemy import func, select

from data.algorithms import switching
from data.cases import classes
from data.cases.classification import FORMAT, Classifier, Example, from_bytes, names_of
from data.errors import Invalid, NotFound
from data.models.triage import TriageModel
from data.people import trail
from data.visit import Visit

MAKER = "triage_models"
"""The algorithm that makes them."""
KEPT = 10
"""Weights are kept of so many versions, and of the one in force: some megabytes each."""


@dataclass(frozen=True)
class Ready:
    """A version that can be asked."""

    version: int
    classifier: Classifier


def in_force(visit: Visit) -> TriageModel | None:
    """Return the version in force; None before the first."""
    return visit.session.scalars(
        select(TriageModel).where(TriageModel.in_force_at.is_not(None))
        .order_by(TriageModel.in_force_at.desc(), TriageModel.version.desc()).limit(1)).first()


def listed(visit: Visit) -> list[TriageModel]:
    """Return every version, newest first."""
    return list(visit.session.scalars(select(TriageModel).order_by(TriageModel.version.desc())))


def find(visit: Visit, version: int) -> TriageModel | None:
    """Return a version, whatever became of it; None where there is none."""
    return visit.session.get(TriageModel, version)


def names(visit: Visit) -> list[Example]:
    """Return the names of the city's classes, which every version learns from."""
    return names_of(classes.open_book(visit.session, visit.city.class_scheme))


def codes_of(named: list[Example]) -> list[str]:
    """Return the classes that are named, rising."""
    return sorted({code for _, code in named})


def fits(model: TriageModel, codes: list[str]) -> bool:
    """Does a version know just these classes, and can this code read it?"""
    return model.classes == codes and model.format == FORMAT


def ready(visit: Visit, held: Ready | None = None) -> Ready | None:
    """Return the version in force for asking, `held` itself while it is the one.

    None where there is none yet, or it is of other classes or another code: then nothing is proposed until the next.
    """
    model = in_force(visit)
    if model is None or not fits(model, codes_of(names(visit))):
        return None
    if held is not None and held.version == model.version:
        return held
    found = from_bytes(model.weights or b"")
    return Ready(model.version, found) if found is not None else None


def is_held(visit: Visit) -> bool:
    """Did somebody go back, so that newer versions wait? Putting the newest one in force ends it."""
    now = in_force(visit)
    newest = visit.session.scalar(select(func.max(TriageModel.version)).where(TriageModel.size_bytes > 0))
    return now is not None and newest is not None and newest > now.version


def put(visit: Visit, version: int, reason: str) -> TriageModel:
    """Put an earlier or a waiting version in force, seal it in the trail, and return it.

    Raises NotAllowed, NotFound("model_not_found"), Invalid("reason_needed", "note_too_long", "model_not_kept",
    "model_other_classes", "model_in_force").
    """
    switching.require(visit)
    model = find(visit, version)
    if model is None:
        raise NotFound("model_not_found", version=version)
    given = switching.given_reason(reason)
    if not model.size_bytes:
        raise Invalid("model_not_kept", version=version)
    if not fits(model, codes_of(names(visit))):
        raise Invalid("model_other_classes", version=version)
    if model is in_force(visit):
        raise Invalid("model_in_force", version=version)
    enforce(visit, model, given)
    return model


def enforce(visit: Visit, model: TriageModel, reason: str = "") -> None:
    """Put a version in force and seal it in the trail; who calls it has seen to the right."""
    before = in_force(visit)
    model.in_force_at, model.put_by, model.reason = visit.now, visit.scope.name, reason
    visit.session.flush()
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person,
               what="model_put_in_force", outcome="done", subject=f"triage {model.version}",
               before=before.version if before is not None else None, reason=reason)


def forget_old(visit: Visit) -> None:
    """Let go of the weights of versions beyond the newest KEPT; that in force stays. Their rows stay too."""
    now = in_force(visit)
    kept = [one for one in listed(visit) if one.size_bytes]
    for one in kept[KEPT:]:
        if one is not now:
            one.weights, one.size_bytes = None, 0
    visit.session.flush()
