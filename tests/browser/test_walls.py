"""Walls of every shape: nothing scrolls, is cut, too small or crosses a seam; a bad file is told and never empty."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import stand
from tests.browser.conftest import ZONE, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

SIZES = [(3840, 1080), (5760, 1080), (7680, 2160), (6656, 1792), (1920, 1080)]
OWN = {
    "three": "stage: 5760x1080\nseams_x: [1920, 3840]\n",
    "four": "stage: 7680x2160\nseams_x: [1920, 3840, 5760]\nseams_y: [1080]\n",
    "lcd": "stage: 5760x1080\npitch_mm: 0.63\ndistance_far_m: 10\nseams_x: [1920, 3840]\n",
    "fine": "stage: 3840x1080\npitch_mm: 0.9375\nseams_x: [1920]\n",
    "broken": "stage: 3840x1080\nseams_x: [5000]\n",
}
NO_SCROLL = """[document.documentElement.scrollWidth === innerWidth,
  document.documentElement.scrollHeight === innerHeight]"""
TEXTS = """[...document.querySelectorAll('.stage.wall *')].filter((node) => node.checkVisibility()
  && [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()))"""
SMALLEST_TYPE = f"() => Math.min(...{TEXTS}.map((node) => parseFloat(getComputedStyle(node).fontSize)))"
DIGITS = "parseFloat(getComputedStyle(document.querySelector('.kpi-value b')).fontSize)"
CUT = f"""() => {TEXTS}.filter((node) => node.tagName !== 'text' && node.clientWidth
  && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflow !== 'visible'
  && !node.matches('.text, .rest, .name, .what, .advice, .finding'))
  .map((node) => node.className + ': ' + node.textContent)"""
BELOW = f"""() => {{
  const lower = (node) => node.getBoundingClientRect().bottom;
  const boxes = [...document.querySelectorAll('.stage.wall > [data-box]')].filter((box) => !box.hidden);
  return boxes.filter((box) => lower(box) > innerHeight + 1).map((box) => box.dataset.box).concat(
    {TEXTS}.filter((node) => node.closest('.panel-body') && !node.closest('#map') && !node.matches('.rest'))
      .filter((node) => lower(node) > lower(node.closest('.panel-body')) + 3).map((node) => node.textContent));
}}"""
CROSSED = f"""(seams) => {TEXTS}
  .filter((node) => !node.closest('.map-frame') && !node.closest('.js-plotly-plot')).flatMap((node) => {{
    const range = document.createRange();
    range.selectNodeContents(node);
    const shown = node.getBoundingClientRect();
    const meets = (seams, begin, end) => end > begin && seams.some((seam) => begin < seam + 4 && end > seam - 4);
    return [...range.getClientRects()].filter((text) => {{
      const left = Math.max(text.left, shown.left), right = Math.min(text.right, shown.right);
      return right > left && (meets(seams.x, left, right) || meets(seams.y, text.top, text.bottom));
    }}).map(() => node.textContent);
  }})"""
ROWS = """() => Object.fromEntries(['classes', 'areas', 'deadlines', 'units'].map((name) => {
  const body = document.querySelector(`.slot-${name} .panel-body`);
  const rows = [...body.children].filter((row) => /-row/.test(row.className) && row.checkVisibility());
  return [name, [rows.length, (body.querySelector('.more') || { textContent: '' }).textContent]];
}))"""
PANELS = """() => [...document.querySelectorAll('.stage.wall > [data-box]')].filter((box) => !box.hidden)
  .map((box) => box.dataset.box)"""
STANDS = """() => !document.querySelector('.trend-graph') || document.querySelector('.trend-graph .xtick text')
  || document.body.dataset.density !== 'full'"""


@pytest.fixture(scope="module")
def hall(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the demo city whose deployment has walls of its own."""
    folder = tmp_path_factory.mktemp("hall") / "data"
    shutil.copytree(demo_folder, folder)
    (folder / "walls").mkdir()
    for name, text in OWN.items():
        (folder / "walls" / f"{name}.yaml").write_text(text, encoding="utf-8")
    with stand.serving(folder, YIPING_ZONE=ZONE) as running:
        yield running


def drawn(page: Page) -> Page:
    """Wait until the chart stands too: its type counts."""
    page.wait_for_function(STANDS)
    return page


@pytest.mark.parametrize("size", SIZES)
def test_on_a_wall_of_any_shape_nothing_scrolls_or_is_cut(hall: Server, sign_in: Opener, size: tuple[int, int]):
    screen = sign_in(hall, "wall", path="/wall/hall-1", size=size)
    page = drawn(screen.page)
    assert page.evaluate(NO_SCROLL) == [True, True]
    assert page.evaluate(CUT) == []
    assert page.evaluate(BELOW) == []
    assert screen.complaints == []


def test_as_many_rows_stand_in_a_panel_as_fit_and_the_rest_is_counted(hall: Server, sign_in: Opener):
    page = sign_in(hall, "wall", path="/wall/hall-1", size=(5760, 1080)).page
    rows = page.evaluate(ROWS)
    assert rows["classes"][0] >= 6
    assert rows["areas"] == [7, ""]
    assert all(shown >= 4 for shown, _ in rows.values())
    assert rows["deadlines"][1]


@pytest.mark.parametrize(("size", "least", "digits"), [((3840, 1080), 20, 60), ((5760, 1080), 20, 60),
                                                       ((7680, 2160), 30, 90)])
def test_type_can_be_read_from_afar(hall: Server, sign_in: Opener, size: tuple[int, int], least: int, digits: int):
    page = drawn(sign_in(hall, "wall", path="/wall/hall-1", size=size).page)
    # The chart is drawn once more in the wall's type, as soon as the server was told of it.
    page.wait_for_function(f"(least) => ({SMALLEST_TYPE})() >= least", arg=least)
    assert page.evaluate(DIGITS) >= digits


def test_a_wall_of_fine_points_seen_from_afar_shows_less_but_larger(hall: Server, sign_in: Opener):
    page = sign_in(hall, "wall", path="/wall/lcd", size=(5760, 1080)).page
    assert page.evaluate("document.body.dataset.density") == "far"
    assert set(page.evaluate(PANELS)) == {"title-left", "title-main", "title-right", "kpi", "map", "alarm"}
    assert page.evaluate(SMALLEST_TYPE) >= 40
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(("name", "size", "seams"), [
    ("three", (5760, 1080), {"x": [1920, 3840], "y": []}), ("fine", (3840, 1080), {"x": [1920], "y": []}),
    ("four", (7680, 2160), {"x": [1920, 3840, 5760], "y": [1080]}), ("lcd", (5760, 1080), {"x": [1920, 3840], "y": []}),
])
def test_no_text_lies_across_a_seam(hall: Server, sign_in: Opener, name: str, size: tuple[int, int], seams: dict):
    page = drawn(sign_in(hall, "wall", path=f"/wall/{name}", size=size).page)
    assert page.evaluate(CROSSED, seams) == []
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("ratio", [1.25, 1.5])
def test_a_scaled_window_is_no_reason_to_scroll_or_cut(hall: Server, chromium: Browser, ratio: float):
    context = chromium.new_context(viewport={"width": round(3840 / ratio), "height": round(1080 / ratio)},
                                   device_scale_factor=ratio)
    page = context.new_page()
    page.goto(f"{hall.url}/signin")
    page.click("[data-person=wall]")
    stand.wait_ready(page)
    assert page.evaluate("document.body.dataset.layout") == "A"
    assert page.evaluate(NO_SCROLL) == [True, True]
    assert page.evaluate(CUT) == []
    context.close()


@pytest.mark.parametrize("name", ["broken", "nowhere"])
def test_a_wall_that_cannot_be_read_is_told_and_never_empty(hall: Server, sign_in: Opener, name: str):
    page = sign_in(hall, "wall", path=f"/wall/{name}", size=(3840, 1080)).page
    page.wait_for_selector("#notice-box.is-shown")
    assert name in page.inner_text("#notice-box")
    assert page.evaluate("document.body.dataset.layout") == "A"


def test_a_window_that_changes_is_laid_out_anew(hall: Server, sign_in: Opener):
    page = sign_in(hall, "wall", path="/wall/hall-1", size=(1920, 1080)).page
    assert page.evaluate("document.body.dataset.layout") == "D"
    page.set_viewport_size({"width": 5760, "height": 1080})
    page.wait_for_selector("body[data-layout=B] [data-panel=supervisions][data-state]:not([data-state=loading])")
    assert page.evaluate("yiping.map.visible().some((code) => yiping.map.value(code) > 0)"), "the map lost its figures"
    assert page.evaluate(NO_SCROLL) == [True, True]
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(("size", "ratio", "verdict", "said"), [
    ((5760, 1080), 1, "is-right", "逐点显示"), ((4608, 864), 1.25, "is-wrong", "125 %"),
    ((3840, 1080), 1, "is-wrong", "窗口与设定不符"),
])
def test_a_fitter_sees_whether_the_wall_is_shown_pixel_for_pixel(
    hall: Server, chromium: Browser, size: tuple[int, int], ratio: float, verdict: str, said: str
):
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, device_scale_factor=ratio)
    page = context.new_page()
    page.goto(f"{hall.url}/signin")
    page.click("[data-person=wall]")
    page.goto(f"{hall.url}/wall/three/calibrate")
    page.wait_for_selector(f"main[data-verdict={verdict}]")
    assert said in page.inner_text(".verdict")
    assert page.evaluate("document.querySelectorAll('[data-sample], .chip').length") == 7
    assert page.evaluate("document.querySelectorAll('.seam').length") == (2 if size != (3840, 1080) else 0)
    assert page.evaluate("document.documentElement.scrollWidth === innerWidth")
    context.close()
