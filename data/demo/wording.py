"""What a report of the demo city says: its text and its address, put together from tables, never from people."""

from dataclasses import dataclass

import numpy as np

from data.demo import names
from data.demo.areas import CityMap
from data.demo.catalogue import Kind

ROADS_EACH = 3
"""Roads that every community has a name for."""
GROUND_OF = {"any": "core"}
REPEATED = "（同一地点多次反映）"


@dataclass(frozen=True)
class Gazetteer:
    """By community: its name, the stem of it, its roads; and the address's beginning."""

    name: list[str]
    stem: list[str]
    roads: list[tuple[str, ...]]
    district: list[str]
    street: list[str]


def write_gazetteer(city: CityMap) -> Gazetteer:
    """Return the names that addresses are made of; they depend on the map's seed alone."""
    rng = np.random.default_rng([city.seed, 4])
    communities, streets = city.levels[3], city.levels[2]
    pool = [zh for zh, _ in names.pairs(rng)]
    ends = rng.choice(len(names.ROAD_ENDS), ROADS_EACH * len(communities.zh), p=_mostly_first(len(names.ROAD_ENDS)))
    roads = [tuple(pool[n % len(pool)] + names.ROAD_ENDS[ends[n]] for n in range(c * ROADS_EACH, (c + 1) * ROADS_EACH))
             for c in range(len(communities.zh))]
    stems = [_stem(name) for name in communities.zh]
    of_street = communities.parent.tolist()
    of_district = streets.parent[communities.parent].tolist()
    return Gazetteer(communities.zh, stems, roads, [city.levels[1].zh[d] for d in of_district],
                     [streets.zh[s] for s in of_street])


def _mostly_first(count: int) -> list[float]:
    return [0.44, *[0.56 / (count - 1)] * (count - 1)]


def _stem(name: str) -> str:
    return next((name[: -len(end)] for end in names.STEM_ENDS if name.endswith(end)), name)


def word(book: Gazetteer, kind: Kind, community: int, place_chance: int, chance: int) -> tuple[str, str]:
    """Return (text, address). The place follows from `place_chance` alone, so that one place keeps its words."""
    roads = book.roads[community]
    door = place_chance % 380 + 1
    road = roads[place_chance // 7 % ROADS_EACH]
    spots = names.SPOTS[GROUND_OF.get(kind.ground, kind.ground)]
    place = spots[place_chance // 31 % len(spots)].format(
        name=book.name[community], stem=book.stem[community], road=road, door=door, n=place_chance // 97 % 28 + 1,
        cross=roads[(place_chance // 7 + 1) % ROADS_EACH], gate=names.GATES[place_chance // 11 % 4],
    )
    text = kind.texts[chance % len(kind.texts)].format(place=place, n=chance // 13 % 8 + 2)
    district, street = book.district[community], book.street[community]
    return text, names.ADDRESS.format(district=district, street=street, road=road, door=door)
