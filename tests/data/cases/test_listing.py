"""Cases page by page: in the order they were stored, inside what may be seen."""

from data.cases import listing, workflow
from data.cases.listing import Wanted
from tests import cast


def numbers(visit, wanted=None, after_id=0, limit=100):
    return [case.event_id for case in listing.page(visit, wanted or Wanted(), after_id=after_id, limit=limit)]


def test_pages_follow_one_another(write):
    with write() as visit:
        for one in "abcde":
            cast.open_case(visit, one)
        first = listing.page(visit, Wanted(), after_id=0, limit=2)
        assert [case.event_id for case in first] == ["a", "b"]
        assert numbers(visit, after_id=first[-1].id) == ["c", "d", "e"]


def test_a_page_is_narrowed(write):
    with write() as visit:
        cast.open_case(visit, "west")
        moved = cast.open_case(visit, "east", (2.5, 0.5))
        workflow.move(visit, moved, "accept", version=1)
        assert numbers(visit, Wanted(area=cast.EAST_DISTRICT)) == ["east"]
        assert numbers(visit, Wanted(states=("reported",))) == ["west"]
        assert numbers(visit, Wanted(states=("reported", "accepted"))) == ["west", "east"]
        assert numbers(visit, Wanted(since=cast.NOW)) == ["west", "east"]


def test_foreign_cases_do_not_exist(write, read):
    with write() as visit:
        cast.open_case(visit, "west")
        cast.open_case(visit, "east", (2.5, 0.5))
    with read(scope=cast.BO) as visit:
        assert numbers(visit) == ["west"]
        assert numbers(visit, Wanted(area=cast.EAST_DISTRICT)) == []
    with read(scope=cast.NOBODY) as visit:
        assert numbers(visit) == []
