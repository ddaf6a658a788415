"""Codes and names of the demo city's areas.

Codes have 15 digits, 6+3+3+3: the city's own invented prefix 9901, districts from 01, streets from
001 (街道) and from 100 (镇), committees from 001 (社区) and from 201 (村), grids from 001; numbers run west to
east, then north to south inside the parent (GB/T 30428.1 as quoted in a Beijing local standard; the
ranges from GB/T 10114 practice).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.demo import names
from data.errors import Invalid

CITY_CODE = "9901"
LIMITS = {"district": (1, 20), "街道": (1, 99), "镇": (100, 199), "社区": (1, 199), "村": (201, 399), "grid": (1, 999)}
"""First and last number of each kind of child."""

Numbers = NDArray[np.int64]
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Named:
    """Codes and names of the areas of one level, in the order they were given."""

    codes: list[str]
    zh: list[str]
    en: list[str]


def reading_order(points: Points) -> Numbers:
    """Return indexes that read the points like a page: rows from north to south, each from west to east."""
    rows = max(1, round(len(points) ** 0.5))
    row = np.empty(len(points), dtype=np.int64)
    row[np.argsort(-points[:, 1], kind="stable")] = np.arange(len(points)) * rows // len(points)
    return np.lexsort((points[:, 0], row))


def name_districts(points: Points, name_numbers: tuple[int, ...]) -> Named:
    """Return the districts' codes and names."""
    codes = _codes([CITY_CODE] * len(points), points, ["district"] * len(points), width=2)
    return Named(codes, [names.DISTRICTS[n][0] for n in name_numbers], [names.DISTRICTS[n][1] for n in name_numbers])


def name_streets(points: Points, parents: list[str], is_town: NDArray[np.bool_], first: int,
                 rng: np.random.Generator) -> Named:
    """Return the streets' codes and names; number `first` bears the city's best-known name."""
    kinds = ["镇" if town else "街道" for town in is_town]
    pool = names.pairs(rng)
    chosen = [names.FIRST_STREET if i == first else pool[i] for i in range(len(points))]
    return _named(_codes(parents, points, kinds, width=3), chosen, kinds, names.STREET_KINDS)


def name_communities(points: Points, parents: list[str], is_village: NDArray[np.bool_], first: int,
                     rng: np.random.Generator) -> Named:
    """Return the communities' codes and names; no two of one street share a name."""
    kinds = ["村" if village else "社区" for village in is_village]
    pool = names.pairs(rng)
    chosen = [names.FIRST_COMMUNITY if i == first else pool[i % len(pool)] for i in range(len(points))]
    return _named(_codes(parents, points, kinds, width=3), chosen, kinds, names.COMMUNITY_KINDS)


def _named(codes: list[str], chosen: list[tuple[str, str]], kinds: list[str], kinds_en: dict[str, str]) -> Named:
    pairs = list(zip(chosen, kinds, strict=True))
    return Named(codes, [zh + kind for (zh, _), kind in pairs], [f"{en} {kinds_en[kind]}" for (_, en), kind in pairs])


def name_grids(points: Points, community: Numbers, communities: Named) -> Named:
    """Return the grids' codes and names, numbered inside their community."""
    codes = _codes([communities.codes[c] for c in community], points, ["grid"] * len(points), width=3)
    numbered = [(c, int(code[-3:])) for c, code in zip(community.tolist(), codes, strict=True)]
    return Named(codes, [names.GRID[0].format(name=communities.zh[c], number=n) for c, n in numbered],
                 [names.GRID[1].format(name=communities.en[c], number=n) for c, n in numbered])


def _codes(parents: list[str], points: Points, kinds: list[str], *, width: int) -> list[str]:
    """Return the codes. Raises Invalid("too_many_children") where a parent has more than its numbers."""
    families: dict[tuple[str, str], list[int]] = {}
    for i, family in enumerate(zip(parents, kinds, strict=True)):
        families.setdefault(family, []).append(i)
    codes = [""] * len(points)
    for (parent, kind), members in families.items():
        low, high = LIMITS[kind]
        if len(members) > high - low + 1:
            raise Invalid("too_many_children", parent=parent, count=len(members), limit=high - low + 1)
        for number, place in enumerate(reading_order(points[members]).tolist(), start=low):
            codes[members[place]] = f"{parent}{number:0{width}d}"
    return codes
