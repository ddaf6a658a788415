"""What a panel is, and finding them: every module of `dashboard/panels` that has a PANEL."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from dash.development.base_component import Component

from dashboard import panels
from dashboard.speech import Words
from data.cases.only import ALL, Only
from data.collecting import collect_shown
from data.feeds.coverage import NOTHING_EXPECTED, Coverage
from data.storage.box import Box
from data.visit import Visit

if TYPE_CHECKING:
    from dashboard.wiring import Wiring

FOCUS = "focus"
"""Store: the case in the drawer: {"case", "again"}, and "t" where it is looked back at."""
ORDER = "order"
"""Store: what a person asks for: {"verb", "case", "version", "id"} and whatever is given with the move."""
NOTICE = "notice"
"""Store: a sentence for the person: {"text", "tone", "id"}."""


@dataclass(frozen=True, kw_only=True)
class View:
    """What a screen looks at."""

    area: str
    norm: str
    surface: str
    """"wall" or "desk"."""
    type_px: float = 12
    """The smallest type of the screen: charts are drawn in it."""
    cards: int = 8
    """How many figures the strip holds."""
    box: Box | None = None
    """What the map shows, where its extent drives the figures: west, south, east, north in WGS84 degrees."""
    shape: str = ""
    """What was drawn on the map, as data.within.shape reads it; empty where nothing was."""
    t: datetime | None = None
    """The moment (UTC) that is looked back at; None is now."""
    t_fault: str = ""
    """Why it is not the moment that was asked for (data.past.moment)."""
    page: str = ""
    """Which view of the desk (dashboard.surface.VIEWS) or page beside the map; empty on walls."""
    only: Only = ALL
    """Which cases are looked at; a panel says by `honours` what of it it keeps to."""
    compare: str = "mom"
    """With which time: the one before, none, or a year before (dashboard.filters.COMPARISONS)."""
    classing: str = "fixed"
    """How the map finds its classes (dashboard.filters.CLASSINGS)."""
    figures: tuple[str, ...] = ()
    """What stands first on the strip, while a wall shows a scene."""
    coverage: Coverage = NOTHING_EXPECTED
    """Of how many of the areas that should be heard of the figures are made."""
    watched: str = ""
    """The area whose alarms are told where that is another than is looked at: a tour goes elsewhere, alarms do not."""

    def is_wall(self) -> bool:
        """Is this a wall, read from metres away and never touched?"""
        return self.surface == "wall"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One panel. `answer` builds its content at each refresh; `layout` is what stands before it.

    A panel that the page's own scripts fill (map, feed) has no answer. `connect` is for a panel
    that is pressed, not only read.
    """

    name: str
    permission: str
    words: dict[str, dict[str, Any]]
    layout: Callable[[Words, View], Component]
    answer: Callable[[Visit, Words, View], Component] | None = None
    connect: Callable[["Wiring"], None] | None = None
    is_own: bool = False
    """Does it stand nowhere, instead of saying so, for who may not see it?"""
    honours: frozenset[str] | None = None
    """What of a filter its numbers keep to, of data.cases.only.KINDS; None for a panel that counts no cases."""

    def slot(self, surface: str) -> str:
        """Return the id of the element that holds the panel on a surface."""
        return f"{surface}-{self.name}"


@cache
def discover() -> tuple[Panel, ...]:
    """Return every panel, by name. Raises ValueError for a doubled name or an unknown permission."""
    return collect_shown(panels, "PANEL", lambda panel: panel.name)
