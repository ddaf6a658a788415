"""What the map's desk shows: every width with a case open, its homes, its tabs, and what is opened on it."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.screens.picture import Shot
from tests.stand import Server

SIZES = ((1366, 625), (1366, 768), (1440, 900), (1536, 864), (1920, 1080), (2560, 1440))
OFFICE, LARGE = (1366, 768), (1920, 1080)
THEMES = ("light", "dark")
SETTLES_MS = 3_500
Prepare = Callable[[Page, Server], None]


def open_case(page: Page, server: Server) -> None:
    """Open the first case that can be sent to."""
    page.click(".feed-rows .feed-row >> nth=1")
    page.wait_for_selector("#drawer [data-drawer-case]")


def form(verb: str) -> Prepare:
    """Return what opens the form of an action on the first case."""
    def prepare(page: Page, server: Server) -> None:
        open_case(page, server)
        button = page.locator(f"#drawer [data-action={verb}]")
        if not button.is_visible():
            page.click("#drawer .more-actions summary")
        button.click()

    return prepare


def pressed(*selectors: str) -> Prepare:
    """Return what presses one thing after the other."""
    def prepare(page: Page, server: Server) -> None:
        for selector in selectors:
            page.click(selector)
            page.wait_for_timeout(600)

    return prepare


def leader_s_form(page: Page, server: Server) -> None:
    """Open the supervision that a leader's list proposes."""
    page.click(".decide-row .quick:has-text('督办') >> nth=0")
    page.wait_for_selector("#drawer form[data-give=supervise]")


def read_on(page: Page, server: Server) -> None:
    """Open a case and scroll to what happened."""
    open_case(page, server)
    page.evaluate("() => { document.querySelector('#drawer .drawer-body').scrollTop = 1e6; }")


def draw_circle(page: Page, server: Server) -> None:
    """Draw a circle about the map's middle."""
    page.click("#draw-tools summary")
    page.select_option("#draw-radius", "5000")
    page.click("[data-draw=here]")
    page.wait_for_selector("[data-panel=dossier][data-state=fresh]")


def typed(words: str) -> Prepare:
    """Return what types into the search box."""
    def prepare(page: Page, server: Server) -> None:
        page.click(".search input")
        page.keyboard.type(words, delay=30)
        page.wait_for_timeout(1_500)

    return prepare


def look_back(page: Page, server: Server) -> None:
    """Turn to yesterday and wait for the bar."""
    page.click("[data-past]")
    page.wait_for_selector(".past-density i")
    page.wait_for_timeout(1_500)


def at(name: str, size: tuple[int, int], theme: str = "light", **more: object) -> Shot:
    """Return a shot of the dispatcher's desk that bears its size and theme in its name."""
    whole = {"person": "dispatcher", "path": "/desk/overview", "settles_ms": SETTLES_MS, **more}
    return Shot(name=f"{name}-{size[0]}x{size[1]}{'-dark' if theme == 'dark' else ''}", size=size, theme=theme,
                **whole)  # type: ignore[arg-type]


def both(name: str, size: tuple[int, int], **more: object) -> tuple[Shot, ...]:
    """Return a light and a dark shot."""
    return tuple(at(name, size, theme, **more) for theme in THEMES)


SHOTS = (
    *(at("desk", size, prepare=open_case) for size in SIZES),
    at("desk", OFFICE, "dark", prepare=open_case),
    at("desk", LARGE, "dark", prepare=draw_circle),
    *both("home-leader", (1440, 900), person="leader"),
    *both("home-community", OFFICE, person="community"),
    at("area", (1536, 864), path="/desk/area?area=990104"),
    at("area", (1440, 900), "dark", path="/desk/area?area=990104"),
    *both("analysis", OFFICE, prepare=pressed("[data-tab=analysis]")),
    *both("units", LARGE, prepare=pressed("[data-tab=forces]")),
    *both("filtered", OFFICE, path="/desk/overview?range=7d&pri=1,2"),
    at("case-dispatch", OFFICE, prepare=form("dispatch")),
    at("case-merge", OFFICE, prepare=form("merge")),
    at("case-more", OFFICE, prepare=lambda page, server: (open_case(page, server),
                                                         page.click("#drawer .more-actions summary"))[0]),
    *both("case-supervise", OFFICE, person="leader", prepare=leader_s_form),
    *both("case-timeline", OFFICE, prepare=read_on),
    at("dossier", OFFICE, prepare=draw_circle),
    *both("replay", OFFICE, prepare=look_back),
    *both("search", OFFICE, prepare=typed("路灯")),
    at("command", OFFICE, prepare=typed("回放 昨天 18:00")),
    *both("share", OFFICE, prepare=pressed("[data-share]", "[data-share-do=snapshot]"), writes=True),
    *both("help", OFFICE, prepare=pressed("[data-help]")),
    at("english-desk", OFFICE, language="en", prepare=open_case, writes=True),
)
