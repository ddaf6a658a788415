"""Drawing one HTML text by Chromium, in a process of its own: `python -m dashboard.briefing.rendered.chromium FOLDER`.

The folder holds `page.html` and `job.json` ({"form": "pdf", "png" or "card", "chromium": path, "is_first", "seconds"});
what is drawn is put beside them as `drawn`, or why not as `fault.json` ({"why"} or {"signs"}). Nothing leaves the
machine: the page is handed over by interception, and every other request is refused three times over (by interception,
by the page's own policy, and by a browser that resolves no name and knows a dead proxy only). Scripts are off.
"""

import ctypes
import json
import resource
import signal
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Error, Page, Playwright, Route, sync_playwright

from dashboard.briefing.rendered.legible import mended

WIDTH, HEIGHT, SCALE = 360, 640, 3
"""Of a phone's picture, in CSS px and in px for each: 1080 px wide."""
CARD = (1920, 1080)
ADDRESS = "http://briefing.invalid/"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
SIGNS = "\u4e00\u7ea7\u7279\u6025\u7763\u529e\u903e\u671f\u4e07\u4ebf\u33a1\u2103"
"""What has to be drawn as itself: numbers, priorities, lateness, units."""
NO_SIGN = "\U0010fffd"
"""No font has a shape for it: it is drawn as the box that stands for what is missing."""
CELL = 40
ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-breakpad", "--renderer-process-limit=1", "--disable-gpu",
    "--js-flags=--max-old-space-size=256", "--disable-dev-shm-usage",
    # The page runs no script and asks nobody; the sandbox needs rights that containers do not give.
    "--no-sandbox",
)
DEAD_PROXY = "http://127.0.0.1:1"
OWN_MEMORY = 2 * 1024**3
"""Bytes of address space of this Python; what the browser takes is watched from outside."""
SUBREAPER = 36
"""Of prctl(2): what the browser leaves behind stays below this process, where it is found and ended."""


def main(folder: Path) -> int:
    """Do the job of a folder; return 0, or 1 with the fault told."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    signal.alarm(int(job["seconds"]) + 5)  # should whoever asked be gone
    try:
        with sync_playwright() as play:
            browser = launch(play, job["chromium"])
            resource.setrlimit(resource.RLIMIT_AS, (OWN_MEMORY, OWN_MEMORY))
            fault = missing_signs(browser) if job["is_first"] else None
            if fault is None:
                html = (folder / "page.html").read_text(encoding="utf-8")
                (folder / "drawn").write_bytes(draw(browser, html, job["form"]))
            browser.close()
    except Error as error:
        fault = {"why": error.message.splitlines()[0][:160]}
    except MemoryError:
        fault = {"why": "memory"}
    if fault is not None:
        (folder / "fault.json").write_text(json.dumps(fault), encoding="utf-8")
    return int(fault is not None)


def launch(play: Playwright, path: str) -> Browser:
    """Return a browser without a way out. Raises playwright's Error."""
    return play.chromium.launch(executable_path=path, args=list(ARGUMENTS), chromium_sandbox=False,
                                proxy={"server": DEAD_PROXY})


def draw(browser: Browser, html: str, form: str) -> bytes:
    """Return a PDF (A4, or what the page's own @page says), a PNG as long as the page (1080 px wide), or a card."""
    if form == "card":
        return shown(browser, html, CARD, scale=1).screenshot(type="png")
    page = shown(browser, html)
    if form == "pdf":
        return mended(page.pdf(format="A4", prefer_css_page_size=True, print_background=True, tagged=True,
                               outline=True))
    wide = int(page.evaluate("document.documentElement.scrollWidth"))
    if wide > WIDTH:  # something does not fit a phone: rather smaller than cut
        page.context.close()
        page = shown(browser, html, (wide, HEIGHT), scale=WIDTH * SCALE / wide)
    return page.screenshot(full_page=True, type="png")


def shown(browser: Browser, html: str, size: tuple[int, int] = (WIDTH, HEIGHT), *, scale: float = SCALE) -> Page:
    """Return a page of so many CSS px, each of so many px, that shows the text, and asks for nothing else."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, device_scale_factor=scale, offline=True,
        java_script_enabled=False, service_workers="block", accept_downloads=False)

    def answer(route: Route) -> None:
        if route.request.url == ADDRESS and route.request.is_navigation_request():
            route.fulfill(body=html, content_type="text/html; charset=utf-8",
                          headers={"Content-Security-Policy": POLICY})
        else:
            route.abort("aborted")

    context.route("**/*", answer)
    page = context.new_page()
    page.goto(ADDRESS, wait_until="load")
    return page


def missing_signs(browser: Browser) -> dict[str, Any] | None:
    """Return what is wrong with signs that are drawn as a missing one is, or as nothing; else None."""
    cells = "".join(f"<i>{sign}</i>" for sign in (*SIGNS, NO_SIGN))
    page = shown(browser, f"<style>body{{margin:0;font:24px/{CELL}px sans-serif}}i{{float:left;width:{CELL}px;"
                          f"height:{CELL}px;overflow:hidden;font-style:normal}}</style>{cells}")
    page.set_viewport_size({"width": CELL * (len(SIGNS) + 1), "height": CELL})
    with Image.open(BytesIO(page.screenshot())) as picture:
        side = CELL * SCALE
        drawn = [picture.convert("L").crop((side * place, 0, side * (place + 1), side)).tobytes()
                 for place in range(len(SIGNS) + 1)]
    page.context.close()
    missing = "".join(sign for sign, cell in zip(SIGNS, drawn, strict=False)
                      if cell == drawn[-1] or len(set(cell)) == 1)
    return {"signs": missing} if missing else None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
