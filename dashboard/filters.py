"""What a screen's address narrows cases by: the one place of the server that reads it and writes it.

| key | values |
|---|---|
| cat | class codes, by commas; a major class holds its minor ones |
| pri | 1 to 4, by commas |
| st | words of data.cases.only.STATES, by commas |
| q | words, each of which stands in number, text or address; at most 80 characters |
| range | today, 24h, 7d, month: time of receipt |
| from, to | ISO 8601 with zone, instead of range; without `to` until now |
| cmp | none, mom (the time before, as long; the usual), yoy (a year before) |
| cls | fixed (the usual), quantile, jenks: how the map finds its classes |

What cannot be read falls back to the usual, key by key; assets/address.js reads the same and tells the person.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dashboard.panel import View
from data.cases import only
from data.cases.only import Only
from data.errors import Invalid
from data.json_values import read_moment
from data.visit import Visit

KEYS = ("cat", "pri", "st", "q", "range", "from", "to", "cmp", "cls")
COMPARISONS = ("mom", "none", "yoy")
CLASSINGS = ("fixed", "quantile", "jenks")
LONGEST = 1_000
"""Characters of a key that lists."""
MOST_VALUES = 40
"""Of one key; an address that holds more was not made by pressing."""


def read(visit: Visit, asked: Mapping[str, Any]) -> Only:
    """Return the filter that an address asks for."""
    classes, codes = only.of_classes(visit, _listed(asked, "cat"))
    span, begin, end = _time(visit, asked)
    return Only(
        classes=classes, codes=codes, span=span, begin=begin, end=end,
        priorities=tuple(sorted({int(one) for one in _listed(asked, "pri") if one in map(str, only.PRIORITIES)})),
        states=tuple(dict.fromkeys(one for one in _listed(asked, "st") if one in only.STATES)),
        words=only.words_of(said) if isinstance(said := asked.get("q"), str) else "",
    )


def write(wanted: Only) -> dict[str, str]:
    """Return the keys and values by which an address asks for a filter; `read` reads them again."""
    found = {"cat": ",".join(wanted.classes), "pri": ",".join(map(str, wanted.priorities)),
             "st": ",".join(wanted.states), "q": wanted.words, "range": wanted.span}
    if wanted.begin is not None and wanted.end is not None and not wanted.span:
        found |= {"from": wanted.begin.isoformat(), "to": wanted.end.isoformat()}
    return {key: value for key, value in found.items() if value}


def key(view: View) -> tuple[object, ...]:
    """Return what tells the numbers of one view from those of another, for who keeps what took long to count."""
    return (view.area, tuple(sorted(write(view.only).items())), view.compare, view.t)


def one_of(asked: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
    """Return what is asked for where it is known, else the first that is: the usual."""
    said = asked.get(key)
    return said if isinstance(said, str) and said in known else known[0]


def _listed(asked: Mapping[str, Any], key: str) -> list[str]:
    said = asked.get(key)
    return [one for one in said.split(",") if one][:MOST_VALUES] if isinstance(said, str) else []


def _time(visit: Visit, asked: Mapping[str, Any]) -> tuple[str, datetime | None, datetime | None]:
    begin, name = read_moment(asked.get("from")), asked.get("range")
    try:
        if begin is not None:
            return "", *only.between(visit, begin, read_moment(asked.get("to")))
        return (name, *only.of_span(visit, name)) if isinstance(name, str) and name else ("", None, None)
    except Invalid:
        return "", None, None
