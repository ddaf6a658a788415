"""The layer of facilities: how full each is, in a word beside its numbers."""

from data.facilities import taking
from layers.layer import Window
from layers.shown import facilities
from tests import beds, cast


def test_each_says_what_is_free_and_how_it_stands(read, write):
    rows = [beds.row("a", free=0), beds.row("b", (3.5, 3.5))]
    with write() as visit:
        taking.store(visit, [taking.read_row(one, cast.NOW) for one in rows], cast.index_of(visit))
    with read(scope=cast.ALICE) as visit:
        found = facilities.features(visit, Window(area="9901"))
        assert dict(zip(found["id"], found["state"], strict=True)) == {"health/a": "full", "health/b": "free"}
        assert len(facilities.features(visit, Window(area=cast.EAST_DISTRICT))) == 1


def test_without_any_the_layer_is_empty(read):
    with read(scope=cast.ALICE) as visit:
        assert len(facilities.features(visit, Window(area="9901"))) == 0
