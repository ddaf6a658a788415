"""What is kept of a source: its last good answer and how the last tries went, in files that all workers share.

`layers-kept/NAME.json` and, for shapes, `layers-kept/NAME.geojson` of the data folder; both may be deleted.
"""

import contextlib
import hashlib
import os
import tempfile
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from data.json_values import read_moment
from data.sources.declared import Source

FOLDER = "layers-kept"
FRESH, LATE, STALE, BROKEN, IDLE = "fresh", "late", "stale", "error", "idle"
STATES = (FRESH, LATE, STALE, BROKEN, IDLE)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How it stands with a source. Moments are UTC; `fault` is empty where the last try was right."""

    good_at: datetime | None = None
    tried_at: datetime | None = None
    fault: str = ""
    detail: str = ""
    etag: str = ""
    modified: str = ""
    shapes: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    """How many features are not shown, by reason."""
    declared: str = ""
    """What the answer was made under: another declaration makes it void."""

    def state(self, source: Source, now: datetime) -> str:
        """Return fresh; late or stale where tries fail and the last good answer ages; error where there is none; idle
        where nobody has asked of late."""
        if self.good_at is None:
            return BROKEN if self.fault else IDLE
        age, period = now - self.good_at, timedelta(seconds=source.refresh_seconds)
        if self.fault:
            return LATE if age <= 4 * period else STALE
        return FRESH if age <= 2 * period else IDLE


def stamp(source: Source) -> str:
    """Return sixteen hexadecimal digits that change with what is declared."""
    return hashlib.sha256(source.model_dump_json().encode()).hexdigest()[:16]


def read(data_dir: Path, source: Source) -> Kept:
    """Return what is kept of a source; nothing where it was declared otherwise, or the file cannot be read."""
    try:
        said = orjson.loads((data_dir / FOLDER / f"{source.name}.json").read_bytes())
        kept = Kept(**{**said, "good_at": read_moment(said["good_at"]), "tried_at": read_moment(said["tried_at"])})
    except (OSError, ValueError, TypeError, KeyError):
        return Kept()
    return kept if kept.declared == stamp(source) else Kept()


def body(data_dir: Path, name: str) -> bytes | None:
    """Return the shapes that were kept, None where there are none."""
    try:
        return (data_dir / FOLDER / f"{name}.geojson").read_bytes()
    except OSError:
        return None


def note(data_dir: Path, source: Source, kept: Kept, shapes: bytes | None = None) -> Kept:
    """Keep how a try went, with the shapes it brought; return what is kept. What cannot be written is not kept."""
    kept = replace(kept, declared=stamp(source))
    with contextlib.suppress(OSError):
        folder = data_dir / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        if shapes is not None:
            _write(folder / f"{source.name}.geojson", shapes)
        _write(folder / f"{source.name}.json", orjson.dumps(asdict(kept)))
    return kept


def _write(path: Path, content: bytes) -> None:
    """Put a file in its place as a whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
