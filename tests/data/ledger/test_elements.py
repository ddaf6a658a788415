"""The ledger: objects and organisations with codes; people as counts, small ones hidden where the circle is wide."""

import pytest

from data.errors import CityError, NotAllowed
from data.ledger import elements
from data.scope import ROLES, Scope
from tests import cast

KEEPER = Scope(person="com", name="Com", areas=frozenset({cast.COMMUNITY}), may=ROLES["community"])
HERE = cast.GRIDS[0, 0]
LAMP = {"area_code": HERE, "class_code": "B0103", "name": "路灯", "lon": 120.005, "lat": 30.004}


def test_an_object_is_kept_and_changed_as_of_now(write, read):
    with write(scope=KEEPER) as visit:
        elements.keep(visit, "object", "9901010103000001", **LAMP)
        elements.keep(visit, "object", "9901010103000001", state="damaged")
    with read(scope=cast.ALICE) as visit:
        lamp = elements.find(visit, "object", "9901010103000001")
        assert (lamp.name, lamp.state, lamp.as_of) == ("路灯", "damaged", cast.NOW)
        assert elements.counts(visit, "9901")["object"] == {"B0103": 1}
        assert [one.code for one in elements.listed(visit, HERE, "object")] == ["9901010103000001"]


def test_a_small_count_of_people_is_hidden_from_those_who_do_not_keep_the_ledger(write, read):
    with write(scope=KEEPER) as visit:
        elements.count_people(visit, HERE, "living_alone", 3)
        elements.count_people(visit, HERE, "aged_80", 12)
        elements.count_people(visit, HERE, "disabled", 0)
    with read(scope=cast.BO) as visit:
        told = {one.need: (one.count, one.is_hidden) for one in elements.people(visit, HERE)}
        assert told["living_alone"] == (None, True)
        assert told["aged_80"] == (12, False)
        assert told["disabled"] == (0, False), "nobody is not a few"
        assert told["moved_in"] == (None, False), "nobody has counted"
    with read(scope=KEEPER) as visit:
        assert {one.need: one.count for one in elements.people(visit, HERE)}["living_alone"] == 3


def test_elements_are_related_both_ways(write):
    with write(scope=KEEPER) as visit:
        elements.relate(visit, ("organisation", "O1"), "runs", ("place", "7"))
        assert [one.relation for one in elements.links(visit, "place", "7")] == ["runs"]
        assert [one.relation for one in elements.links(visit, "organisation", "O1")] == ["runs"]


@pytest.mark.parametrize("call", [
    lambda v: elements.count_people(v, HERE, "secret", 3), lambda v: elements.count_people(v, HERE, "aged_80", -1),
    lambda v: elements.count_people(v, cast.COMMUNITY, "aged_80", 5),
    lambda v: elements.keep(v, "object", "", **LAMP), lambda v: elements.keep(v, "person", "x", **LAMP),
    lambda v: elements.keep(v, "object", "x", area_code=HERE),
    lambda v: elements.relate(v, ("object", "a"), "loves", ("object", "b")),
    lambda v: elements.relate(v, ("person", "a"), "runs", ("object", "b")),
    lambda v: elements.relate(v, ("object", "a"), "runs", ("object", "a")),
])
def test_what_makes_no_sense_is_refused(write, call):
    with pytest.raises(CityError) as refused, write(scope=KEEPER) as visit:
        call(visit)
    assert refused.value.code in ("bad_people_count", "bad_element", "bad_relation")


def test_strangers_neither_read_nor_keep(write, read):
    for who in (cast.ALICE, cast.BO, Scope(person="east", name="E", areas=frozenset({cast.EAST_DISTRICT}),
                                           may=ROLES["community"])):
        with pytest.raises(NotAllowed), write(scope=who) as visit:
            elements.keep(visit, "object", "x", **LAMP)
        with pytest.raises(NotAllowed), write(scope=who) as visit:
            elements.count_people(visit, HERE, "aged_80", 9)
    with read(scope=cast.NOBODY) as visit:
        for call in (elements.people, elements.counts):
            with pytest.raises(NotAllowed):
                call(visit, "9901")


def test_what_lies_elsewhere_is_not_there(write, read):
    with write() as visit:
        elements.keep(visit, "object", "far", **{**LAMP, "area_code": cast.GRIDS[3, 3]})
    with read(scope=KEEPER) as visit:
        assert elements.find(visit, "object", "far") is None
        assert elements.counts(visit, "9901")["object"] == {}
