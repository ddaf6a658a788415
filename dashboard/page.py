"""What a page of the desk is: a view beside the map, at /desk/<name>. Found by scanning `dashboard/pages`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dash.development.base_component import Component

from dashboard import pages
from dashboard.speech import Words
from data.collecting import collect_shown
from data.errors import NotFound
from data.scope import Scope
from data.visit import Visit

Asked = Mapping[str, str]
"""The page's parameters as they stand in the address, each one of its `fields`."""


@dataclass(frozen=True, kw_only=True)
class Came:
    """What came of pressing something: a sentence for the person, and where the page goes on."""

    text: str
    go: dict[str, str] = field(default_factory=dict)
    """Parameters that change in the address; an empty value takes one away."""
    case: str = ""
    """A case to open in the drawer."""
    secret: str = ""
    """Something to be shown once, such as a new password; it is kept nowhere."""
    beside: Component | None = None
    """What is shown in the form itself, in its `data-beside`, before anything is done; what was typed stays."""


Act = Callable[[Visit, Words, Mapping[str, Any]], Came]
"""(visit that writes, words, what the form gave) -> what came of it. Refusals are raised."""


LARGEST_WHOLE = 2 ** 31 - 1


def text_of(given: Mapping[str, Any], name: str) -> str:
    """Return a text that a form gave, "" where there is none."""
    value = given.get(name)
    return value if isinstance(value, str) else ""


def whole_of(given: Mapping[str, Any], name: str) -> int:
    """Return a whole number that a form gave, -1 where there is none, or one that no row of a database could hold."""
    value = given.get(name)
    return value if type(value) is int and abs(value) <= LARGEST_WHOLE else -1


Find = Callable[[Visit, Words, Mapping[str, Any]], Any]
"""(visit that reads, words, what the form gave) -> what an act needs that takes long to find."""
FOUND = "found"
"""Under this name an act is given it; no field of a form can hold it."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page. `answer` builds all of it each time; `acts` are what can be pressed on it, by name.

    An act asks for its own permission in the rule it calls; the page's permission is asked for as well.
    """

    name: str
    order: int
    permission: str
    words: dict[str, dict[str, Any]]
    """With "name" (for the rail) and "about" (one sentence)."""
    answer: Callable[[Visit, Words, Asked], Component]
    fields: tuple[str, ...] = ()
    """Parameters of the address besides `area`."""
    acts: Mapping[str, Act] = field(default_factory=dict)
    finds: Mapping[str, Find] = field(default_factory=dict)
    """By the act's name, what is found before it: nobody who writes waits for that."""
    also: tuple[str, ...] = ()
    """Other permissions, any of which opens the page as well: it shows each visitor what they may do on it."""
    is_listed: bool = True
    """Does it stand in the rail? Others are led to from somewhere else."""


    def opens_to(self, may: Collection[str]) -> bool:
        """May somebody with these permissions see the page?"""
        return any(one in may for one in (self.permission, *self.also))

    def require(self, scope: Scope) -> None:
        """Raise NotAllowed for somebody who may not see the page."""
        if not self.opens_to(scope.may):
            scope.require(self.permission)


@cache
def discover() -> tuple[Page, ...]:
    """Return every page in the rail's order. Raises ValueError for a doubled name or an unknown permission."""
    return collect_shown(pages, "PAGE", lambda page: (page.order, page.name))


def find(name: str) -> Page:
    """Return the page of a name. Raises NotFound("page_not_found")."""
    for page in discover():
        if page.name == name:
            return page
    raise NotFound("page_not_found", page=name)
