"""Nothing serious against WCAG 2.2 AA: the desk with all that opens over it, the office, the ways in; by axe-core.

Contrast of text is among it; what is no text: tests/dashboard/test_tokens.py.
"""

from importlib import resources

import pytest
from playwright.sync_api import Browser, Page

from dashboard.page import discover
from tests.browser.conftest import Opener
from tests.stand import Server, wait_ready

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
IN_THE_DARK = ("queue", "supervise", "health", "compare", "layers", "capacity", "stage", "figures", "evaluation")
"""Pages that have marks of their own; the others are made of the same tables and forms."""
WAYS_IN = {"/signin": "[data-person]", "/pair": ".pair-code[data-code]"}
STANDS = "() => document.querySelector('#office') && document.querySelector('#office').childElementCount > 0"


def serious(page: Page) -> list[str]:
    """Return what axe finds that is serious or critical."""
    page.evaluate(AXE)
    return list(page.evaluate(RUN))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_desk_and_all_that_opens_over_it(server: Server, sign_in: Opener, theme: str):
    page = sign_in(server, "dispatcher", path=f"/desk/overview?theme={theme}").page
    found = {"desk": serious(page)}
    page.evaluate("yiping.open(document.querySelector('.feed-rows [data-case]').dataset.case)")
    page.wait_for_selector("#drawer [data-action]")
    found["case"] = serious(page)
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("02")
    page.wait_for_selector("#search-list [role=option]")
    found["search"] = serious(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_selector("#help-sheet .is-command")
    found["help"] = serious(page)
    page.keyboard.press("Escape")
    page.click("[data-share]")
    page.wait_for_selector("dialog[open] [data-share-do]")
    found["share"] = serious(page)
    page.keyboard.press("Escape")
    page.click("[data-more-layers]")
    page.wait_for_selector("#source-panel [data-layer]")
    found["layers"] = serious(page)
    page.click("[data-more-layers]")
    page.click("#draw-tools summary")
    page.select_option("#draw-radius", "2000")
    page.click("[data-draw=here]")
    page.wait_for_selector("[data-panel=dossier][data-state=fresh]")
    found["dossier"] = serious(page)
    page.evaluate("yiping.showTab('analysis')")
    page.wait_for_selector(".js-plotly-plot .xtick text")
    found["analysis"] = serious(page)
    leader = sign_in(server, "leader", path=f"/desk/overview?theme={theme}").page
    leader.wait_for_selector("#desk-home [data-panel=home]:not([data-state=loading])")
    found["leader"] = serious(leader)
    assert found == {name: [] for name in found}


@pytest.mark.parametrize(("theme", "names"), [("light", PAGES), ("dark", IN_THE_DARK)], ids=["light", "dark"])
def test_every_page_of_the_office(server: Server, sign_in: Opener, theme: str, names: tuple[str, ...]):
    found: dict[str, list[str]] = {}
    pages: dict[str, Page] = {}
    for name in names:
        person, path = WHO.get(name, "dispatcher"), f"/desk/{name}?theme={theme}"
        if person in pages:
            pages[person].goto(f"{server.url}{path}")
            wait_ready(pages[person])
        else:
            pages[person] = sign_in(server, person, path=path).page
        pages[person].wait_for_function(STANDS)
        found[name] = serious(pages[person])
    assert found == {name: [] for name in found}


@pytest.mark.parametrize("path", WAYS_IN)
def test_the_ways_in(server: Server, chromium: Browser, path: str):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server.url}{path}")
    page.wait_for_selector(WAYS_IN[path])
    assert serious(page) == []
    context.close()


def test_a_fault_would_be_seen(server: Server, chromium: Browser):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/signin")
    page.evaluate(WITHOUT_LABELS)
    assert any(one.startswith("label") for one in serious(page))
    context.close()
