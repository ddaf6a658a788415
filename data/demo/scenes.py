"""What is going on in the demo city at the moment it is built: emergencies at every stage of being handled."""

import numpy as np
from numpy.typing import NDArray

from data.demo import spots
from data.demo.areas import CityMap
from data.demo.catalogue import Kind
from data.demo.draws import Draws, Ground
from data.demo.timeline import MINUTE, NEVER, Times

Numbers = NDArray[np.int64]

SCENES = (
    ("0502", 0.8, 0), ("0599", 24.0, 3), ("0505", 6.2, 2), ("0506", 9.5, 1), ("0501", 17.0, 3), ("0593", 4.0, 2),
    ("0594", 11.0, 3), ("0508", 52.0, 3), ("0596", 35.0, 1), ("0592", 95.0, 1), ("0506", 41.0, 3), ("0508", 3.0, 0),
    ("0501", 2.5, 0),
)
"""(class, minutes ago, stage): 0 reported, 1 accepted, 2 units sent, 3 being handled."""
FIRST_AT_RIVER = "0502"
"""This one happens in the first community of the first street of the harbour district, as on the drawing board."""


def stage_scenes(city: CityMap, kinds: tuple[Kind, ...], ground: Ground, *, now_us: int, count: int,
                 first_community: int) -> tuple[Draws, Times]:
    """Return the first `count` scenes and how far each has got."""
    rng = np.random.default_rng([city.seed, 8])
    chosen = SCENES[:count]
    number = {kind.code: n for n, kind in enumerate(kinds)}
    kind = np.array([number[code] for code, _, _ in chosen])
    grid = np.array([int(spots.pick(ground.chances[kinds[k].ground], 1, rng)[0]) for k in kind.tolist()])
    here = np.flatnonzero(city.grids().parent == first_community)
    grid[0] = here[len(here) // 2]
    at = np.array([now_us - int(minutes * MINUTE) for _, minutes, _ in chosen], dtype=np.int64)
    draws = Draws(kind=kind, at=at, grid=grid, points=spots.points_in(city, grid, rng), hot=np.full(count, -1),
                  chance=rng.integers(0, 2**40, count))
    limit = np.array([kinds[k].limit_hours * 60 * MINUTE for k in kind.tolist()]).astype(np.int64)
    return draws, _course(at, now_us - at, np.array([stage for _, _, stage in chosen]), limit)


def _course(at: Numbers, gone: Numbers, stage: Numbers, limit: Numbers) -> Times:
    never = np.full(len(at), NEVER)
    accepted, sent, begun = (np.where(stage >= least, at + (gone * share).astype(np.int64), NEVER)
                             for least, share in ((1, 0.08), (2, 0.2), (3, 0.62)))
    return Times(received=at, accepted=accepted, sent=sent, begun=begun, handled=never, closed=never, due=at + limit,
                 declined=np.zeros(len(at), dtype=bool))


def merge(first: tuple[Draws, Times], second: tuple[Draws, Times]) -> tuple[Draws, Times]:
    """Return both histories as one, earliest first."""
    order = np.argsort(np.concatenate([first[0].at, second[0].at]), kind="stable")
    draws, times = (
        type(one)(**{name: np.concatenate([getattr(one, name), getattr(other, name)])[order] for name in vars(one)})
        for one, other in zip(first, second, strict=True)
    )
    return draws, times  # type: ignore[return-value]
