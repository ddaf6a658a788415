"""What early warning and allocation show: warnings as a list, over the map and on a wall, plans and scenarios kept."""

from playwright.sync_api import Page

from tests import stand
from tests.screens.desks import LARGE, OFFICE, at
from tests.screens.proposals import READY
from tests.screens.walls import A, wall
from tests.stand import Server

SOON_MS = 60_000


def twice(page: Page, button: str) -> None:
    """Press a button that asks once more."""
    page.click(button)
    page.wait_for_timeout(300)
    page.click(button)


def rain(page: Page, server: Server) -> None:
    """Let gauges rise, a rule warn and reports come in, and warn the whole city of the wind by hand."""
    page.goto(f"{server.url}/desk/warnings")
    twice(page, "#drill button")
    page.wait_for_selector(".warning-head", timeout=SOON_MS)
    page.goto(f"{server.url}/desk/warnings")
    page.select_option("#issue-warning [name=kind]", "wind")
    page.select_option("#issue-warning [name=level]", "blue")
    page.fill("#issue-warning [name=title]", "全市大风蓝色预警：加固户外广告和围挡")
    page.check("#issue-warning [name=areas] >> nth=0")
    twice(page, "#issue-warning button[type=submit]")
    page.wait_for_selector(".warning-head.is-blue", timeout=SOON_MS)


def in_force(page: Page, server: Server) -> None:
    """Look at what is in force."""
    rain(page, server)
    page.click(".office-page .form-end button >> nth=0")
    page.wait_for_selector("[data-register=warnings] [data-warning]")
    page.wait_for_timeout(7_000)  # until the notice has gone


def one(page: Page, server: Server) -> None:
    """Look at the warning of a rule, with its checklist."""
    in_force(page, server)
    page.click("[data-register=warnings] [data-level]:not([data-level=blue]) >> nth=0")
    page.wait_for_selector(".warning-head")


def over_the_map(page: Page, server: Server) -> None:
    """Look at the map with warnings over it."""
    rain(page, server)
    page.goto(f"{server.url}/desk/overview")
    page.wait_for_selector("#map-warnings .warn-row", timeout=SOON_MS)
    page.wait_for_timeout(7_000)


def dispatch(page: Page, server: Server) -> None:
    """Have a plan made and send it."""
    page.goto(f"{server.url}/desk/overview")
    stand.wait_ready(page)
    page.click("[data-advise]")
    page.wait_for_selector(READY, timeout=SOON_MS)
    page.click("#plan [data-plan-do=accept]")
    page.wait_for_selector("#plan .plan-came", timeout=SOON_MS)


def plans(page: Page, server: Server) -> None:
    """Look at the plans after the rain: more cases than units."""
    rain(page, server)
    dispatch(page, server)
    page.goto(f"{server.url}/desk/allocation")
    page.wait_for_selector("#office table")


def placed(page: Page, server: Server) -> None:
    """Have the next shift of repair crews placed."""
    page.select_option("#scenario-propose [name=kind]", "repair")
    page.click("#scenario-propose button")
    page.wait_for_selector("[data-scenario-open]", timeout=SOON_MS)
    page.wait_for_timeout(7_000)  # until the notice has gone


def on_the_wall(page: Page, server: Server) -> None:
    """Let a dispatcher warn and send, so that less is covered than is asked."""
    context = page.context.browser.new_context()  # type: ignore[union-attr]
    stand.enter(context, server, "dispatcher")
    desk = context.new_page()
    rain(desk, server)
    dispatch(desk, server)
    desk.wait_for_selector("#gap-notice", timeout=SOON_MS)
    page.reload()
    stand.wait_ready(page)
    page.wait_for_selector("#map-warnings .warn-row", timeout=SOON_MS)
    page.wait_for_selector("#gap-line:not([hidden])", timeout=SOON_MS)
    page.wait_for_timeout(4_000)
    context.close()


SHOTS = (
    at("page-allocation", OFFICE, path="/desk/allocation", prepare=plans, writes=True),
    at("page-whatif", OFFICE, path="/desk/whatif", prepare=placed, writes=True),
    at("page-warnings", OFFICE, path="/desk/warnings", prepare=in_force, writes=True),
    at("page-warnings-one", OFFICE, "dark", path="/desk/warnings", prepare=one, writes=True),
    at("warnings", OFFICE, prepare=over_the_map, writes=True),
    at("warnings", LARGE, "dark", prepare=over_the_map, writes=True),
    wall("wall-warnings", "/wall/hall-1", A, on_the_wall, writes=True),
)
