"""Every figure of an area at once: the strip's eight, those of a period, what is open now, what came back."""

from data.cases import figures, past
from data.figures import counting, facts, period, repeats, standing, weights
from data.figures.counting import Figures, GroupFigures
from data.figures.definition import Figure
from data.figures.facts import Facts
from data.figures.weights import Weights
from data.visit import Visit


def strip(visit: Visit, prefix: str, *, is_past: bool) -> list[Figure]:
    """Return the strip's figures; for a past moment none of them speaks of the present state."""
    then = past.figures_at(visit, prefix) if is_past else {}
    return [then.get(one.name, one) for one in figures.kpis(visit, prefix)]


def over_period(found: Facts, weighed_by: Weights) -> Figures:
    """Return the figures of a period with the weighted ones."""
    return GroupFigures(weights.count_with(weighed_by)(found, counting.everything(found)), 0, found.as_of)


def everything(visit: Visit, prefix: str, name: str, *, is_past: bool = False) -> Figures:
    """Return {figure: value} of the whole dictionary for an area; `name` is the period (data.figures.period.PERIODS).

    At a past moment what only a present state tells has no value. Raises Invalid("bad_period").
    """
    over = period.named(visit, name)
    now = standing.not_remembered(visit) if is_past else standing.standing(visit, prefix)
    return {
        **{one.name: one for one in strip(visit, prefix, is_past=is_past)},
        **over_period(facts.gather(visit, prefix, over), weights.in_force(visit)), **now,
        **repeats.figures(repeats.find(visit, prefix, over), over),
    }
