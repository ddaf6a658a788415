"""One lookup for every code: areas, blocks, cases, units, elements; exact codes first, nothing foreign."""

import pytest

from data.ledger import elements, overlays
from data.ledger.lookup import look_up
from data.ledger.overlays import NewBlock
from tests import cast


@pytest.fixture
def number(write) -> str:
    with write() as visit:
        overlays.lay(visit, "x", "警务", [NewBlock(code="P1", name="一警区", areas=(cast.COMMUNITY,))])
        elements.keep(visit, "object", "LAMP-1", name="路灯一号", area_code=cast.GRIDS[0, 0], lon=120.0, lat=30.0)
        return cast.open_case(visit)


@pytest.mark.parametrize(("words", "kind", "code"), [
    (cast.COMMUNITY, "area", cast.COMMUNITY), ("P1", "block", "P1"), ("一警区", "block", "P1"),
    (cast.SWEEPERS, "unit", cast.SWEEPERS), ("LAMP-1", "object", "LAMP-1"), ("路灯", "object", "LAMP-1"),
])
def test_each_code_and_name_is_found(read, number, words, kind, code):
    with read(scope=cast.ALICE) as visit:
        hit = look_up(visit, words)[0]
        assert (hit.kind, hit.code) == (kind, code)


def test_a_case_is_found_by_its_number(read, number):
    with read(scope=cast.ALICE) as visit:
        assert [(hit.kind, hit.code) for hit in look_up(visit, number)] == [("case", number)]


@pytest.mark.parametrize("words", ["", "  ", "\0", "x" * 500, "%", "_", "' OR 1=1 --"])
def test_what_names_nothing_finds_nothing(read, number, words):
    with read(scope=cast.ALICE) as visit:
        assert look_up(visit, words) == []


def test_strangers_find_nothing_of_it(read, number):
    with read(scope=cast.NOBODY) as visit:
        for words in (cast.COMMUNITY, "P1", number, cast.SWEEPERS, "LAMP-1"):
            assert look_up(visit, words) == []
