"""Profiles as text that people edit: TOML, which is readable, diffable and says where it cannot be read."""

import re
import tomllib

import tomli_w

from data.errors import Invalid
from data.profiles.kind import Body

LONGEST = 400_000


def as_text(body: Body) -> str:
    """Return a body as TOML; lists of tables stand one table after another."""
    return tomli_w.dumps(body)


def read_text(text: str) -> Body:
    """Return the body of a text. Raises Invalid("profile_unreadable") with the line, Invalid("profile_too_long")."""
    if len(text) > LONGEST:
        raise Invalid("profile_too_long", limit=LONGEST)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise Invalid("profile_unreadable", line=found[1] if found else "?", detail=str(error)) from None
