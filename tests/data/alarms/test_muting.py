"""Walls are muted by the duty leader of the whole city, for half an hour, on record; it ends by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.alarms import muting
from data.errors import NotAllowed
from data.models.change import Change
from data.models.person import AuditRow
from data.scope import ROLES, Scope
from tests import cast

WEST_DUTY = Scope(person="wang", name="Wang", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["dispatcher"])


def in_force(read, after=timedelta()):
    with read(now=cast.NOW + after) as visit:
        return muting.in_force(visit)["until"]


def test_it_holds_for_half_an_hour_and_no_longer(write, read):
    assert in_force(read) == 0
    with write(scope=cast.ALICE) as visit:
        muting.mute_walls(visit, muted=True)
    assert in_force(read, timedelta(minutes=29)) == (cast.NOW + timedelta(minutes=30)).timestamp()
    assert in_force(read, timedelta(minutes=30)) == 0


def test_it_can_be_ended_before(write, read):
    for muted in (True, False):
        with write(scope=cast.ALICE) as visit:
            muting.mute_walls(visit, muted=muted)
    assert in_force(read) == 0


def test_it_is_told_to_screens_and_kept_in_the_trail(write, read):
    with write(scope=cast.ALICE) as visit:
        muting.mute_walls(visit, muted=True)
        muting.note_desk(visit, muted=False)
    with read() as visit:
        assert [one.kind for one in visit.session.scalars(select(Change))] == ["mute"]
        rows = visit.session.scalars(select(AuditRow).order_by(AuditRow.seq))
        assert [(one.who, one.what, one.subject) for one in rows] == [
            ("Alice", "sound_muted", "walls"), ("Alice", "sound_unmuted", "desk")]


@pytest.mark.parametrize("scope", [cast.BO, cast.CHEN, cast.NOBODY, WEST_DUTY])
def test_a_stranger_is_refused(write, read, scope):
    with pytest.raises(NotAllowed), write(scope=scope) as visit:
        muting.mute_walls(visit, muted=True)
    assert in_force(read) == 0
