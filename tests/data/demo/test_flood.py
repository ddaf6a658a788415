"""A cloudburst in a demo city: a warning by rule, thirty cases on its ground; never in a real city."""

import pytest
from sqlalchemy import select, update

from data.demo import flood
from data.errors import Invalid
from data.models.case import Case, CaseClass
from data.models.city import City
from data.warnings import listing
from data.within.shape import read_shape
from tests import cast

CLASSES = {kind for kind, _, _ in flood.KINDS}


@pytest.fixture
def demo(write):
    with write() as visit:
        visit.session.add_all(CaseClass(scheme=cast.SCHEME, code=code, name=code, name_en=code, priority=2)
                              for code in sorted(CLASSES))


def test_it_warns_by_rule_and_thirty_cases_lie_on_its_ground(demo, write, read):
    with write(scope=cast.ALICE) as visit:
        came = flood.provoke(visit)
    assert len(came.cases) == flood.CASES == sum(count for _, _, count in flood.KINDS)
    with read() as visit:
        one = listing.found(visit, came.warning)
        assert (one.kind, one.level, one.origin, one.state) == ("flood", "orange", "rule:water-level", "issued")
        cases = visit.session.scalars(select(Case).where(Case.source == flood.SOURCE)).all()
        assert len(cases) == flood.CASES
        assert all(one.text.startswith("DEMO") and one.class_code in CLASSES for one in cases)
        assert read_shape(came.shape).holds([one.lon for one in cases], [one.lat for one in cases]).all()


def test_a_second_cloudburst_brings_reports_and_no_second_warning(demo, write, read):
    with write(scope=cast.ALICE) as visit:
        first = flood.provoke(visit)
    with write(scope=cast.ALICE) as visit:
        visit.session.flush()
        again = flood.provoke(visit)
    assert (again.warning, again.cases) == (first.warning, ())  # the same moment: the same reports


def test_a_real_city_is_never_flooded(write):
    with write() as visit:
        visit.session.execute(update(City).values(marker=""))
    with pytest.raises(Invalid), write() as visit:
        flood.provoke(visit)
