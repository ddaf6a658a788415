"""Material of a case in its drawer."""

from dashboard.drawer.material import material
from tests import cast, stocks
from tests.dashboard.reading import hooks, words


def test_what_was_issued_stands_there_with_each_movement(part, write):
    with write(scope=cast.ALICE) as visit:
        number, depot = cast.open_case(visit), stocks.depot(visit)
        stocks.move(visit, "received", 9, depot=depot)
        stocks.move(visit, "issued", 5, depot=depot, case_no=number)
        stocks.move(visit, "returned", 2, depot=depot, case_no=number)
    shown = part(material, number)
    assert hooks(shown, "data-held") == ["pump 3"]
    assert "issued 5 · Depot 西库 · Alice" in words(shown)
    assert "3 units there" in words(shown)


def test_who_cannot_issue_sees_nothing_where_nothing_was_issued(part, write):
    with write() as visit:
        number = cast.open_case(visit)
    assert part(material, number, scope=cast.CHEN) is None
    assert "Nothing was issued to it" in words(part(material, number))
