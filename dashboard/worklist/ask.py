"""What the address of the working list asks for, beside dashboard/filters.py: one key for each thing, none guessed.

| key | values |
|---|---|
| view | a built-in view or the number of a saved one; alone in the address it stands for all the keys it holds |
| queue, mine | whose list it is: a queue of data.cases.queues, "1" for one's own |
| state, dept, ch | lists by commas: states, departments, channels |
| unit, due, age | one each: a unit that is out, how near the end of the stage, received how long ago |
| order, cols, after | how it is ordered, which columns are shown, where the page begins |
"""

from collections.abc import Mapping
from typing import Any

from dashboard import filters
from data.cases import departments, queues
from data.cases.classes import UNCLASSIFIED, open_book
from data.cases.states import State, is_open
from data.cases.worklist import AGES, DUES, ORDERS, Wanted
from data.visit import Visit

CHANNELS = ("hotline", "patrol", "phone", "sensor", "video", "import", "replay", "api", "desk")
COLUMNS = ("left", "waits", "case", "state", "kind", "where", "department", "received", "channel", "units", "number")
USUAL_COLUMNS = COLUMNS[:8]
LISTS = ("queue", "mine")
FILTERS = ("cat", "pri", "st", "range", "from", "to", "state", "dept", "unit", "ch", "due", "age", "q")
LOOKS = ("order", "cols")
KEPT = (*LISTS, *FILTERS, *LOOKS)
"""What a view holds, beside the area."""
FIELDS = ("view", *KEPT, "after")
NO_FILTERS = dict.fromkeys((*FILTERS, "after"), "")
BARE = dict.fromkeys((*KEPT, "after"), "")


def wanted_of(visit: Visit, asked: Mapping[str, str]) -> Wanted:
    """Return the list that these keys ask for; a value that means nothing narrows nothing."""
    open_states = {state.value for state in State if is_open(state)}
    return Wanted(
        area=asked["area"], queue=asked["queue"] if asked["queue"] in queues.queues_of(visit) else "",
        is_mine=asked["mine"] == "1", only=filters.read(visit, asked),
        states=_known(asked["state"], open_states), channels=_known(asked["ch"], set(CHANNELS)),
        departments=_known(asked["dept"], set(departments.by_code(visit))), unit=asked["unit"][:64],
        due=asked["due"] if asked["due"] in DUES else "", age=asked["age"] if asked["age"] in AGES else "",
        order=asked["order"] if asked["order"] in ORDERS else "due",
    )


def columns_of(asked: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns to show, in their order; the case itself always is."""
    wanted = set(filter(None, asked["cols"].split(",")))
    return tuple(one for one in COLUMNS if one in wanted or one == "case") if wanted else USUAL_COLUMNS


def gone(visit: Visit, asked: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (key, value) of what was asked for and is not there any more, or is not for this visitor."""
    found: list[tuple[str, str]] = []
    if asked["cat"]:
        known = open_book(visit.session, visit.city.class_scheme).by_code
        found += [("cat", one) for one in _parts(asked["cat"]) if one not in known and one != UNCLASSIFIED]
    if asked["dept"]:
        codes = departments.by_code(visit)
        found += [("dept", one) for one in _parts(asked["dept"]) if one not in codes]
    if asked["queue"] and asked["queue"] not in queues.queues_of(visit):
        found.append(("queue", asked["queue"]))
    return found


def is_bare(asked: Mapping[str, str]) -> bool:
    """Does the address say nothing but perhaps a view?"""
    return not any(asked[name] for name in (*KEPT, "after"))


def with_query(asked: Mapping[str, str], query: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys with those of a view in their place."""
    return {**asked, **BARE, **{name: str(value) for name, value in query.items() if name in KEPT}}


def _parts(text: str) -> list[str]:
    return [part for part in text.split(",") if part][:filters.MOST_VALUES]


def _known(text: str, known: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _parts(text) if part in known))
