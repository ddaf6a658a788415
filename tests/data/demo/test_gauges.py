"""The demo city's gauges read quietly, and those of a cloudburst fall by themselves until its warning ends."""

import numpy as np
import pytest

from data.demo import flood, gauges
from data.models.case import CaseClass
from data.warnings import listing, looking, readings
from data.warnings.levels import UNITS
from tests import cast
from tests.gauges import at


@pytest.fixture
def flooded(write):
    with write() as visit:
        visit.session.add_all(CaseClass(scheme=cast.SCHEME, code=code, name=code, name_en=code, priority=2)
                              for code in sorted({kind for kind, _, _ in flood.KINDS}))
    with write() as visit:
        flood.provoke(visit)


def test_each_reads_below_every_threshold(write, read):
    with write() as visit:
        assert gauges.tell_gauges(visit, np.random.default_rng(1)) == 4
        assert looking.look(visit).begun == 0
    with read() as visit:
        found = readings.sensors(visit)
        assert {one.kind for one in found} <= set(UNITS)
        assert all(one.name.startswith("DEMO") for one in found)


def test_after_a_cloudburst_they_fall_and_its_warnings_end(flooded, write, read):
    for minutes in range(10, 150, 10):
        with write(now=at(minutes)) as visit:
            gauges.tell_gauges(visit, np.random.default_rng(minutes))
            looking.look(visit)
    with read(now=at(150)) as visit:
        assert listing.in_force(visit, "9901") == []
