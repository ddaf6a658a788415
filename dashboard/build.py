"""Which build of the program this is: files that pages and kept answers go by."""

import functools
import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@functools.cache
def build_id(root: Path = ROOT) -> str:
    """Return twelve hexadecimal digits that change whenever a source file or an asset does."""
    digest = hashlib.sha256()
    rooms = [root / room for room in ("assets", "dashboard", "data", "layers")]
    for path in sorted([root / "app.py", *(path for room in rooms for path in room.rglob("*"))]):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
