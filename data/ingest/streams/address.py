"""Where a broker listens and what is read there, from one URL: mqtt://user:password@host:1883/city/events/#."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PORTS = {"mqtt": 1883, "mqtts": 8883}
LONGEST_TOPICS = 1_000


@dataclass(frozen=True, kw_only=True)
class Address:
    """A broker, who reads there, and the filter of topics."""

    host: str
    port: int
    topics: str
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted: bool = False


def read_address(url: str) -> Address:
    """Return the address. Raises ValueError with what is wrong; the words never hold the password."""
    try:
        parts = urlsplit(url.replace("#", "%23"))  # a filter's sign for "all below", not the start of a fragment
        port = parts.port
    except ValueError:
        raise ValueError("its host or port cannot be read") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("it must look like mqtt://user:password@host:1883/city/events/#, or mqtts://")
    topics = unquote(parts.path.removeprefix("/"))
    if parts.query or not is_filter(topics):
        raise ValueError("after the host a filter of topics is needed, such as /city/events/#")
    return Address(host=parts.hostname, port=port or PORTS[parts.scheme], topics=topics,
                   user=unquote(parts.username or ""), password=unquote(parts.password or ""),
                   is_encrypted=parts.scheme == "mqtts")


def is_filter(topics: str) -> bool:
    """Is this a filter of topics: + alone in its level, # alone in the last one?"""
    levels = topics.split("/")
    return (0 < len(topics) <= LONGEST_TOPICS and topics.isprintable()
            and all(level == "+" or "+" not in level for level in levels)
            and all((level == "#" and i == len(levels) - 1) or "#" not in level for i, level in enumerate(levels)))
