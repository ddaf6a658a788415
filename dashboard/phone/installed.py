"""What a phone keeps of the program itself: script, style, worker, manifest, icon, and a document without data."""

from functools import cache
from pathlib import Path

import orjson

from dashboard.phone import frame
from dashboard.phone.words import WORDS
from dashboard.shelf import Stored, pack
from dashboard.speech import LANGUAGES

FOLDER = Path(__file__).parent / "scripts"
SCRIPTS = ("store", "place", "pictures", "outbox", "tasks", "stage", "gaps", "sheet", "pad", "report", "start")
"""The parts of the one script, in the order they run."""
BUILD_MARK = "BUILD_OF_THIS_SERVER"
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">'
    '<rect width="512" height="512" rx="96" fill="#0B57D0"/>'
    '<path d="M112 132h288v188H112zM176 392h160" fill="none" stroke="#fff" stroke-width="36" stroke-linejoin="round"/>'
    '<circle cx="256" cy="226" r="44" fill="#fff"/></svg>'
)


@cache
def files(build: str) -> dict[str, Stored]:
    """Return {name: file} of everything under /m/ that is nobody's data; made once for a build."""
    made = {
        "phone.js": (b"text/javascript; charset=utf-8", script()),
        "phone.css": (b"text/css; charset=utf-8", _read("phone.css")),
        "worker.js": (b"text/javascript; charset=utf-8", _read("worker.js").replace(BUILD_MARK, build)),
        "app.webmanifest": (b"application/manifest+json", manifest()),
        "icon.svg": (b"image/svg+xml", ICON),
        "shell": (b"text/html; charset=utf-8", frame.shell(build)),
    }
    return {name: pack(kind, text.encode(), f"{build}-{name}") for name, (kind, text) in made.items()}


def script() -> str:
    """Return the one script."""
    return "\n".join(_read(f"{name}.js") for name in SCRIPTS)


def manifest() -> str:
    """Return what an installed page is called and looks like; it opens with the tasks and holds /m/ alone."""
    words = WORDS[LANGUAGES[0]]
    icons = [{"src": "/m/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
             for purpose in ("any", "maskable")]
    return orjson.dumps({
        "id": "/m/task", "name": words["installed"], "short_name": words["installed"], "lang": LANGUAGES[0],
        "start_url": "/m/task", "scope": "/m/", "display": "standalone", "theme_color": "#0B57D0",
        "background_color": "#F3F5F8", "icons": icons,
    }).decode()


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
