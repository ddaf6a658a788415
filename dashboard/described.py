"""What a deployment describes in YAML, one file a thing: built-in files, and its own in a folder of its data folder.

The name of the file is the thing's. A file of a deployment's own takes the place of a built-in one of the same name.
What cannot be read is told with file, field and why, and is never a reason for an empty screen.
"""

import contextlib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

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
    built_in: Path
    model: type[Thing]
    """With a field `id`, which is the file's name."""
    missing: str
    unreadable: str
    """Codes of the refusals: {name} is not there; {file} cannot be read because {why}."""

    def find(self, name: str, data_dir: Path) -> Thing:
        """Return the thing of a name. Raises NotFound(`missing`), Invalid(`unreadable`) with file and why."""
        path = self._paths(data_dir).get(name) if NAME.fullmatch(name) else None
        if path is None:
            raise NotFound(self.missing, name=name[:64])
        return self.read(path)

    def read(self, path: Path) -> Thing:
        """Return what a file describes, read once per change. Raises Invalid(`unreadable`) with the field and why."""
        with contextlib.suppress(OSError):
            now = path.stat()
            return _read(self, path, (now.st_mtime_ns, now.st_size))
        return yaml_files.read(path, self.model, self.unreadable, id=path.stem)

    def names(self, data_dir: Path) -> list[str]:
        """Return the names of all there are, sorted."""
        return sorted(self._paths(data_dir))

    def faults(self, data_dir: Path) -> Iterator[str]:
        """Yield a sentence for each that cannot be read."""
        for path in self._paths(data_dir).values():
            try:
                self.read(path)
            except Invalid as error:
                yield f"{error.values['file']}: {error.values['why']}"

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
        own = (data_dir / self.folder).glob("*.yaml") if (data_dir / self.folder).is_dir() else ()
        return {path.stem: path for path in (*self.built_in.glob("*.yaml"), *own) if NAME.fullmatch(path.stem)}


@lru_cache(maxsize=REMEMBERED)
def _read(kind: Kind[Thing], path: Path, _edition: tuple[int, int]) -> Thing:
    return yaml_files.read(path, kind.model, kind.unreadable, id=path.stem)
