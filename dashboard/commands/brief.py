"""A briefing made without a running server: kept as the door keeps it, and written as files."""

import argparse
import contextlib
import os
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from dashboard.briefing import kind
from dashboard.briefing.archive import (
    Opened,
    Wanted,
    address_of,
    base_of,
    compose,
    keep,
    names_inside,
    widened,
)
from dashboard.briefing.content import Brief
from dashboard.briefing.rendered import formats
from dashboard.briefing.rendered.formats import Format
from dashboard.briefing.rendered.paper import Drawer
from dashboard.command import DONE, FOUND, Command, at_work, say
from dashboard.progress import tell
from dashboard.wiring import in_words
from data.briefings import keeping
from data.errors import CityError, Invalid
from data.folders import sync
from data.scope import Scope
from data.settings import Settings
from data.storage.database import Database
from data.visit import reading, writing

JOB = "brief"


def work(settings: Settings, options: argparse.Namespace) -> int:
    """Make a briefing of an area, or of each area inside it, as of a moment and write it as files; 1 where one is a
    draft, for data are missing, or could not be made.
    """
    forms = [formats.find(name.strip()) for name in options.format.split(",")]
    folder = _writable(Path(options.folder))
    wanted = Wanted(kind=options.kind, area=options.area, at=options.at, topic=options.topic)
    with at_work(settings) as database, contextlib.closing(Drawer.of(settings)) as drawer:
        press = _Press(settings, database, drawer, folder, forms, options.circle)
        if not options.each:
            return FOUND if press.make(wanted) else DONE
        return press.make_each(wanted, _inside(database, settings, options.area))


@dataclass(frozen=True)
class _Press:
    """What one run makes, and where it puts it."""

    settings: Settings
    database: Database
    drawer: Drawer
    folder: Path
    forms: list[Format]
    circle: str

    def make(self, wanted: Wanted) -> bool:
        """Make, keep and write one; return whether it is a draft."""
        brief, now = _compose(self.database, self.settings, wanted)
        given = brief
        if self.circle:
            with reading(self.database, Scope.of_job(JOB), self.settings) as visit:
                given = widened(visit, Opened(brief=brief, digest=brief.digest())).brief
        files = {form: form.make(given, self.drawer) for form in self.forms}
        with writing(self.database, Scope.of_job(JOB), self.settings, now=now) as visit:
            keep(visit, brief)
            if self.circle:
                keeping.note_wide(visit, brief.id, digest=given.digest(),
                                  format=",".join(form.name for form in self.forms))
        for form, body in files.items():
            say(_write(self.folder, given, form, body))
        return brief.is_draft()

    def make_each(self, wanted: Wanted, areas: dict[str, str]) -> int:
        """Make one of each area; what cannot be made is told, and keeps none of the others. Returns the exit code."""
        found = DONE
        for done, (code, name) in enumerate(areas.items()):
            tell(f"{done} of {len(areas)}: {name}")
            try:
                is_draft = self.make(replace(wanted, area=code))
            except CityError as error:
                tell(f"{name}: {in_words('en', error)}")
                found = FOUND
            else:
                found = FOUND if is_draft else found
        tell(f"{len(areas)} of {len(areas)}")
        return found


def _inside(database: Database, settings: Settings, area: str) -> dict[str, str]:
    """Return the names of the areas directly inside one by code. Raises NotFound, Invalid("brief_no_areas")."""
    with reading(database, Scope.of_job(JOB), settings) as visit:
        return names_inside(visit, area)


def _compose(database: Database, settings: Settings, wanted: Wanted) -> tuple[Brief, datetime]:
    with reading(database, Scope.of_job(JOB), settings) as visit:
        return compose(visit, wanted, lambda named: f"{base_of(settings)}{address_of(named)}"), visit.now


def _writable(folder: Path) -> Path:
    """Return the folder, made where it is not there. Raises Invalid("folder_unwritable") before any work is done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / f".{secrets.token_hex(8)}"
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise Invalid("folder_unwritable", folder=str(folder), why=error.strerror or type(error).__name__) from None
    return folder


def _write(folder: Path, brief: Brief, form: Format, body: bytes) -> Path:
    """Return the file, whole: it has another name until it is. Raises Invalid("folder_unwritable")."""
    path = folder / formats.file_name(brief, form.name)
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with half.open("wb") as handle:
            handle.write(body)
            handle.flush()
            os.fsync(handle.fileno())
        half.replace(path)
        sync(folder)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise Invalid("folder_unwritable", folder=str(folder), why=error.strerror or type(error).__name__) from None
    return path


def _grammar(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("kind", metavar="KIND", help=f"one of {', '.join(sorted(kind.discover()))}")
    verb.add_argument("--area", default="", metavar="CODE", help="an area's code; without it the whole city")
    verb.add_argument("--each", action="store_true", help="one of each area directly inside it")
    verb.add_argument("--at", default="", metavar="TIME", help="ISO 8601, without an offset on the city's clock; now")
    verb.add_argument("--topic", default="", metavar="TOPIC",
                      help="what a special briefing is about, a class's code; the one that rose most; or a flash: a "
                           "case's or a warning's number, or stage; the most urgent; or a drawn area: "
                           "circle:LAT,LNG,METRES, box:, poly:, line:; the area itself")
    verb.add_argument("--circle", choices=("wide",), default="",
                      help="wide: the form for the wider circle, without small counts and single cases")
    verb.add_argument("--format", default="pdf", metavar="LIST", help=f"of {','.join(formats.OFFERED)}; pdf alone")
    verb.add_argument("-o", dest="folder", default=".", metavar="DIR", help="where the files are put; here")


COMMAND = Command(name="brief", work=work, grammar=_grammar)
