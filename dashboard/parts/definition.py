"""What a figure means, in words: its formula, its counts, what it leaves out, of when, from where, by whose duty."""

from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from dashboard.speech import Words
from data.figures import dictionary
from data.figures.definition import Definition, Figure

DECIMALS = {"percent": 1, "hours": 1, "minutes": 1, "points": 1}


def name_of(t: Words, figure: str) -> str:
    """Return what the figure is called."""
    return t(f"figures.{figure}")


def value_of(t: Words, figure: Figure, *, with_unit: bool = False) -> str:
    """Return the value as it is read; a dash where there is none."""
    number = t.number(figure.value, DECIMALS.get(figure.unit, 0))
    if not with_unit or figure.value is None:
        return number
    unit = t(f"figure_units.{figure.unit}")
    return f"{number}{unit}" if figure.unit == "percent" else f"{number} {unit}"


def formula(t: Words, known: Definition) -> str:
    """Return how the figure is counted."""
    if known.span:
        return t(f"figure_formulas.{'p90' if known.kind == 'p90' else 'median'}", span=t(f"figure_spans.{known.span}"))
    if known.kind == "weighted":
        return t("figure_formulas.weighted")
    numerator = joined(t, known.numerator)
    if known.denominator:
        return t("figure_formulas.rate", numerator=numerator, denominator=joined(t, known.denominator))
    return t("figure_formulas.count_units" if known.unit == "units" else "figure_formulas.count", numerator=numerator)


def joined(t: Words, conditions: tuple[str, ...]) -> str:
    """Return the conditions, all of which must hold."""
    said = t(f"conditions.{conditions[0]}")
    for one in conditions[1:]:
        said = t("figure_formulas.joined", a=said, b=t(f"conditions.{one}"))
    return said


def left_out(t: Words, known: Definition, count: int | None = None) -> str:
    """Return what the exclusions leave out, with how many cases where that is known; nothing without exclusions."""
    what = " / ".join(t(f"conditions.{one}") for one in known.exclusions)
    if not what:
        return ""
    return t("figure_words.excludes", what=what) if count is None else t(
        "figure_words.left_out", n=t.count(count), what=what)


def weighing(t: Words, details: Mapping[str, object]) -> str:
    """Return the weights a figure was made with, and whose they are; nothing for a figure without weights."""
    weights, version = details.get("weights"), details.get("version")
    if not isinstance(weights, Mapping) or not weights:
        return ""
    said = " + ".join(f"{weight:g} × {t(f'figure_weights.{key}')}" for key, weight in weights.items())
    return t("figure_words.weighed", weights=said, version=version) if version else t(
        "figure_words.weighed_default", weights=said)


def weights_of(t: Words, details: Mapping[str, object]) -> str:
    """Return the same as a line of its own."""
    said = weighing(t, details)
    return t("figure_words.weights", weights=said) if said else ""


def standing_of(t: Words, figure: Figure) -> str:
    """Return what keeps a value from being believed: nothing to count, or a small sample; else nothing."""
    if figure.details.get("why") == "not_remembered":
        return t("figure_words.not_remembered")
    if figure.value is None:
        return t("figure_words.none")
    return t("figure_words.small") if figure.is_small else ""


def hover(t: Words, figure: Figure) -> str:
    """Return everything that hovering a value says, a line each."""
    known = dictionary.find(figure.name)
    before = "" if figure.before is None else t(
        "figure_words.before", value=t.number(figure.before, DECIMALS.get(figure.unit, 0)))
    how, always, window, source = _always_said(t.language, figure.name)
    lines = [
        f"{name_of(t, figure.name)} {value_of(t, figure, with_unit=True)}", standing_of(t, figure), how,
        counts(t, figure), left_out(t, known, figure.left_out), always, weights_of(t, figure.details), before, window,
        t("figure_words.as_of", time=t.moment(figure.as_of)), source,
    ]
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=512)
def _always_said(language: str, name: str) -> tuple[str, str, str, str]:
    """Return what is said of a figure whatever its value: how it is counted, what never counts, its window, its source.

    Kept, for a table says it in every line.
    """
    t, known = Words(language=language, zone=ZoneInfo("UTC")), dictionary.find(name)
    return (t("figure_words.formula", formula=formula(t, known)),
            t("figure_words.always") if known.window == "period" else "",
            t("figure_words.window", window=t(f"figure_windows.{known.window}")),
            t("figure_words.source", source=t(f"figure_sources.{known.source}"),
              owner=t(f"figure_owners.{known.owner}")))


def counts(t: Words, figure: Figure) -> str:
    """Return numerator by denominator, or the sample; nothing for a volume."""
    if figure.sample is None:
        return ""
    if figure.numerator is None:
        return t("figure_words.sample", n=t.count(figure.sample))
    return t("figure_words.counts", numerator=t.count(figure.numerator), denominator=t.count(figure.sample))


def about(t: Words, known: Definition) -> str:
    """Return what hovering a heading says: the definition without a value."""
    how, always, window, source = _always_said(t.language, known.name)
    lines = [name_of(t, known.name), how, left_out(t, known), always, window, source,
             t(f"figure_good.{known.good_when or 'none'}")]
    return "\n".join(line for line in lines if line)
