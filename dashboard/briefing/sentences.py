"""Sentences whose numbers stay numbers: the words are a template, what is filled in keeps its value and its figure."""

from string import Formatter

from dashboard.briefing.content import Number, Run, Sentence
from dashboard.parts.definition import DECIMALS
from dashboard.speech import ONE, Words
from data.figures.definition import Figure


def say(t: Words, key: str, /, **values: Run) -> Sentence:
    """Return the words of a key with numbers and texts in their places."""
    runs: list[Run] = []
    for text, name, forms, _ in Formatter().parse(t(key)):
        runs += [text] if text else []
        if name is not None:
            runs.append(_worded(values[name], forms) if forms else values[name])
    return tuple(runs)


def _worded(value: Run, forms: str) -> str:
    """Return which of two words follows a number: `case|cases`."""
    one, many = forms.split("|")
    return one if (value if isinstance(value, str) else value.text) in ONE else many


def count(t: Words, value: float | None, figure: str = "") -> Number:
    """Return a count as it is read."""
    return Number(text=t.number(value), value=value, figure=figure)


def decimal(t: Words, value: float | None, unit: str = "", figure: str = "") -> Number:
    """Return a rate or a mean as it is read, with one decimal; a dash without its unit where there is none."""
    return Number(text=t.number(value, 1) + (unit if value is not None else ""), value=value, figure=figure)


def figure_number(t: Words, figure: Figure) -> Number:
    """Return a figure's value as the screens read it."""
    return Number(text=t.number(figure.value, DECIMALS.get(figure.unit, 0)), value=figure.value, figure=figure.name)
