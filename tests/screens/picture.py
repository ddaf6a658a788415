"""One picture: who looks at what, how large, and what is done before it is taken."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PIL import Image
from playwright.sync_api import Browser, Page

from tests import stand
from tests.stand import Server

SETTLES_MS = 6_000
"""Until charts stand and the first live cases have come in."""
COLOURS, EXACT = 256, 64
SPOT = {"longitude": 123.5, "latitude": 30.0, "accuracy": 9}
"""Where a phone is: about the middle of the demo city."""


UNSWAPPED = "window.yiping && yiping.stage && yiping.stage.swap && yiping.stage.swap(false)"
"""A wall's title bar as it stands for half of the day."""


class Picture(Protocol):
    """What `python -m tests.screens` takes."""

    @property
    def name(self) -> str:
        """Its file's name, without the ending."""

    @property
    def writes(self) -> bool:
        """Does it change the city, so that it needs one of its own?"""

    def take(self, opened: Browser, server: Server) -> Image.Image:
        """Return it."""


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A whole screen."""

    name: str
    path: str
    size: tuple[int, int]
    person: str = ""  # nobody is signed in
    theme: str = "light"
    language: str = ""  # the city's own; another one is kept for the person, so such a shot writes
    is_phone: bool = False
    writes: bool = False
    ready: str = "body[data-ready=true], #office .page, #office > *"
    prepare: Callable[[Page, Server], None] = lambda page, server: None
    settles_ms: int = SETTLES_MS
    share: float = 1
    """How large it is stored; for screens that are larger than any page that shows them."""

    def take(self, opened: Browser, server: Server) -> Image.Image:
        """Open the screen, wait until it stands, do what is to be done and return what is seen."""
        page = open_page(opened, server, self)
        try:
            page.wait_for_timeout(self.settles_ms)
            self.prepare(page, server)
            page.evaluate(UNSWAPPED)
            page.wait_for_timeout(1_000)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        finally:
            page.context.close()
        width, height = (round(side * self.share) for side in picture.size)
        return picture if self.share == 1 else picture.resize((width, height), Image.Resampling.LANCZOS)


def open_page(opened: Browser, server: Server, shot: Shot) -> Page:
    """Return a page of its own context that shows the shot's screen."""
    there: dict[str, Any] = {"permissions": ["geolocation"], "geolocation": SPOT} if shot.is_phone else {}
    context = opened.new_context(viewport={"width": shot.size[0], "height": shot.size[1]}, has_touch=shot.is_phone,
                                 is_mobile=shot.is_phone, color_scheme="dark" if shot.theme == "dark" else "light",
                                 **there)
    if shot.theme:
        context.add_init_script(f"localStorage.setItem('yiping.theme', '{shot.theme}')")
    if shot.person:
        stand.enter(context, server, shot.person)
    if shot.language:
        context.request.post(f"{server.url}/language", form={"language": shot.language},
                             headers={"Origin": server.url}, max_redirects=0)
    page = context.new_page()
    page.goto(f"{server.url}{shot.path}")
    if shot.is_phone:
        page.wait_for_load_state("networkidle")
    else:
        page.wait_for_selector(shot.ready, timeout=60_000)
    return page


def keep(picture: Image.Image, path: Path) -> int:
    """Store a picture in 256 colours and return its size in bytes."""
    few = picture.quantize(palette=palette(picture), dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    return path.stat().st_size


def palette(picture: Image.Image) -> Image.Image:
    """Return the colours a picture is stored in: its commonest as they are, which tints no surface, then others."""
    counted: Any = picture.getcolors(picture.width * picture.height)
    colours = [colour for _, colour in sorted(counted, reverse=True)]
    exact, rare = colours[:EXACT], colours[EXACT:] or colours[:1]
    row = Image.new("RGB", (len(rare), 1))
    row.putdata(rare)
    others = row.quantize(COLOURS - EXACT, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    kept = Image.new("P", (1, 1))
    kept.putpalette([part for colour in exact for part in colour] + others[:3 * (COLOURS - EXACT)])
    return kept
