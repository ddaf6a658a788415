"""Nothing is told by colour alone: each row of the alarm list has a shape and a word; shapes differ without colour."""

import io
import itertools

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from tests.browser.conftest import WALL, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

VISIONS = ("protanopia", "deuteranopia", "achromatopsia")
ROWS = """[...document.querySelectorAll('.feed-rows .feed-row')].map((row) => {
  const mark = row.querySelector('.mark'), level = row.querySelector('.level'), look = getComputedStyle(mark);
  const word = level.getClientRects().length ? level.textContent : '';
  return { word, shape: look.clipPath + ' ' + look.borderRadius };
})"""
MARKS = """() => {
  const box = document.createElement('div');
  box.id = 'four-marks';
  box.style.cssText = 'position:fixed;left:0;top:0;z-index:9999;font-size:32px;background:var(--surface-1)';
  for (const n of [1, 2, 3, 4]) {
    const one = document.createElement('i');
    one.className = 'mark p' + n;
    box.append(one);
  }
  document.body.append(box);
}"""


def greys(page: Page) -> list[Image.Image]:
    """Return the four marks of priorities without their colour, each by itself, black and white alone."""
    shots = [page.locator(f"#four-marks .p{n}").screenshot() for n in (1, 2, 3, 4)]
    return [Image.open(io.BytesIO(shot)).convert("L").resize((32, 32)) for shot in shots]


@pytest.mark.parametrize(("person", "path", "size"), [("dispatcher", "/desk/overview", (1366, 768)),
                                                      ("wall", "/wall/hall-1", WALL)])
def test_each_row_says_its_priority_by_shape_and_word(server: Server, sign_in: Opener, person, path, size):
    page = sign_in(server, person, path=path, size=size).page
    page.wait_for_selector(".feed-rows .feed-row")
    rows = page.evaluate(ROWS)
    assert all(row["word"] and row["shape"].strip() not in ("none 0px", "") for row in rows)
    looks = {(row["word"], row["shape"]) for row in rows}
    assert len(looks) == len({word for word, _ in looks}) == len({shape for _, shape in looks})


def test_marks_of_priorities_differ_for_every_eye(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    page.evaluate(MARKS)
    cdp = page.context.new_cdp_session(page)
    for vision in VISIONS:
        cdp.send("Emulation.setEmulatedVisionDeficiency", {"type": vision})
        for one, other in itertools.combinations(greys(page), 2):
            changed = ImageChops.difference(one, other).point(lambda level: 255 * (level > 24)).histogram()[255]
            assert changed > 60, f"{vision}: {changed} of 1,024 points differ"
