"""Cases are found by what their senders call them, each by the index, whoever sent them."""

from sqlalchemy import select

from data.cases.event_ids import AT_ONCE, named
from data.models.case import Case
from tests import pile
from tests.data.plans import on_sqlite, plans_of


def found(visit, keys):
    return {(case.source, case.event_id) for one in named(keys) for case in visit.session.scalars(
        select(Case).where(one))}


def test_exactly_those_that_are_named_are_found(write):
    with write() as visit:
        for source in ("a", "b"):
            for event_id in ("1", "2"):
                pile.put(visit, source=source, event_id=event_id)
        assert found(visit, [("a", "1"), ("b", "2"), ("a", "3"), ("c", "1")]) == {("a", "1"), ("b", "2")}
        assert found(visit, []) == set()


def test_many_ids_are_asked_for_in_parts():
    assert len(named(("s", str(n)) for n in range(AT_ONCE + 1))) == 2


@on_sqlite
def test_no_case_is_read_that_is_not_named(read):
    with read() as visit:
        plans = plans_of(visit, lambda: found(visit, [("a", "1"), ("a", "2"), ("b", "1")]))
    assert len(plans) == 2
    assert all(plan.startswith("SEARCH cases USING INDEX sqlite_autoindex_cases") for plan in plans)
