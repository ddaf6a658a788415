"""Which department handled such cases here before; silent where that is unclear."""

from data.triage.answering import by_history
from tests import pile
from tests.pile import HERE, THERE


def handled(visit, count, department, **more):
    pile.put_all(visit, [pile.case(more.get("area", HERE), visit.now, department=department, handled_at=visit.now,
                                   closed_at=visit.now, class_code=more.get("kind", "0102")) for _ in range(count)])


def test_who_handled_most_of_the_class_in_the_street_is_proposed_with_the_numbers(write):
    with write() as visit:
        handled(visit, 6, "roads")
        handled(visit, 2, "clean")
        handled(visit, 50, "clean", kind="0101")
        handled(visit, 50, "clean", area=THERE)
        assert by_history(visit, pile.put(visit, class_code="0102")) == ("roads", 6, 8)


def test_few_cases_or_no_clear_department_propose_nothing(write):
    with write() as visit:
        handled(visit, 4, "roads")
        case = pile.put(visit, class_code="0102")
        assert by_history(visit, case) is None
        handled(visit, 4, "clean")
        assert by_history(visit, case) is None


def test_a_class_never_seen_and_no_class_propose_nothing_and_the_proposed_class_is_used(write):
    with write() as visit:
        handled(visit, 6, "roads")
        assert by_history(visit, pile.put(visit, class_code="9999")) is None
        unsorted = pile.put(visit, class_code="unclassified")
        assert by_history(visit, unsorted) is None
        assert by_history(visit, unsorted, "0102") == ("roads", 6, 6)
