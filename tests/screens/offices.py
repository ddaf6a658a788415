"""What the pages beside the map show, the ways in, and what is said where there is nothing to see."""

from playwright.sync_api import Page

from tests.screens.desks import OFFICE, at, both
from tests.screens.picture import Shot
from tests.stand import Server

WHO = {"answers": "caller", "changes": "leader", "report": "officer", "evaluation": "leader", "campaigns": "leader",
       "overlays": "sysadmin", "people": "sysadmin", "profiles": "sysadmin", "grants": "secadmin",
       "audit": "auditadmin"}
"""Page -> who sees it; the others are a dispatcher's."""
PAGES = ("answers", "report", "changes", "stage", "campaigns", "grid", "handover", "evaluation", "figures", "capacity",
         "layers", "walls", "profiles", "overlays", "people", "grants", "audit", "risk", "topics", "stock", "duty",
         "ledger", "platforms")


def tick(page: Page, server: Server) -> None:
    """Choose three cases."""
    for row in range(3):
        page.click(f".worklist [data-tick] >> nth={row}")


def preview(page: Page, server: Server) -> None:
    """Choose three cases and look at what would be done to them."""
    tick(page, server)
    page.click("[data-bulk=open]")
    page.click("[data-bulk=preview]")
    page.wait_for_selector("[data-bulk=confirm]")


def open_row(page: Page, server: Server) -> None:
    """Open a case beside the list."""
    page.click(".worklist [data-case] .of-case >> nth=2")
    page.wait_for_selector("#drawer [data-drawer-case]")


def way_in(name: str, path: str, size: tuple[int, int] = OFFICE, **more: object) -> Shot:
    """Return a shot of a page that is whole as it comes."""
    return Shot(name=f"{name}-{size[0]}x{size[1]}", path=path, size=size, theme="", ready="body", settles_ms=500,
                **more)  # type: ignore[arg-type]


SHOTS = (
    *both("queue", OFFICE, path="/desk/queue", prepare=tick),
    *both("queue-bulk", OFFICE, path="/desk/queue", prepare=preview),
    *both("queue-case", (1440, 900), path="/desk/queue", prepare=open_row),
    *both("supervise", (1440, 900), path="/desk/supervise"),
    *both("health", OFFICE, path="/desk/health"),
    *both("compare", (1440, 900), path="/desk/compare"),
    *(at(f"page-{name}", OFFICE, person=WHO.get(name, "dispatcher"), path=f"/desk/{name}") for name in PAGES),
    *(at(f"page-{name}", OFFICE, "dark", person=WHO.get(name, "dispatcher"), path=f"/desk/{name}")
      for name in ("evaluation", "handover", "campaigns", "people")),
    at("english-queue", OFFICE, language="en", path="/desk/queue", writes=True),
    at("english-supervise", (1440, 900), language="en", path="/desk/supervise", writes=True),
    way_in("signin", "/signin"),
    way_in("signin", "/signin", (390, 844), is_phone=True),
    way_in("refused", "/wall/hall-1", person="officer"),
    way_in("nothing-there", "/nowhere", person="dispatcher"),
)
