"""Confirmed cases of the toy city that teach the model of classes, and versions of it."""

from datetime import timedelta

from data.algorithms import runs
from data.algorithms.algorithm import Outcome
from data.algorithms.known import triage_models
from data.cases.classification import FORMAT
from data.models.case import Case
from data.models.triage import TriageModel
from tests import cast, pile

WORDS = {"0101": "垃圾堆积发臭", "0102": "路面破损有坑", "0201": "着火冒烟", "0202": "夜间施工噪声扰民"}


def cases(visit, count: int, *, begin: int = 0) -> list[Case]:
    """Store `count` cases of the four classes in turn, each text another one."""
    codes = sorted(WORDS)
    return pile.put_all(visit, [
        pile.case(pile.HERE, visit.now, class_code=codes[n % 4], major_code=codes[n % 4][:2],
                  text=f"望江路{n}号{WORDS[codes[n % 4]]}") for n in range(begin, begin + count)])


def learn(write, *, minutes: int = 0) -> Outcome:
    """Look and keep, so many minutes after cast.NOW, as the program does."""
    with write(scope=runs.JOB, now=cast.NOW + timedelta(minutes=minutes)) as visit:
        return triage_models.find(visit)(visit)


def version(visit, number: int, **changes) -> TriageModel:
    """Store a version that nobody can ask, for pages that tell of it."""
    fields = {"version": number, "made_at": visit.now, "made_by": runs.JOB.name, "cases": 40, "up_to": visit.now,
              "classes": sorted(WORDS), "pieces": 9, "format": FORMAT, "verdict": "first", "size_bytes": 0,
              "lessons": b"", "score": {"judged": 40.0, "right": 0.883, "calibration_error": 0.045}}
    model = TriageModel(**{**fields, **changes})
    visit.session.add(model)
    visit.session.flush()
    return model
