"""One library, one doorway: where each library, the clock and the environment may be touched."""

import ast
import re
import sys
from fnmatch import fnmatch

from tests.house.source import imports_of, product, shown, text_of, tree_of

WEB = ("dashboard/guard.py", "dashboard/routes.py", "dashboard/live.py", "dashboard/doors/*", "app.py")
DOORWAYS = {
    "PIL": ("data/pictures/prepare.py", "dashboard/briefing/rendered/chromium.py"),
    "alembic": ("data/storage/*",),
    "argon2": ("data/people/passwords.py",),
    "chinese_calendar": ("data/calendar/holidays.py",),
    "dash": ("dashboard/*", "app.py"),
    "dash_leaflet": ("dashboard/parts/map_view.py",),
    "docx": ("dashboard/briefing/rendered/word*.py",),
    "esda": ("data/risk/*",),
    "fastapi": (*WEB, "dashboard/shell.py"),
    "fcntl": ("data/locks.py",),
    "geopandas": ("layers/*", "data/ingest/sources/*"),
    "httpcore": ("data/sources/fetching.py",),
    "jieba": ("data/triage/*", "data/cases/*"),
    "libpysal": ("data/risk/*",),
    "nats": ("data/ingest/streams/brokers/jetstream.py",),
    "numpy": ("data/*", "layers/*"),
    "openpyxl": ("data/ingest/*",),
    "orjson": ("data/*", "layers/*", "dashboard/*", "app.py"),
    "paho": ("data/ingest/streams/brokers/mqtt.py",),
    "pandas": ("data/ingest/*", "layers/*"),
    "plotly": ("dashboard/*",),
    "psycopg": ("data/storage/*",),
    "pptx": ("dashboard/briefing/rendered/slide*.py",),
    "pyarrow": ("data/archive/*", "data/ingest/*"),
    "pydantic": ("data/described.py", "dashboard/scenes/*", "dashboard/walls/*", "data/sources/*",
                 "data/yaml_files.py", "data/cameras/register.py", "data/feeds/declared.py",
                 "dashboard/briefing/content.py", "data/warnings/*"),
    "pyogrio": ("data/ingest/sources/*",),
    "pyproj": ("data/*", "layers/*"),
    "scipy": ("data/allocation/*", "data/forecasts/*", "data/reach/*", "data/risk/*", "data/travel/*",
              "data/triage/*", "data/warnings/*"),
    "segno": ("dashboard/doors/pairing.py", "dashboard/briefing/rendered/*"),
    "shapely": ("data/*", "layers/*"),
    "sklearn": ("data/forecasts/*", "data/triage/*"),
    "sqlalchemy": ("data/*",),
    "sqlite3": ("data/startup.py",),
    "starlette": WEB,
    "tomli_w": ("data/profiles/text.py",),
    "tqdm": ("dashboard/progress.py",),
    "uvicorn": ("app.py", "dashboard/live_socket.py"),
    "yaml": ("data/yaml_files.py",),
    "xlsxwriter": ("dashboard/briefing/rendered/book.py",),
    "xpinyin": ("data/finding/spelling.py",),
    "websockets": ("dashboard/live_frames.py", "dashboard/live_socket.py"),
}
"""Library -> the files that may import it. One that does not stand here may be imported by none.

Some narrow ones: the shell is handed the server on which Dash stands, startup asks sqlite3 only
for its version, live_socket is the class that uvicorn runs for a websocket, live_frames makes the bytes it writes.
"""

MOMENTS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
OWN = {"app", "data", "layers", "dashboard"}
PART_OF = {"PIL": "pillow", "numpy": "shapely", "starlette": "fastapi", "argon2": "argon2-cffi", "pptx": "python-pptx",
           "docx": "python-docx",
           "chinese_calendar": "chinesecalendar", "paho": "paho-mqtt", "nats": "nats-py", "yaml": "pyyaml",
           "sklearn": "scikit-learn"}
"""Imported name -> the requirement that brings it, where the two differ."""

TRANSLATORS = ("app.py", "dashboard/guard.py", "dashboard/wiring.py", "dashboard/routes.py", "dashboard/live.py",
               "data/grouped.py", "dashboard/briefing/scheduled.py",
               "dashboard/briefing/sending.py")
"""The outermost places, which turn whatever happened into an answer, and the threads that hand it on to who asked, also
to who asked long ago; nobody else catches everything."""


def strangers(name: str, tree: ast.Module) -> list[str]:
    faults = []
    for line, what in imports_of(tree):
        library = what.split(".")[0]
        if library in OWN or (library in sys.stdlib_module_names and library not in DOORWAYS):
            continue
        if not any(fnmatch(name, allowed) for allowed in DOORWAYS.get(library, ())):
            faults.append(f"{name}:{line} imports {library}")
    return faults


def touched(tree: ast.Module, wanted: set[str]) -> list[int]:
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute)
            and ".".join(ast.unparse(node).split(".")[-2:]) in wanted]


def test_each_library_has_its_doorway():
    faults = [fault for name in product() for fault in strangers(name, tree_of(name))]
    assert not faults, shown(faults)


def test_a_library_in_the_wrong_room_would_be_seen():
    assert strangers("dashboard/panels/x.py", ast.parse("from sqlalchemy.orm import Session"))
    assert strangers("data/x.py", ast.parse("import a_library_nobody_knows"))


def test_only_the_clock_asks_for_the_time():
    faults = [f"{name}:{line}" for name in product() if name != "data/clock.py"
              for line in touched(tree_of(name), MOMENTS)]
    assert not faults, shown(faults)
    assert touched(tree_of("data/clock.py"), MOMENTS)


def test_only_the_settings_read_the_environment():
    environment = {"os.environ", "os.getenv", "os.putenv"}
    faults = [f"{name}:{line}" for name in product() if name != "data/settings.py"
              for line in touched(tree_of(name), environment)]
    assert not faults, shown(faults)
    assert touched(tree_of("data/settings.py"), environment)


def test_raw_sql_stays_in_the_store_room():
    faults = [f"{name}:{line} {what}" for name in product() if not name.startswith(("data/storage/", "data/models/"))
              for line, what in imports_of(tree_of(name)) if what in ("sqlalchemy.text", "sqlalchemy.sql.text")]
    faults += [f"{name}: __table__" for name in product() if not name.startswith(("data/storage/", "data/models/"))
               and "__table__" in text_of(name)]
    assert not faults, shown(faults)


def test_only_the_outermost_translators_catch_everything():
    faults = [f"{name}:{node.lineno}" for name in product() if name not in TRANSLATORS
              for node in ast.walk(tree_of(name)) if isinstance(node, ast.ExceptHandler)
              and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))]
    assert not faults, shown(faults)


def test_every_library_is_a_pinned_requirement_that_says_what_it_is_for():
    lines = [line for name in ("requirements.txt", "requirements-dev.txt") for line in text_of(name).splitlines()
             if line and not line.startswith("-r ")]
    faults = [line for line in lines if not re.fullmatch(r"[a-z0-9-]+(\[[a-z]+\])?==[0-9][0-9.a-z]* +# .{4,}", line)]
    assert not faults, shown(faults)


def test_every_imported_library_is_required():
    required = {re.split(r"[\[=]", line)[0] for line in text_of("requirements.txt").splitlines() if line}
    used = {what.split(".")[0] for name in product() for _, what in imports_of(tree_of(name))} - OWN
    missing = {library for library in used - set(sys.stdlib_module_names)
               if PART_OF.get(library, library).replace("_", "-") not in required}
    assert not missing
