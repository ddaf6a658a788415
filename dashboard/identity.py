"""Who is asking, read from a connection's headers: host, origin, session cookie, key. No decision is made here."""

import logging
import re
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from dashboard.policy import Entry, Who
from dashboard.refusals import Refusal
from data import clock
from data.errors import CityError
from data.people import sessions, trail
from data.people.sessions import Caller
from data.scope import Scope as Rights
from data.settings import LOOPBACK, Settings
from data.storage.database import UNAVAILABLE, Database

log = logging.getLogger(__name__)

COOKIE = "yiping"
LONGEST_TOKEN = 200
MOST_HEADER_BYTES = 32 * 1024
DOOR = Rights.of_job("door")
HTTP_SCHEMES = {"ws": "http", "wss": "https"}

Connection = MutableMapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What somebody showed at the door: a session's token, or a program's key."""

    token: str
    is_key: bool


def headers(scope: Connection, name: bytes) -> list[str]:
    """Return every value of a header (name in lower case)."""
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key.lower() == name]


def header(scope: Connection, name: bytes) -> str | None:
    """Return a header that stands there once; None where it is absent. Twice is refused: nobody knows which counts."""
    found = headers(scope, name)
    if len(found) > 1:
        raise Refusal(400, "bad_request")
    return found[0] if found else None


def require_readable(scope: Connection) -> None:
    """Refuse a path or query with control characters, which no name here has, and headers without end.

    A query that is not UTF-8 is refused here too: behind the door it is decoded wherever an address is read.
    """
    if sum(len(key) + len(value) for key, value in scope["headers"]) > MOST_HEADER_BYTES:
        raise Refusal(431, "headers_too_large", limit=MOST_HEADER_BYTES)
    if not all(ch >= " " and ch != "\x7f" for ch in scope["path"]):
        raise Refusal(404, "not_found")
    query = scope.get("query_string", b"")
    if b"%00" in query or not _is_utf8(query):
        raise Refusal(400, "bad_request")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True)
class Hosts:
    """The host names this server answers to, and the foreign origins it takes requests from."""

    names: frozenset[str]
    origins: frozenset[str]

    @classmethod
    def of(cls, settings: Settings) -> "Hosts":
        """Return the loopback names, the address listened on, and those of the settings.

        An item of `settings.hosts` with a scheme (https://city.example) is also taken as an origin: for a
        proxy that ends TLS and does not tell us so.
        """
        items = [item.strip().lower() for item in settings.hosts.split(",") if item.strip()]
        names = {name_of(urlsplit(item).netloc if "://" in item else item) for item in items}
        return cls(frozenset({*LOOPBACK, settings.host.lower(), *names} - {"", "0.0.0.0", "::"}),  # noqa: S104
                   frozenset(item.rstrip("/") for item in items if "://" in item))

    def require(self, scope: Connection) -> None:
        """Refuse a host name that is not ours: another site's name that was pointed at this address."""
        found = headers(scope, b"host")
        if len(found) != 1 or name_of(found[0]) not in self.names:
            raise Refusal(421, "wrong_host")

    def require_origin(self, scope: Connection) -> None:
        """Refuse a request that a browser sends from another site's page, or that names no origin."""
        origin = (header(scope, b"origin") or "").lower()
        scheme = HTTP_SCHEMES.get(scope["scheme"], scope["scheme"])
        own = f"{scheme}://{headers(scope, b'host')[0].lower()}"
        if origin != own and origin not in self.origins:
            raise Refusal(403, "wrong_origin")


def name_of(host: str) -> str:
    """Return the host name of a Host header: lower case, without its port; "" where it is malformed."""
    host = host.strip().lower()
    found = re.fullmatch(r"(?:\[([0-9a-f:.]+)\]|([^:\[\]\s]+))(?::[0-9]*)?", host)
    return (found[1] or found[2]) if found else ""


def credentials(scope: Connection) -> Shown | None:
    """Return what was shown. A key counts before a cookie; a header that is not a key is not skipped over."""
    authorization = header(scope, b"authorization")
    if authorization is not None:
        kind, _, key = authorization.partition(" ")
        return Shown(token=key.strip()[:LONGEST_TOKEN] if kind.lower() == "bearer" else "", is_key=True)
    token = cookie(headers(scope, b"cookie"))
    return Shown(token=token, is_key=False) if token else None


def cookie(lines: Iterable[str]) -> str:
    """Return the session token among the cookies, "" where there is none."""
    for line in lines:
        for part in line.split(";"):
            name, _, value = part.strip().partition("=")
            if name == COOKIE:
                return value.strip()[:LONGEST_TOKEN]
    return ""


def look_up(database: Database, shown: Shown) -> Caller | None:
    """Return the caller behind what was shown, None when it is worth nothing."""
    if not shown.token:
        return None
    with database.read(DOOR) as session:
        if shown.is_key:
            return sessions.who_has_key(session, shown.token)
        return sessions.who_has_session(session, shown.token, clock.now())


def require_same_person(scope: Connection, caller: Caller | None) -> None:
    """Refuse what a page sends that was opened for somebody else: another person has signed in since, in this browser.

    The phone's page says whom it is of; what waits on it is never sent in another's name.
    """
    said = header(scope, b"x-person")
    if said is not None and caller is not None and caller.by_cookie and unquote(said) != caller.scope.person:
        raise Refusal(401, "another_person")


def note_refusal(database: Database, caller: Caller, path: str, method: str) -> None:
    """Write to the trail that somebody known was refused for want of a permission."""
    try:
        with database.write(DOOR) as session:
            trail.note(session, at=clock.now(), who=caller.scope.name, person=caller.scope.person, what="request",
                       outcome="refused", path=path, method=method)
    except (CityError, *UNAVAILABLE):
        log.warning("a refusal could not be put on the trail: %s %s", method, path)


def challenge(entry: Entry) -> dict[str, str]:
    """Return the header that tells a program what to send."""
    return {} if entry.who is Who.PERSON else {"WWW-Authenticate": "Bearer"}
