"""Processes leave signs; a silent one is gone after a minute and forgotten after a day."""

import os
from datetime import timedelta

from data.models.platform import ProcessSign
from data.platform import signs
from tests import cast


def test_the_last_sign_holds_for_a_minute(write, read):
    for seconds, memory in ((0, 100), (15, 120)):
        at = cast.NOW + timedelta(seconds=seconds)
        with write(now=at) as visit:
            signs.leave(visit.session, at, cast.NOW, {"memory_mb": memory})
    with read(now=cast.NOW + timedelta(seconds=70)) as visit:
        [one] = signs.living(visit)
        assert (one.pid, one.facts) == (os.getpid(), {"memory_mb": 120})
    with read(now=cast.NOW + timedelta(seconds=80)) as visit:
        assert signs.living(visit) == []


def test_processes_of_long_ago_are_forgotten(write, read):
    with write() as visit:
        visit.session.add(ProcessSign(host="old", pid=1, began_at=cast.NOW - timedelta(days=3),
                                      at=cast.NOW - timedelta(days=2), facts={}))
    with write() as visit:
        signs.leave(visit.session, cast.NOW, cast.NOW, {})
    with read() as visit:
        assert [one.pid for one in visit.session.query(ProcessSign)] == [os.getpid()]
