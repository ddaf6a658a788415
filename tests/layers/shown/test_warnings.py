"""The layer of warnings: what is in force, red last, for whoever works in a part of it; no drafts, no names."""

from datetime import timedelta

from data.warnings import issuing, places
from data.warnings.issuing import Wish
from layers import geojson
from layers.layer import Window
from layers.shown import warnings
from tests import cast


def made(write, level, areas, how=issuing.issue):
    with write(scope=cast.ALICE) as visit:
        how(visit, Wish(kind="flood", level=level, title=level, ground=places.chosen(visit, areas),
                        valid_until=cast.NOW + timedelta(hours=1)))


def shown(read, scope=cast.ALICE, area="9901"):
    with read(scope=scope) as visit:
        return warnings.features(visit, Window(area=area))


def test_what_is_in_force_is_shown_where_it_holds_and_red_on_top(write, read):
    made(write, "red", ["990101001"])
    made(write, "blue", ["9901"])
    made(write, "yellow", ["990102"])
    made(write, "orange", ["990101"], how=issuing.propose)
    assert list(shown(read)["level"]) == ["blue", "yellow", "red"]
    assert list(shown(read, scope=cast.CHEN, area=cast.COMMUNITY)["level"]) == ["blue", "red"]
    body = geojson.encode(shown(read), warnings.PROPERTIES)
    assert b"Alice" not in body
    assert b'"MultiPolygon"' in body or b'"Polygon"' in body


def test_what_is_for_all_of_a_window_says_so(write, read):
    made(write, "blue", ["9901"])
    made(write, "red", ["990101"])
    assert list(shown(read)["is_whole"]) == [True, False]
    assert list(shown(read, area="990101")["is_whole"]) == [True, True]


def test_without_a_warning_it_is_empty(read):
    assert len(shown(read)) == 0
