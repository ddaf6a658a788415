"""HLS playlists of a camera: every address in one is turned into one of ours, and none leads to another host."""

import re
from collections.abc import Callable
from urllib.parse import urljoin

from data.sources.fetching import SourceFault, origin

BEGINS = "#EXTM3U"
MOST_LINES = 2_000
LARGEST = 512 * 1024
URI = re.compile(r'URI="([^"]*)"')


def rewrite(text: str, url: str, ours: Callable[[str], str]) -> str:
    """Return the playlist that came from `url` with `ours(address)` for every address in it.

    Raises SourceFault: wrong_kind (no playlist, or an absurd one), redirected (it leads to another host).
    """
    lines = text.splitlines()
    if not lines or not lines[0].lstrip("\ufeff").startswith(BEGINS) or len(lines) > MOST_LINES:
        raise SourceFault("wrong_kind", "m3u8")

    def turned(said: str) -> str:
        whole = urljoin(url, said.strip())
        if origin(whole) != origin(url):
            raise SourceFault("redirected")
        return ours(whole)

    return "\n".join(_line(line, turned) for line in lines) + "\n"


def _line(line: str, turned: Callable[[str], str]) -> str:
    if line.startswith("#"):
        return URI.sub(lambda found: f'URI="{turned(found[1])}"', line)
    return turned(line) if line.strip() else ""
