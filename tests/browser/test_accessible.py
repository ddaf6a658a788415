"""Nothing serious against WCAG 2.2 AA: desk in both themes, every page of the office, the ways in; by axe-core."""

from importlib import resources

import pytest
from playwright.sync_api import Browser, Page

from dashboard.page import discover
from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((found) =>
  found.violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) =>
    one.id + ': ' + one.nodes.map((node) => node.target.join(' ')).slice(0, 6).join(' | ')))"""
WITHOUT_LABELS = """document.querySelectorAll('label').forEach((one) =>
  one.replaceWith(...one.querySelectorAll('input')))"""
PAGES = [page.name for page in discover() if page.is_listed]
WHO = {"people": "sysadmin", "profiles": "sysadmin", "overlays": "sysadmin", "grants": "secadmin",
       "audit": "auditadmin", "evaluation": "leader"}


def serious(page: Page) -> list[str]:
    """Return what axe finds that is serious or critical."""
    page.evaluate(AXE)
    return list(page.evaluate(RUN))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_desk_with_a_case_open(server: Server, sign_in: Opener, theme: str):
    page = sign_in(server, "dispatcher", path=f"/desk/overview?theme={theme}").page
    page.evaluate("yiping.open(document.querySelector('.feed-rows [data-case]').dataset.case)")
    page.wait_for_selector("#drawer [data-action]")
    page.wait_for_timeout(500)
    assert serious(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_office(server: Server, sign_in: Opener, name: str):
    page = sign_in(server, WHO.get(name, "dispatcher"), path=f"/desk/{name}").page
    page.wait_for_timeout(300)
    assert serious(page) == []


@pytest.mark.parametrize("path", ["/signin", "/pair"])
def test_the_ways_in(server: Server, chromium: Browser, path: str):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server.url}{path}")
    page.wait_for_timeout(800)
    assert serious(page) == []
    context.close()


def test_a_fault_would_be_seen(server: Server, chromium: Browser):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/signin")
    page.evaluate(WITHOUT_LABELS)
    assert any(one.startswith("label") for one in serious(page))
    context.close()
