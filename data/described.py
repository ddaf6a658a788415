"""What a deployment describes in YAML, one file a thing: built-in files, and its own in a folder of its data folder.

The name of the file is the thing's, and a small one: letters, digits and -. A file of a deployment's own takes the
place of a built-in one of the same name.
What cannot be read is told with file, field and why, and is never a reason for an empty screen.
"""

import contextlib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from data import yaml_files
from data.errors import Invalid, NotFound
from data.yaml_files import LARGEST_FILE

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
REMEMBERED = 512

Thing = TypeVar("Thing", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[Thing]):
    """One kind of thing that is described: where its files lie, what they may say, what is said of bad ones."""

    folder: str
    """In the data folder."""
    model: type[Thing]
    missing: str
    unreadable: str
    """Codes of the refusals: {name} is not there; {file} cannot be read because {why}."""
    built_in: Path | None = None
    pattern: re.Pattern[str] = NAME
    key: str = "id"
    """The model's field that is the file's name."""

    def find(self, name: str, data_dir: Path) -> Thing:
        """Return the thing of a name. Raises NotFound(`missing`), Invalid(`unreadable`) with file and why."""
        path = self._paths(data_dir).get(name)
        if path is None:
            raise NotFound(self.missing, name=name[:64])
        return self.read(path)

    def read(self, path: Path) -> Thing:
        """Return what a file describes, read once per change. Raises Invalid(`unreadable`) with the field and why."""
        with contextlib.suppress(OSError):
            now = path.stat()
            found: Thing = _read(self, path, (now.st_mtime_ns, now.st_size))
            return found
        return _read_now(self, path)

    def each(self, data_dir: Path) -> list[Thing | Invalid]:
        """Return every thing there is, or what is wrong with its file, by name."""
        found: list[Thing | Invalid] = []
        for _, path in sorted(self._paths(data_dir).items()):
            try:
                found.append(self.read(path))
            except Invalid as fault:
                found.append(fault)
        return found

    def readable(self, data_dir: Path) -> list[Thing]:
        """Return every thing whose file can be read, by name."""
        return [one for one in self.each(data_dir) if not isinstance(one, Invalid)]

    def names(self, data_dir: Path) -> list[str]:
        """Return the names of all there are, sorted."""
        return sorted(self._paths(data_dir))

    def faults(self, data_dir: Path) -> Iterator[str]:
        """Yield a sentence for each file that cannot be read, or whose name nothing can have."""
        for path in sorted((data_dir / self.folder).glob("*.yaml")):
            if not self.pattern.fullmatch(path.stem):
                yield f"{path.name}: its name may hold small letters, digits and -, as in {self.pattern.pattern}"
        for one in self.each(data_dir):
            if isinstance(one, Invalid):
                yield f"{one.values['file']}: {one.values['why']}"

    def digest(self, data_dir: Path) -> str:
        """Return eight hexadecimal digits that change whenever a deployment's own file does.

        Every screen asks with each beat: what cannot be read counts by its name, and of a large file its beginning.
        """
        said = hashlib.sha256()
        for path in sorted((data_dir / self.folder).glob("*.yaml")):
            said.update(path.name.encode() + b"\0")
            if path.is_file():
                with contextlib.suppress(OSError), path.open("rb") as file:
                    said.update(file.read(LARGEST_FILE))
        return said.hexdigest()[:8]

    def _paths(self, data_dir: Path) -> dict[str, Path]:
        folders = [*([self.built_in] if self.built_in else []), data_dir / self.folder]
        return {path.stem: path for folder in folders for path in folder.glob("*.yaml")
                if self.pattern.fullmatch(path.stem)}


@lru_cache(maxsize=REMEMBERED)
def _read(kind: Kind[Thing], path: Path, _edition: tuple[int, int]) -> Thing:
    return _read_now(kind, path)


def _read_now(kind: Kind[Thing], path: Path) -> Thing:
    given: dict[str, Any] = {kind.key: path.stem}
    found = yaml_files.read(path, kind.model, kind.unreadable, **given)
    if getattr(found, kind.key) != path.stem:
        raise Invalid(kind.unreadable, file=path.name, why=f"{kind.key}: it is the file's own name")
    return found
