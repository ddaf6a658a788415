"""The headers every answer carries: what a browser may run, embed, guess and keep."""

from collections.abc import Iterable
from urllib.parse import urlsplit

Header = tuple[bytes, bytes]

FIXED: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)

DOCUMENT = ("default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'self'")
"""Of a page that is one text: it may look as it says itself, and do nothing."""


def content_policy(csp_hashes: Iterable[str], tiles: str = "") -> str:
    """Return the Content-Security-Policy.

    Styles may stand inline because the component libraries write them so; scripts may not, except
    those whose hash is handed in. With a tile server its origin may send pictures, nothing else.
    """
    pictures = " ".join(["'self'", "data:", "blob:", *_origin_of_tiles(tiles)])
    return "; ".join([
        "default-src 'self'", " ".join(["script-src 'self'", *csp_hashes]), "style-src 'self' 'unsafe-inline'",
        f"img-src {pictures}", "font-src 'self' data:", "connect-src 'self'", "worker-src 'self' blob:",
        "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'self'",
    ])


def _origin_of_tiles(tiles: str) -> list[str]:
    parts = urlsplit(tiles)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return []
    host = parts.netloc.replace("{s}.", "*.")
    return [] if set(host) & set("{}; ,'\"") else [f"{parts.scheme}://{host}"]


def finished(headers: Iterable[Header], *, policy: str, request_id: str, keep: bytes) -> list[Header]:
    """Return an answer's headers with ours in force; `keep` is the Cache-Control where the answer names none."""
    ours = [*FIXED, (b"content-security-policy", policy.encode()), (b"x-request-id", request_id.encode())]
    names = {name for name, _ in ours} | {b"server"}
    kept = [(name, value) for name, value in headers if name.lower() not in names]
    if not any(name.lower() == b"cache-control" for name, _ in kept):
        kept.append((b"cache-control", keep))
    return kept + ours
