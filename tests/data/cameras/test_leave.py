"""Leave to look through a camera: with a reason, on record, for one person, one camera and ten minutes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data import clock
from data.cameras import leave
from data.errors import Invalid, NotAllowed, NotFound
from data.models.person import AuditRow
from tests import cast, eyes

KEY = b"k" * 32


@pytest.fixture(autouse=True)
def _register(settings):
    eyes.register(settings.data_dir)


def asked(write, camera=eyes.EAST, scope=cast.ALICE, **why):
    with write(scope=scope) as visit:
        return leave.ask(visit, KEY, camera, **why)


def records(read):
    with read() as visit:
        return [(row.who, row.subject, row.details) for row in visit.session.scalars(
            select(AuditRow).where(AuditRow.what == "camera_view"))]


def test_leave_is_noted_with_who_which_and_why(read, write):
    found = asked(write, reason="  路面 塌陷核实 ")
    assert (found.camera.id, found.seconds) == (eyes.EAST, 600)
    assert records(read) == [("Alice", eyes.EAST, {"case": "", "reason": "路面 塌陷核实"})]
    with read(scope=cast.ALICE) as visit:
        assert leave.require(visit, KEY, eyes.EAST, found.proof).id == eyes.EAST


def test_a_case_is_reason_enough_where_the_person_sees_it(read, write):
    with write() as visit:
        number = cast.open_case(visit)
    asked(write, case_no=number)
    assert records(read)[0][2]["case"] == number
    with pytest.raises(NotFound):
        asked(write, case_no="20990101000001")


@pytest.mark.parametrize("why", [{}, {"reason": ""}, {"reason": "  a  b"[:3]}, {"reason": "x"}])
def test_without_a_reason_nobody_looks(read, write, why):
    with pytest.raises(Invalid) as refused:
        asked(write, **why)
    assert refused.value.code == "reason_needed"
    assert records(read) == []


def test_a_stranger_is_refused(write):
    with pytest.raises(NotAllowed):
        asked(write, scope=cast.CHEN, reason="just looking")
    with pytest.raises(NotFound):
        asked(write, camera=eyes.ROUND, scope=cast.BO, reason="just looking")


def test_leave_is_for_its_person_its_camera_and_its_time(read, write, monkeypatch):
    proof = asked(write, reason="路面塌陷").proof
    forged = f"9999999999.{proof.partition('.')[2]}"
    with read(scope=cast.BO) as visit, pytest.raises(NotAllowed):
        leave.require(visit, KEY, eyes.EAST, proof)
    with read(scope=cast.ALICE) as visit:
        for camera, said, key in ((eyes.ROUND, proof, KEY), (eyes.EAST, forged, KEY), (eyes.EAST, "", KEY),
                                  (eyes.EAST, "x.y", KEY), (eyes.EAST, proof + "x", KEY), (eyes.EAST, proof, b"other")):
            with pytest.raises(NotAllowed):
                leave.require(visit, key, camera, said)
        later = clock.now() + timedelta(seconds=601)
        monkeypatch.setattr(clock, "now", lambda: later)
        with pytest.raises(NotAllowed) as refused:
            leave.require(visit, KEY, eyes.EAST, proof)
        assert refused.value.code == "leave_ended"
