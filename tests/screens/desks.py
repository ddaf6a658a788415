"""What desks, office pages and phones show."""

from playwright.sync_api import Page

from tests.screens.picture import Shot
from tests.stand import Server


def open_case(page: Page, server: Server) -> None:
    """Open the first case that can be sent to."""
    page.click(".feed-rows .feed-row >> nth=1")
    page.wait_for_selector("#drawer [data-drawer-case]")


def draw_circle(page: Page, server: Server) -> None:
    """Draw a circle about the map's middle."""
    page.click("#draw-tools summary")
    page.select_option("#draw-radius", "2000")
    page.click("[data-draw=here]")
    page.wait_for_selector("[data-panel=dossier][data-state=fresh]")


SHOTS = (
    Shot(name="desk-1366x768", person="dispatcher", path="/desk/overview", size=(1366, 768), prepare=open_case),
    Shot(name="desk-1920x1080-dark", person="dispatcher", path="/desk/overview", size=(1920, 1080), theme="dark",
         prepare=draw_circle),
    Shot(name="leader-1440x900", person="leader", path="/desk/overview", size=(1440, 900)),
    Shot(name="queue-1366x768", person="dispatcher", path="/desk/queue", size=(1366, 768)),
    Shot(name="supervise-1440x900", person="dispatcher", path="/desk/supervise", size=(1440, 900)),
    Shot(name="phone-390x844", person="officer", path="/m/task", size=(390, 844), theme="", is_phone=True),
)
