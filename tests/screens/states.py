"""What a panel looks like in each of its states: real clips of one page after another, side by side on a sheet."""

import base64
import html
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from tests import stand
from tests.browser.conftest import ZONE
from tests.screens.picture import Shot, open_page
from tests.stand import Server

YESTERDAY = f"{datetime.now(ZoneInfo(ZONE)) - timedelta(days=1):%Y-%m-%dT%H:%M:%S%z}".replace("+", "%2B")
STANDS = "([panel, state]) => document.querySelector(`[data-panel=${panel}]`).dataset.state === state"
STYLE = """body { margin: 0; padding: 16px; font: 16px "Noto Sans CJK SC", sans-serif; background: %s; color: %s }
main { display: grid; grid-template-columns: repeat(4, max-content); gap: 16px } figure { margin: 0 }
figcaption { padding: 6px 2px; max-width: %dpx } b { margin-right: .5em } img { display: block; max-width: %dpx }"""
INKS = {"light": ("#dde3ea", "#1a2530"), "dark": ("#000", "#e8eef5")}
TILE_PX = 440
MOST_HIGH = 0.8
"""Of a clip's width: the rest of a long panel says nothing of its state."""


@dataclass(frozen=True, kw_only=True)
class State:
    """One state: what it is called, which panel shows it, and how it comes about."""

    name: str
    said: str
    panel: str = "areas"
    fault: str = ""
    seconds: float = 0
    begins: str = "known"
    """Does the fault come over a panel that was "known", before its "first" figures, or with another "area"?"""
    query: str = ""
    person: str = ""  # the sheet's


STATES = (
    State(name="loading", said="换了区域，半秒后还没有数", fault="slow", seconds=6, begins="area"),
    State(name="fresh", said="正常"),
    State(name="late", said="数据延迟", fault="old", seconds=100),
    State(name="stale", said="数据过期", fault="old", seconds=1_500),
    State(name="fresh", said="这次没取到，留住上次的", fault="error"),
    State(name="error", said="从未取到", fault="error", begins="first"),
    State(name="zero", said="确实为零", fault="empty", begins="first"),
    State(name="filtered", said="筛选后没有", query="st=closed&pri=1&cat=01&q=zzz"),
    State(name="partial", said="有的区没有数据来", fault="partial"),
    State(name="nodata", said="当时没有记录", panel="area", query=f"t={YESTERDAY}"),
    State(name="nodata", said="当时没有记录", panel="supervisions", query=f"t={YESTERDAY}"),
    State(name="denied", said="无权查看", panel="units", person="officer"),
    State(name="replay", said="回看", query=f"t={YESTERDAY}"),
)
"""A state of another panel, or a new one, is one line here."""
TABS = {"units": "forces", "areas": "analysis", "area": "area"}
"""Behind which tab of the desk a panel stands."""
ANOTHER_AREA = "yiping.select(yiping.map.visible()[0].slice(0, 6))"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The states of one surface in one theme."""

    name: str
    path: str
    person: str
    size: tuple[int, int]
    theme: str
    tabs: bool = True
    left_out: tuple[str, ...]
    """States and panels that do not exist there."""
    writes: bool = False

    def take(self, opened: Browser, server: Server) -> Image.Image:
        """Return all clips on one sheet."""
        figures = [f'<figure><img src="data:image/png;base64,{base64.b64encode(clip).decode()}">'
                   f"<figcaption><b>{state.name}</b>{html.escape(state.said)}</figcaption></figure>"
                   for state, clip in self._clips(opened, server)]
        page = opened.new_page(viewport={"width": 4 * TILE_PX + 80, "height": 400})
        style = STYLE % (*INKS[self.theme], TILE_PX, TILE_PX)
        page.set_content(f"<style>{style}</style><main>{''.join(figures)}</main>")
        picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
        page.close()
        return picture

    def _clips(self, opened: Browser, server: Server) -> Iterator[tuple[State, bytes]]:
        operator = opened.new_context()
        stand.enter(operator, server, "dispatcher")
        for state in STATES:
            if not {state.name, state.panel} & set(self.left_out):
                yield state, self._clip(opened, server, operator, state)
        operator.close()

    def _clip(self, opened: Browser, server: Server, operator: BrowserContext, state: State) -> bytes:
        if state.begins == "first":
            provoke(operator, server, state)
        query = "&".join(filter(None, [state.query, self.tabs and f"panel={TABS.get(state.panel, '')}"]))
        page = open_page(opened, server, Shot(name=self.name, path=f"{self.path}?{query}", size=self.size,
                                              person=state.person or self.person, theme=self.theme,
                                              ready="body[data-ready=true]"))
        try:
            if state.begins != "first":
                provoke(operator, server, state)
                page.evaluate(ANOTHER_AREA if state.begins == "area" else "yiping.refresh()")
            return self._cut(page, state)
        finally:
            page.context.close()
            provoke(operator, server, state, "none")

    def _cut(self, page: Page, state: State) -> bytes:
        if state.begins == "area":
            page.wait_for_selector("body.is-waiting")
        else:
            page.wait_for_function(STANDS, arg=[state.panel, state.name])
            if state.name in {"late", "stale"}:
                page.wait_for_selector(f"[data-panel={state.panel}][data-age-note]")
            page.wait_for_timeout(2_000)
        box = page.locator(f".slot-{state.panel}").bounding_box()
        assert box
        return page.screenshot(clip={"x": box["x"], "y": box["y"], "width": box["width"],
                                     "height": min(box["height"], MOST_HIGH * box["width"])})


def provoke(operator: BrowserContext, server: Server, state: State, mode: str = "") -> None:
    """Make the state's panel faulty, or with "none" sound again."""
    if state.fault:
        operator.request.post(f"{server.url}/__test__/fault", headers={"Origin": server.url},
                              data={"panel": state.panel, "mode": mode or state.fault, "seconds": state.seconds})


SHOTS = (
    Sheet(name="states-desk-light", theme="light", path="/desk/overview", person="dispatcher", size=(1920, 1080),
          left_out=("supervisions",)),
    Sheet(name="states-desk-dark", theme="dark", path="/desk/overview", person="dispatcher", size=(1920, 1080),
          left_out=("supervisions",)),
    Sheet(name="states-wall", theme="dark", path="/wall/three-screens", person="wall", size=(5760, 1080), tabs=False,
          left_out=("denied", "filtered", "area")),
)
