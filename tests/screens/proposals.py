"""What proposals of dispatch show: the plan beside the map, a row being changed, what is sent, what that uncovers."""

from playwright.sync_api import Page

from tests.screens.desks import OFFICE, at, both
from tests.stand import Server

READY = "#plan[data-state=ready]"


def propose(page: Page, server: Server) -> None:
    """Have a plan made."""
    page.click("[data-advise]")
    page.wait_for_selector(READY, timeout=20_000)


def change(page: Page, server: Server) -> None:
    """Have another unit go to the second case."""
    propose(page, server)
    page.click("#plan [data-plan-do=change] >> nth=1")
    page.click("#plan [data-other]:not([data-other='']) >> nth=0")
    page.wait_for_selector("#plan .plan-price")


def send(page: Page, server: Server) -> None:
    """Send what is proposed and wait for what that leaves uncovered."""
    propose(page, server)
    page.click("#plan [data-plan-do=accept]")
    page.wait_for_selector("#gap-notice", timeout=60_000)
    page.wait_for_timeout(7_000)  # until the notice of what was sent has gone


SHOTS = (
    at("proposals", (1366, 625), prepare=propose, writes=True),
    *both("proposals", OFFICE, prepare=propose, writes=True),
    at("proposals", (1920, 1080), prepare=propose, writes=True),
    at("proposals-change", OFFICE, prepare=change, writes=True),
    at("proposals-gap", OFFICE, prepare=send, writes=True),
)
