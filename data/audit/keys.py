"""The keys that seal the audit trail: they lie outside the database, and old ones go on proving old records."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from data import folders
from data.errors import Invalid

LINE = re.compile(r"([A-Za-z0-9._-]{1,16}):((?:[0-9A-Fa-f]{2}){32,128})")
"""A name and a key of at least 32 bytes, as long as what HMAC-SHA256 makes of it (RFC 2104, section 3)."""
FILE_MODE = 0o600


def read_keys(text: str) -> dict[str, bytes]:
    """Return {id: key} of lines "id:hex", oldest first. Raises Invalid for any other line and for an id named twice."""
    keys: dict[str, bytes] = {}
    for number, line in enumerate(text.split(), start=1):
        found = LINE.fullmatch(line)
        if found is None or found[1] in keys:
            raise Invalid("audit_key_unreadable", line=number)
        keys[found[1]] = bytes.fromhex(found[2])
    return keys


class Keys:
    """The keys of one deployment: those of the settings, else those of a file that is made on first use.

    They are read once; a key added to the file signs from the next start on.
    """

    def __init__(self, text: str, path: Path) -> None:
        self._text, self._path = text, path
        self._known: dict[str, bytes] = {}

    def known(self) -> dict[str, bytes]:
        """Return {id: key}, oldest first, empty where none was made yet. Raises Invalid for what cannot be read."""
        if not self._known:
            self._known = read_keys(self._text or _text_of(self._path))
        return self._known

    def signing(self) -> tuple[str, bytes]:
        """Return the id and the key that seal from now on: the last one. Raises Invalid when none can be had."""
        if not self.known():
            _make(self._path)
        if not self.known():
            raise Invalid("audit_key_unreadable", file=str(self._path), reason="empty")
        return list(self.known().items())[-1]

    def is_in_file(self) -> bool:
        """Do the keys stand in the data folder, and not in the settings?"""
        return not self._text

    def is_open_to_others(self) -> bool:
        """May other users of this machine read the file?"""
        return self.is_in_file() and self._path.exists() and bool(self._path.stat().st_mode & 0o077)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid("audit_key_unreadable", file=str(path), reason=type(error).__name__) from None


def _make(path: Path) -> None:
    """Make a key file, complete from the moment it is there; of several processes the first one makes it.

    The id is taken from the key itself, so that a key made anew after a loss is never taken for the lost one.
    """
    key = secrets.token_bytes(32)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "w", encoding="ascii") as file:
            file.write(f"{hashlib.sha256(key).hexdigest()[:8]}:{key.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        finally:
            draft.unlink()
        folders.sync(path.parent)  # a key that is lost with the power proves nothing any more
    except OSError as error:
        raise Invalid("audit_key_unreadable", file=str(path), reason=type(error).__name__) from None
