"""Every figure of an area at once: the strip's eight, those of a period, what is open now, what came back."""

from data.cases import figures, past
from data.figures import counting, repeats, standing
from data.figures.counting import Figures
from data.figures.definition import Figure
from data.figures.facts import Facts
from data.figures.repeats import Repeats
from data.figures.weights import Weights, weigh
from data.visit import Visit


def strip(visit: Visit, prefix: str, *, is_past: bool) -> list[Figure]:
    """Return the strip's figures; for a past moment none of them speaks of the present state."""
    then = past.figures_at(visit, prefix) if is_past else {}
    return [then.get(one.name, one) for one in figures.kpis(visit, prefix)]


def over_period(found: Facts, weights: Weights) -> Figures:
    """Return the figures of a period with the weighted ones."""
    counted = counting.total(found)
    return {**counted, **weigh(counted, weights, found.as_of)}


def everything(visit: Visit, found: Facts, again: Repeats, weights: Weights, *, is_past: bool) -> Figures:
    """Return {name: figure} of the whole dictionary, in its order for each group."""
    now = standing.not_remembered(visit) if is_past else standing.standing(visit, found.prefix)
    return {
        **{one.name: one for one in strip(visit, found.prefix, is_past=is_past)}, **over_period(found, weights), **now,
        **repeats.figures(again, found.period),
    }
