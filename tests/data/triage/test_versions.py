"""Versions of the model that sorts texts: one is in force, and a person goes back with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.cases.classification import from_bytes
from data.errors import Invalid, NotAllowed, NotFound
from data.models.case import CaseClass
from data.models.person import AuditRow
from data.scope import ROLES, WHOLE_CITY, Scope
from data.triage import retraining, versions
from tests import cast, taught

DUTY = Scope(person="li", name="Li", areas=frozenset({WHOLE_CITY}), may=frozenset({"algorithms.switch"}))
STRANGER = Scope(person="wu", name="Wu", areas=frozenset({WHOLE_CITY}), may=ROLES["verifier"])
OF_A_DISTRICT = Scope(person="bo", name="Bo", areas=frozenset({cast.WEST_DISTRICT}),
                      may=frozenset({"algorithms.switch"}))
LATER = cast.NOW + timedelta(hours=3)
ASKED = "望江路9号垃圾堆积"


@pytest.fixture
def _two(write):
    """Two versions, the second in force."""
    with write() as visit:
        taught.cases(visit, 120)
    taught.learn(write)
    with write() as visit:
        taught.cases(visit, 110, begin=120)
    assert taught.learn(write, minutes=90).notes == ("not_worse",)


def version_now(read) -> int | None:
    with read() as visit:
        now = versions.in_force(visit)
        return None if now is None else now.version


def test_before_the_first_there_is_none(read):
    with read() as visit:
        assert versions.ready(visit) is None
        assert not versions.is_held(visit)


@pytest.mark.usefixtures("_two")
def test_going_back_brings_the_same_model_and_the_trail_says_who_and_why(write, read):
    with read() as visit:
        ready = versions.ready(visit)
        assert ready is not None
        assert ready.version == 2
        assert versions.ready(visit, ready) is ready, "it is not read again while it is in force"
        first = from_bytes(versions.find(visit, 1).weights)
    with write(scope=DUTY, now=LATER) as visit:
        assert versions.put(visit, 1, "  sends noise to the roads office ").reason == "sends noise to the roads office"
    with read() as visit:
        back = versions.ready(visit, ready)
        assert back.version == 1
        assert back.classifier.propose(ASKED) == first.propose(ASKED)
        assert versions.is_held(visit)
        seen = visit.session.scalars(select(AuditRow).where(AuditRow.what == "model_put_in_force")
                                     .order_by(AuditRow.seq)).all()
        assert [(one.who, one.subject, one.details["before"]) for one in seen] == [
            ("algorithms", "triage 1", None), ("algorithms", "triage 2", 1), ("Li", "triage 1", 2)]
        assert seen[-1].details["reason"] == "sends noise to the roads office"


@pytest.mark.usefixtures("_two")
def test_strangers_no_reason_and_versions_that_cannot_be_had_are_refused(write, read):
    for refused in (STRANGER, OF_A_DISTRICT, cast.NOBODY):
        with write(scope=refused, now=LATER) as visit, pytest.raises(NotAllowed):
            versions.put(visit, 1, "because")
    with write(scope=DUTY, now=LATER) as visit:
        taught.version(visit, 3)
        taught.version(visit, 4, size_bytes=5, weights=b"12345", classes=["0101"])
        for version, reason, code in ((1, " ", "reason_needed"), (1, "x" * 501, "note_too_long"),
                                      (2, "why", "model_in_force"), (3, "why", "model_not_kept"),
                                      (4, "why", "model_other_classes")):
            with pytest.raises(Invalid, match=code):
                versions.put(visit, version, reason)
        with pytest.raises(NotFound, match="model_not_found"):
            versions.put(visit, 9, "why")
    assert version_now(read) == 2


@pytest.mark.usefixtures("_two")
def test_a_new_class_means_that_nobody_is_asked_until_the_next_version(write, read):
    with write() as visit:
        visit.session.add(CaseClass(scheme=cast.SCHEME, code="0203", major="02", name="积水", name_en="Flood",
                                    priority=2))
    with read() as visit:
        assert versions.ready(visit) is None
    assert taught.learn(write, minutes=95).notes == ("classes_changed",)
    with read() as visit:
        assert versions.ready(visit).version == 3


@pytest.mark.usefixtures("_two")
def test_weights_that_cannot_be_read_are_asked_nothing(write, read):
    with write() as visit:
        versions.find(visit, 2).weights = b"no model"
    with read() as visit:
        assert versions.ready(visit) is None


@pytest.mark.usefixtures("_two")
def test_old_weights_are_let_go_but_rows_and_what_is_in_force_stay(write, read):
    with write(scope=DUTY, now=LATER) as visit:
        versions.put(visit, 1, "better")
        for number in range(3, 3 + versions.KEPT):
            taught.version(visit, number, size_bytes=1, weights=b"x", verdict=retraining.WAITS)
        versions.forget_old(visit)
    with read() as visit:
        kept = {one.version: bool(one.size_bytes) for one in versions.listed(visit)}
        assert kept == {1: True, 2: False, **dict.fromkeys(range(3, 3 + versions.KEPT), True)}
        assert versions.find(visit, 2).weights is None
        assert versions.ready(visit).version == 1
