"""Facilities with places free beside a case."""

from dashboard.drawer.places_free import places_free
from data.facilities import taking
from tests import beds, cast
from tests.dashboard.reading import hooks, words


def test_the_nearest_with_places_free_is_named_with_its_moment(part, write):
    with write() as visit:
        number = cast.open_case(visit)
        rows = [beds.row("full", free=0), beds.row("far", (2.5, 0.5)), beds.row("near", (1.5, 0.5))]
        taking.store(visit, [taking.read_row(one, cast.NOW) for one in rows], cast.index_of(visit))
    shown = part(places_free, number)
    assert hooks(shown, "data-facility") == ["near"]
    assert "40 of 100 free · counted 09:50" in words(shown)


def test_where_there_is_none_nothing_stands_there(part, write):
    with write() as visit:
        number = cast.open_case(visit)
    assert part(places_free, number) is None
