"""Drawing HTML texts by Chromium, in a process of its own: `python -m dashboard.briefing.rendered.chromium FOLDER`.

It lives as long as somebody holds its standard input. Each line of that is a job, {"form": "pdf", "png" or "card",
"chromium": path, "is_first", "seconds"}: the text lies in the folder as `page.html`, what is drawn is put beside it as
`drawn`, and a line is answered: {}, or why not, as {"why"}, {"signs"} or, where the browser ended by itself, {"died"}.
"""

import ctypes
import json
import resource
import shutil
import signal
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from dashboard.briefing.rendered.browser import Browser, Gone, Refused
from dashboard.briefing.rendered.legible import mended

WIDTH, HEIGHT, SCALE = 360, 640, 3
"""Of a phone's picture, in CSS px and in px for each: 1080 px wide."""
CARD = (1920, 1080)
SIGNS = "\u4e00\u7ea7\u7279\u6025\u7763\u529e\u903e\u671f\u4e07\u4ebf\u33a1\u2103"
"""What has to be drawn as itself: numbers, priorities, lateness, units."""
NO_SIGN = "\U0010fffd"
"""No font has a shape for it: it is drawn as the box that stands for what is missing."""
CELL = 40
OWN_MEMORY = 2 * 1024**3
"""Bytes of address space of this Python; what the browser takes is watched from outside."""
SUBREAPER, DROP, NICE = 36, 24, 23
"""Of prctl(2): what the browser leaves behind stays below this process, where it is found and ended; a right that is
dropped for good; the right to go before others, which the browser would use for its pages."""


def main(folder: Path) -> None:
    """Do one job after the other, by one browser; at the end nothing is left of the folder."""
    system = ctypes.CDLL(None)
    system.prctl(SUBREAPER, 1, 0, 0, 0)
    system.prctl(DROP, NICE, 0, 0, 0)  # refused to who is not root, and has no such right
    browser: Browser | None = None
    try:
        for line in sys.stdin.buffer:
            job = json.loads(line)
            signal.alarm(int(job["seconds"]) + 5)  # should whoever asked be gone
            if browser is None:
                browser = Browser(job["chromium"], folder)
                resource.setrlimit(resource.RLIMIT_AS, (OWN_MEMORY, OWN_MEMORY))
            fault = work(browser, folder, job)
            signal.alarm(0)
            sys.stdout.write(json.dumps(fault or {}) + "\n")
            sys.stdout.flush()
    finally:
        if browser is not None:
            browser.close()
        shutil.rmtree(folder, ignore_errors=True)


def work(browser: Browser, folder: Path, job: dict[str, Any]) -> dict[str, Any] | None:
    """Draw what lies in the folder; return None, or what went wrong."""
    try:
        fault = missing_signs(browser) if job["is_first"] else None
        if fault is None:
            html = (folder / "page.html").read_text(encoding="utf-8")
            (folder / "drawn").write_bytes(draw(browser, html, job["form"]))
    except (Gone, Refused) as fault_of_browser:  # whose page was killed says first that it cannot print
        return {"died": str(fault_of_browser)[:160]}
    except OSError as error:
        return {"why": error.strerror or type(error).__name__}
    except MemoryError:
        return {"why": "memory"}
    return fault


def draw(browser: Browser, html: str, form: str) -> bytes:
    """Return a PDF (A4, or what the page's own @page says), a PNG as long as the page (1080 px wide), or a card."""
    if form == "card":
        with browser.showing(html, CARD) as page:
            return page.picture(CARD)
    if form == "pdf":
        with browser.showing(html, (WIDTH, HEIGHT)) as page:
            printed = page.pdf()
        return mended(printed)
    with browser.showing(html, (WIDTH, HEIGHT), scale=SCALE) as page:
        wide, high = page.size()
        if wide <= WIDTH:
            return page.picture((WIDTH, high))
    with browser.showing(html, (wide, HEIGHT), scale=WIDTH * SCALE / wide) as page:  # rather smaller than cut
        return page.picture((wide, page.size()[1]))


def missing_signs(browser: Browser) -> dict[str, Any] | None:
    """Return what is wrong with signs that are drawn as a missing one is, or as nothing; else None."""
    from PIL import Image  # asked once: whoever draws later does without it

    cells = "".join(f"<i>{sign}</i>" for sign in (*SIGNS, NO_SIGN))
    html = (f"<!DOCTYPE html><meta charset=utf-8><style>body{{margin:0;font:24px/{CELL}px sans-serif}}"
            f"i{{float:left;width:{CELL}px;height:{CELL}px;overflow:hidden;font-style:normal}}</style>{cells}")
    size = (CELL * (len(SIGNS) + 1), CELL)
    with browser.showing(html, size) as page, Image.open(BytesIO(page.picture(size))) as picture:
        drawn = [picture.convert("L").crop((CELL * place, 0, CELL * (place + 1), CELL)).tobytes()
                 for place in range(len(SIGNS) + 1)]
    missing = "".join(sign for sign, cell in zip(SIGNS, drawn, strict=False)
                      if cell == drawn[-1] or len(set(cell)) == 1)
    return {"signs": missing} if missing else None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
