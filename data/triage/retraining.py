"""Learning anew from confirmed cases: when, how good it came out, and whether that is better than what there is.

A new version is judged by cross-validation, and beside the version in force on the cases that neither learned from. It
comes into force where it is right no less often there and no less honest about it. Why the weights are kept and not
the recipe: docs/decisions/2026-11-27-models-keep-their-weights.md.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from data.algorithms.algorithm import Outcome
from data.cases.classification import FEWEST_HELD_OUT, FORMAT, Classifier, Example, learn
from data.models.case import Case
from data.models.triage import TriageModel
from data.triage import versions
from data.triage.judging import Judged, cross_validate, judge
from data.triage.versions import Ready
from data.visit import Visit

LEARNED_FROM = 20_000
"""The newest so many confirmed cases,"""
LOOKED_AT = 200_000
"""among the newest so many cases of all: nobody reads ten million that were never sorted."""
FEWEST_FRESH, SHARE_FRESH = 100, 0.05
"""It is learned anew where at least so many cases are new, and so large a share of what was learned from last."""
JUDGED_FIRST = 5_000
"""The first version is judged on the newest of these alone, in a third of the time: reports wait for it."""
LENIENCE = 0.05
"""The calibration error of some hundred texts is itself no surer than this."""
FIRST, NOT_WORSE, WORSE, WAITS, CLASSES_CHANGED = "first", "not_worse", "worse", "waits", "classes_changed"
IN_FORCE = (FIRST, NOT_WORSE, CLASSES_CHANGED)

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True)
class Past:
    """Cases whose class stands: nobody proposed it, or a person confirmed it."""

    cases: list[Example]
    lessons: Hashes
    """One for each case."""
    up_to: datetime | None


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What came of one look: a version that may come into force, or why there is none."""

    rows: int
    note: str
    model: TriageModel | None = None


def look(visit: Visit) -> Looked:
    """Learn anew where enough came in since the last time, or the classes changed; nothing is written."""
    named = versions.names(visit)
    codes = versions.codes_of(named)
    past = confirmed(visit, codes)
    if len(codes) < 2:
        return Looked(rows=len(past.cases), note="no_classes")
    now, last = versions.in_force(visit), newest(visit)
    ready = versions.ready(visit)
    if now is None or ready is None:
        fresh = np.ones(len(past.cases), dtype=bool)
    else:
        fresh = ~np.isin(past.lessons, np.concatenate([read_lessons(one) for one in (now, last) if one is not None]))
        if not is_enough(len(np.unique(past.lessons[fresh])), now.cases):
            return Looked(rows=len(past.cases), note="too_few_new")
    return make(named, past, fresh, ready, is_first=now is None)


def is_enough(fresh: int, learned_from: int) -> bool:
    """Are so many new cases worth learning anew?"""
    return fresh >= max(FEWEST_FRESH, SHARE_FRESH * learned_from)


def confirmed(visit: Visit, codes: Sequence[str]) -> Past:
    """Return the newest confirmed cases of these classes."""
    last_id = visit.session.scalar(select(func.max(Case.id))) or 0
    rows = visit.session.execute(
        select(Case.text, Case.class_code, Case.received_at)
        .where(Case.id > last_id - LOOKED_AT, Case.class_code.in_(codes), Case.proposal.is_(None))
        .order_by(Case.id.desc()).limit(LEARNED_FROM)).all()
    cases = [(row.text, row.class_code) for row in rows]
    return Past(cases=cases, lessons=np.array([lesson(one) for one in cases], dtype=np.uint64),
                up_to=max((row.received_at for row in rows), default=None))


def lesson(case: Example) -> int:
    """Return 64 bits of a hash of text and class: a class that was corrected is a new lesson."""
    content = "\n".join(reversed(case)).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little")


def read_lessons(model: TriageModel) -> Hashes:
    """Return what a version learned from."""
    return np.frombuffer(model.lessons, dtype="<u8").astype(np.uint64)


def newest(visit: Visit) -> TriageModel | None:
    """Return the version that was made last, whatever became of it."""
    return visit.session.scalars(select(TriageModel).order_by(TriageModel.version.desc()).limit(1)).first()


def make(named: list[Example], past: Past, fresh: NDArray[np.bool_], ready: Ready | None, *,
         is_first: bool) -> Looked:
    """Learn, judge, and compare with the version in force where it can be asked."""
    learned = learn(named, past.cases)
    asked = past.cases[:JUDGED_FIRST] if is_first else past.cases
    judged = cross_validate(named, asked) if len(asked) >= FEWEST_HELD_OUT else None
    score = told(judged)
    verdict = FIRST if is_first else CLASSES_CHANGED
    if ready is not None and judged is not None:
        before = judge(ready.classifier, [past.cases[i] for i in np.flatnonzero(fresh).tolist()])
        verdict = NOT_WORSE if is_not_worse(judged.of(fresh), before) else WORSE
        score |= {"fresh": float(fresh.sum()), "right_fresh": judged.of(fresh).share_right(),
                  "right_before": before.share_right()}
    return Looked(rows=len(past.cases), note=verdict, model=row_of(
        learned, past, score, compared_with=ready.version if ready is not None else None))


def told(judged: Judged | None) -> dict[str, float]:
    """Return the score of a version by cross-validation; nothing where too few cases were there."""
    return {} if judged is None else {"judged": float(len(judged.right)), "right": judged.share_right(),
                                      "calibration_error": judged.calibration_error()}


def is_not_worse(new: Judged, before: Judged) -> bool:
    """Is the new one right no less often, and no less honest about it?"""
    return (new.share_right() >= before.share_right()
            and new.calibration_error() <= before.calibration_error() + LENIENCE)


def row_of(learned: Classifier, past: Past, score: dict[str, float], *, compared_with: int | None) -> TriageModel:
    """Return a version as it is kept, without its number, who made it, and what becomes of it."""
    weights = learned.to_bytes()
    return TriageModel(
        cases=len(past.cases), up_to=past.up_to, classes=list(learned.codes), pieces=len(learned.known), format=FORMAT,
        score=score, compared_with=compared_with, weights=weights, size_bytes=len(weights),
        lessons=np.unique(past.lessons).astype("<u8").tobytes())


def keep(visit: Visit, looked: Looked) -> Outcome:
    """Keep what was learned, put it in force where it may, and say so.

    A person who went back meanwhile, or before, is not overruled: then it waits for one who puts it in force.
    """
    if looked.model is None:
        return Outcome(rows=looked.rows, notes=(looked.note,))
    model, now = looked.model, versions.in_force(visit)
    is_other = now is not None and now.version != model.compared_with and looked.note != CLASSES_CHANGED
    model.verdict = WAITS if looked.note == NOT_WORSE and (is_other or versions.is_held(visit)) else looked.note
    model.version = (visit.session.scalar(select(func.max(TriageModel.version))) or 0) + 1
    model.made_at, model.made_by = visit.now, visit.scope.name
    if model.verdict == WORSE:
        model.weights, model.size_bytes = None, 0
    visit.session.add(model)
    visit.session.flush()
    if model.verdict in IN_FORCE:
        versions.enforce(visit, model)
    versions.forget_old(visit)
    return Outcome(rows=looked.rows, notes=(model.verdict,), score={"model": float(model.version), **model.score},
                   unknown=() if model.score else ("too_few_to_judge",))
