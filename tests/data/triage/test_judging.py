"""How often proposals are right and how honest they are: on texts that were not learned from."""

import numpy as np
import pytest

from data.cases.classification import learn
from data.triage.judging import Judged, cross_validate, judge

NAMES = [("路灯", "lamp"), ("垃圾", "bins")]
CASES = [(f"{street}路{n}号{what}", code) for n, street in enumerate("望江清渡石桥月苑松田高舍" * 5)
         for what, code in (("路灯不亮", "lamp"), ("垃圾满溢", "bins"))]


def judged(right: list[bool], confidence: list[float]) -> Judged:
    return Judged(np.array(right), np.array(confidence))


def test_confidence_that_keeps_its_word_has_no_error():
    honest = judged([True] * 8 + [False] * 2, [0.8] * 10)
    assert honest.share_right() == pytest.approx(0.8)
    assert honest.calibration_error() == pytest.approx(0)


def test_confidence_that_says_too_much_shows_by_how_much():
    boastful = judged([True, False, True, False, True, True], [0.95, 0.95, 0.95, 0.95, 0.55, 0.55])
    assert boastful.calibration_error() == pytest.approx((4 * 0.45 + 2 * 0.45) / 6)


def test_nothing_judged_is_nothing_right():
    assert judged([], []).share_right() == 0.0


def test_a_classifier_is_judged_case_by_case():
    found = judge(learn(NAMES), [("路灯坏了", "lamp"), ("路灯坏了", "bins"), ("……", "lamp")])
    assert found.right.tolist() == [True, False, False]
    assert found.confidence[2] == 0


def test_every_case_is_judged_and_twice_the_same():
    found = cross_validate(NAMES, CASES)
    assert len(found.right) == len(CASES)
    assert found.share_right() > 0.95
    assert cross_validate(NAMES, CASES).confidence.tolist() == found.confidence.tolist()


def test_who_is_asked_a_text_was_never_told_it():
    """A class that no name and no other text tells of: known by heart it would be right."""
    secret = [("天书甲乙丙丁", "lamp"), ("天书甲乙丙丁", "lamp"), ("天书甲乙丙丁", "lamp")]
    assert not cross_validate(NAMES, [*secret, *CASES]).right[:3].any()
