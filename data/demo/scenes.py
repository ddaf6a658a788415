"""What is going on in the demo city at the moment it is built: emergencies at every stage of being handled."""

import numpy as np

from data.demo import spots
from data.demo.areas import CityMap
from data.demo.catalogue import Kind
from data.demo.course import MINUTE, NEVER, Numbers, Step, Times, laid_end_to_end
from data.demo.draws import Draws, Ground
from data.demo.timeline import Pace

SCENES = (
    ("0502", 0.8, 0), ("0599", 24.0, 4), ("0505", 6.2, 2), ("0506", 9.5, 1), ("0501", 17.0, 4), ("0593", 4.0, 3),
    ("0594", 11.0, 4), ("0508", 52.0, 4), ("0596", 35.0, 1), ("0592", 95.0, 1), ("0506", 41.0, 4), ("0508", 3.0, 0),
    ("0501", 2.5, 0),
)
"""(class, minutes ago, how many of STAGES it has reached)."""
STAGES = ((Step.ACCEPTED, 0.08), (Step.SENT, 0.2), (Step.SIGNED, 0.35), (Step.BEGUN, 0.62))
"""Where in the time since the report each step lies."""


def stage_scenes(city: CityMap, kinds: tuple[Kind, ...], ground: Ground, *, now_us: int, count: int,
                 first_community: int) -> Draws:
    """Return the first `count` scenes."""
    rng = np.random.default_rng([city.seed, 8])
    chosen = SCENES[:count]
    number = {kind.code: n for n, kind in enumerate(kinds)}
    kind = np.array([number[code] for code, _, _ in chosen])
    grid = np.array([int(spots.pick(ground.chances[kinds[k].ground], 1, rng)[0]) for k in kind.tolist()])
    here = np.flatnonzero(city.grids().parent == first_community)
    grid[0] = here[len(here) // 2]
    at = np.array([now_us - int(minutes * MINUTE) for _, minutes, _ in chosen], dtype=np.int64)
    return Draws(kind=kind, at=at, grid=grid, points=spots.points_in(city, grid, rng), hot=np.full(count, -1),
                 chance=rng.integers(0, 2**40, count))


def play_scenes(pace: Pace, draws: Draws, now_us: int) -> Times:
    """Return how far each scene has got by now."""
    reached = np.array([stage for _, _, stage in SCENES[:len(draws)]])
    at = np.full((len(draws), len(Step)), NEVER)
    for number, (step, share) in enumerate(STAGES, start=1):
        at[:, step] = np.where(reached >= number, draws.at + ((now_us - draws.at) * share).astype(np.int64), NEVER)
    begin = np.where(reached >= 1, at[:, Step.ACCEPTED], draws.at)
    return Times(received=draws.at, at=at, due=pace.due_after(begin), until=np.full(len(draws), NEVER))


def merge(draws: tuple[Draws, Draws], times: tuple[Times, Times]) -> tuple[Draws, Times]:
    """Return both histories as one, earliest first."""
    order: Numbers = np.argsort(np.concatenate([one.at for one in draws]), kind="stable")
    return laid_end_to_end(draws, order), laid_end_to_end(times, order)
