"""The dictionary of figures: every definition there is, found by scanning `data/figures/groups`."""

import importlib
import pkgutil
from functools import cache

from data.errors import NotFound
from data.figures import groups
from data.figures.conditions import CONDITIONS, TOLD
from data.figures.definition import Definition, Figure

ORDER = ("strip", "registering", "handling", "closing", "voice", "speed", "backlog", "origin", "verdict")
"""The groups in the order they are read; one that is not named comes last."""


@cache
def by_group() -> dict[str, tuple[Definition, ...]]:
    """Return {group: its definitions}. Raises ValueError for a doubled name or an unknown condition."""
    found: dict[str, tuple[Definition, ...]] = {}
    names = sorted((one.name for one in pkgutil.iter_modules(groups.__path__)),
                   key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    for name in names:
        found[name] = importlib.import_module(f"{groups.__name__}.{name}").DEFINITIONS
    _require_sound([one for listed in found.values() for one in listed])
    return found


def _require_sound(listed: list[Definition]) -> None:
    if len({one.name for one in listed}) != len(listed):
        raise ValueError("two figures share a name")
    for one in listed:
        for condition in (*one.numerator, *one.denominator, *one.exclusions):
            if condition not in CONDITIONS and condition not in TOLD:
                raise ValueError(f"figure {one.name} speaks of the unknown condition {condition}")


@cache
def definitions() -> dict[str, Definition]:
    """Return {name: definition} of all groups."""
    return {one.name: one for listed in by_group().values() for one in listed}


def find(name: str) -> Definition:
    """Return one definition. Raises NotFound("figure_not_found")."""
    found = definitions().get(name)
    if found is None:
        raise NotFound("figure_not_found", figure=name)
    return found


def counted_over(window: str) -> list[Definition]:
    """Return the definitions of a window that are counted from the facts of cases."""
    return [one for one in definitions().values() if one.window == window and one.kind not in ("told", "weighted")]


def figure(name: str, **said: object) -> Figure:
    """Return a value of a figure; unit and direction are its definition's."""
    known = definitions()[name]
    return Figure(name=name, unit=known.unit, good_when=known.good_when, **said)  # type: ignore[arg-type]
