"""Areas, places, elements, units and people by what they are called; within the scope."""

import pytest
from sqlalchemy import insert

from data.finding import areas, people, places, units
from data.models.area import AreaAlias
from data.models.ledger import Element
from data.models.unit import Place
from data.scope import Scope
from tests import cast, pile


def codes(found) -> list[str]:
    return [area.area_code for area in found]


def put_place(visit, name: str, area: str = pile.HERE, **more) -> None:
    count = len(visit.session.new) + len(name)
    visit.session.add(Place(source="t", source_id=f"{name}{area}{count}", kind="park", name=name, name_en=name,
                            lon=120.0, lat=30.0, area_code=area, **more))
    visit.session.flush()


def put_element(visit, kind: str, code: str, name: str, area: str = pile.HERE) -> None:
    visit.session.add(Element(kind=kind, code=code, name=name, area_code=area, lon=120.0, lat=30.0, as_of=cast.NOW))
    visit.session.flush()


def test_an_area_is_found_by_its_name_the_largest_first(read):
    with read() as visit:
        whole = areas.find(visit, cast.WEST_DISTRICT, 3)
        name = whole[0].name
        assert codes(whole)[0] == cast.WEST_DISTRICT
        assert codes(areas.find(visit, name, 9))[0] == cast.WEST_DISTRICT
        assert codes(areas.find(visit, name[:-1], 9))[0] == cast.WEST_DISTRICT
        assert areas.find(visit, "nowhere at all", 9) == []


def test_an_area_is_found_by_the_id_that_a_source_has_for_it(write):
    with write() as visit:
        visit.session.execute(insert(AreaAlias).values(source="s", alias="OLD-77", code=cast.COMMUNITY))
        assert codes(areas.find(visit, "OLD-77", 9)) == [cast.COMMUNITY]


@pytest.mark.parametrize(("scope", "is_seen"), [(cast.ALICE, True), (cast.BO, False), (cast.NOBODY, False)])
def test_what_lies_elsewhere_is_not_found(write, scope, is_seen):
    with write() as visit:
        put_place(visit, "Far Park", pile.THERE)
        put_element(visit, "organisation", "ORG0001", "Far Shop", pile.THERE)
    with write(scope=scope) as visit:
        assert bool(areas.find(visit, cast.EAST_DISTRICT, 9)) is is_seen
        assert bool(places.find(visit, "far park", 9)) is is_seen
        assert bool(places.find_elements(visit, "far shop", 9)) is is_seen
        assert bool(places.find_elements(visit, "ORG0001", 9)) is is_seen


def test_the_same_name_comes_before_one_that_begins_so_and_that_before_one_that_holds_it(write):
    with write() as visit:
        for name in ("the old lake park", "lake park east", "Lake Park", "lake"):
            put_place(visit, name)
        found = [place.name for place in places.find(visit, "lake park", 9)]
        assert found == ["Lake Park", "lake park east", "the old lake park"]
        assert len(places.find(visit, "lake", 2)) == 2


def test_objects_are_known_by_code_and_organisations_by_name_too(write):
    with write() as visit:
        put_element(visit, "object", "990101O040000001", "Hydrant 1")
        put_element(visit, "organisation", "ORG0001", "Corner Shop")
        assert [one.name for one in places.find_elements(visit, "990101o04", 9)] == ["Hydrant 1"]
        assert [one.name for one in places.find_elements(visit, "corner", 9)] == ["Corner Shop"]
        assert places.find_elements(visit, "hydrant", 9) == []


def test_a_free_unit_comes_before_one_that_is_out(read):
    with read() as visit:
        first = units.find(visit, "", 9)
        assert first
        assert units.find(visit, first[0].name, 9)[0].id == first[0].id
        ranks = [{"available": 0, "off_duty": 2, "offline": 2}.get(unit.status, 1) for unit in first]
        assert ranks == sorted(ranks)


def test_people_are_found_by_those_who_look_after_accounts_alone(read):
    keeper = Scope(person="k", name="K", areas=frozenset({""}), may=frozenset({"people.manage"}))
    with read(scope=keeper) as visit:
        assert [person.id for person in people.find(visit, "alice", 9)] == ["alice"]
    with read(scope=cast.ALICE) as visit:
        assert people.find(visit, "alice", 9) == []
