"""A city with cases and places to see to."""

import pytest

from data.models.unit import Place
from tests import cast


@pytest.fixture
def numbers(write) -> dict[str, str]:
    """Return the numbers of four cases: two of garbage in the west, a broken road there, garbage in the east."""
    with write() as visit:
        return {"near": cast.open_case(visit, "near", (0.5, 0.5)), "north": cast.open_case(visit, "north", (0.5, 3.5)),
                "road": cast.open_case(visit, "road", (1.5, 0.5), category="0102"),
                "east": cast.open_case(visit, "east", (3.5, 0.5))}


@pytest.fixture
def places(write) -> dict[str, int]:
    """Return the ids of three places: two schools, in the west and in the east, and a clinic in the west."""
    spots = {"west": ("school", (0, 0)), "east": ("school", (3, 0)), "clinic": ("clinic", (0, 0))}
    with write() as visit:
        rows = {name: Place(source="t", source_id=name, kind=kind, name=f"{name}点", name_en=name, address="",
                            area_code=cast.GRIDS[square], lon=cast.at(square[0] + 0.5, 0)[0],
                            lat=cast.at(0, square[1] + 0.5)[1], attributes={})
                for name, (kind, square) in spots.items()}
        visit.session.add_all(rows.values())
        visit.session.flush()
        return {name: row.id for name, row in rows.items()}
