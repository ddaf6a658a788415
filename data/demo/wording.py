"""What a report of the demo city says: its text and its address, put together from tables, never from people."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from data.demo import names
from data.demo.areas import CityMap
from data.demo.catalogue import Kind

ROADS_EACH = 3
"""Roads that every community has a name for."""
GROUND_OF = {"any": "core"}
REPEATED = "（同一地点多次反映）"


@dataclass(frozen=True)
class Locale:
    """One community as addresses speak of it."""

    name: str
    stem: str
    roads: tuple[str, ...]
    district: str
    street: str


def locale_of(code: str, name: str, *, district: str, street: str) -> Locale:
    """Return the names around a community; its roads follow from its code, so that they are the same tomorrow."""
    pool, number = _road_stems(), int(code[2:]) if code[2:].isdigit() else len(code)
    roads = []
    for turn in range(ROADS_EACH):
        mixed = (number * 2_654_435_761 + turn * 40_503) >> 7
        end = names.ROAD_ENDS[0] if mixed % 5 < 2 else names.ROAD_ENDS[mixed // 5 % len(names.ROAD_ENDS)]
        roads.append(pool[mixed // 41 % len(pool)] + end)
    return Locale(name, _stem(name), tuple(roads), district, street)


def locales(city: CityMap) -> list[Locale]:
    """Return the locale of every community, in the map's order."""
    districts, streets, communities = city.levels[1:4]
    return [locale_of(code, name, district=districts.zh[streets.parent[street]], street=streets.zh[street])
            for code, name, street in zip(communities.codes, communities.zh, communities.parent.tolist(), strict=True)]


@cache
def _road_stems() -> tuple[str, ...]:
    return tuple(zh for zh, _ in names.pairs(np.random.default_rng(4)))


def _stem(name: str) -> str:
    return next((name[: -len(end)] for end in names.STEM_ENDS if name.endswith(end)), name)


def word(here: Locale, kind: Kind, place_chance: int, chance: int) -> tuple[str, str]:
    """Return (text, address). The place follows from `place_chance` alone, so that one place keeps its words."""
    door = place_chance % 380 + 1
    turn = place_chance // 7
    road, cross = here.roads[turn % ROADS_EACH], here.roads[(turn + 1) % ROADS_EACH]
    spots = names.SPOTS[GROUND_OF.get(kind.ground, kind.ground)]
    place = spots[place_chance // 31 % len(spots)].format(
        name=here.name, stem=here.stem, road=road, cross=cross, door=door, n=place_chance // 97 % 28 + 1,
        gate=names.GATES[place_chance // 11 % 4],
    )
    text = kind.texts[chance % len(kind.texts)].format(place=place, n=chance // 13 % 8 + 2)
    return text, names.ADDRESS.format(district=here.district, street=here.street, road=road, door=door)
