"""Short stable codes made from names: "Noise - Residential" becomes noise-residential."""

import hashlib
import re

NOT_WORD = re.compile(r"[^\w]+|_+", re.UNICODE)


def slug(name: str, limit: int) -> str:
    """Return letters and digits of any script, lower case, joined by hyphens; at most `limit` characters.

    A name that is too long keeps its beginning and gets eight digits of its hash, so two long names
    that begin alike stay apart.
    """
    short = NOT_WORD.sub("-", name.casefold()).strip("-")
    if len(short) <= limit:
        return short or "x" + hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{short[:limit - 9].rstrip('-')}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
