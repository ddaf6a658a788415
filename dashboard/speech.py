"""Words, numbers and times as people read them; the only place that formats anything.

Shared words stand in dashboard/words/*.toml; a panel's own in its WORDS. Both languages are
complete (the house tests see to it), so there is no fallback from one to the other.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

LANGUAGES = ("zh-CN", "en")
FOLDER = Path(__file__).parent / "words"
ONE = (1, "1")
CHOICE = re.compile(r"\{(\w+):([^|{}]*)\|([^|{}]*)\}")
"""`{grids:grid|grids}`: which word follows a number, where a sentence has several; assets/page.js reads it too."""
WAN = 10_000
YI = 100_000_000


@cache
def shared_words(language: str) -> dict[str, Any]:
    """Return the shared words of a language, flattened to "table.key": of `en.toml` and of each `*.en.toml`."""
    flat: dict[str, Any] = {}
    for path in (FOLDER / f"{language}.toml", *sorted(FOLDER.glob(f"*.{language}.toml"))):
        for table, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            flat |= {f"{table}.{key}": value for key, value in entries.items()}
    return flat


def in_both(key: str) -> str:
    """Return a shared word in English with the Chinese term after it, for documents that many read."""
    return " ".join(str(shared_words(language)[key]) for language in reversed(LANGUAGES))


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one visit: a panel's own first, then the shared ones."""

    language: str
    zone: ZoneInfo
    own: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return the words for a key, filled with the values. Raises KeyError for an unknown key."""
        found = self.own[key] if key in self.own else shared_words(self.language)[key]
        if isinstance(found, dict):
            found = found["one" if values.get("n") in ONE else "other"]
        if not values:
            return str(found)
        return CHOICE.sub(lambda gap: gap[2] if values[gap[1]] in ONE else gap[3], str(found)).format(**values)

    def table(self, name: str) -> dict[str, Any]:
        """Return a table of the shared words, for a page's own script."""
        begin = f"{name}."
        return {key.removeprefix(begin): text for key, text in shared_words(self.language).items()
                if key.startswith(begin)}

    def with_own(self, words: Mapping[str, Mapping[str, Any]]) -> "Words":
        """Return these words with a panel's own table in front."""
        return Words(language=self.language, zone=self.zone, own=words[self.language])

    def is_chinese(self) -> bool:
        """Is this Chinese?"""
        return self.language == "zh-CN"

    def pick(self, chinese: str, english: str) -> str:
        """Return whichever of two stored names the reader reads; the Chinese one where there is no other."""
        return chinese if self.is_chinese() or not english else english

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Return a number with thousands commas; from ten thousand on in 万 and 亿 where Chinese is read."""
        if value is None:
            return "—"
        value = round(value, decimals) + 0.0  # never -0, and 9,999.6 is ten thousand already
        if self.is_chinese() and abs(value) >= YI - WAN / 2:
            return f"{_three(value / YI)} 亿"
        if self.is_chinese() and abs(value) >= WAN:
            return f"{_three(value / WAN)} 万"
        return f"{value:,.{decimals}f}"

    def count(self, value: int) -> str:
        """Return a count to the last case: what a figure was made from is not rounded."""
        return f"{value:,}"

    def moment(self, at: datetime) -> str:
        """Return date and time on the city's clock, ISO-like, 24 hours."""
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")

    def time_of_day(self, at: datetime, *, seconds: bool = False) -> str:
        """Return the time on the city's clock."""
        return at.astimezone(self.zone).strftime("%H:%M:%S" if seconds else "%H:%M")

    def when(self, at: datetime, now: datetime) -> str:
        """Return the time of day for today, else day and time, with the year of another year, on the city's clock."""
        local, today = at.astimezone(self.zone), now.astimezone(self.zone)
        if local.year != today.year:
            return self.moment(at)
        return local.strftime("%H:%M" if local.date() == today.date() else "%m-%d %H:%M")

    def day(self, at: datetime) -> str:
        """Return the city's date with its weekday."""
        local = at.astimezone(self.zone)
        return self("time.day", date=local.strftime("%Y-%m-%d"), weekday=self(f"time.weekday{local.isoweekday()}"))

    def duration(self, span: timedelta) -> str:
        """Return a length of time in its two largest units."""
        minutes = max(0, int(span.total_seconds() // 60))
        days, rest = divmod(minutes, 1440)
        hours, left = divmod(rest, 60)
        if days:
            return self("time.days_hours", days=days, hours=hours)
        if hours:
            return self("time.hours_minutes", hours=hours, minutes=left)
        return self("time.minutes", minutes=left)

    def distance(self, metres: float) -> str:
        """Return a distance: metres below one kilometre, else kilometres with one decimal."""
        return f"{round(metres, -1):.0f} m" if metres < 995 else f"{metres / 1000:.1f} km"

    def change(self, now: float | None, before: float | None) -> str:
        """Return the change in percent with sign and arrow; "—" where the base is missing, zero or under 20.

        A tenth of a percent is told of changes under ten percent alone.
        """
        if now is None or not before or before < 20:
            return "—"
        share = round((now - before) / before * 100, 1)
        return f"{arrow(share)} {abs(share):.{1 if abs(share) < 10 else 0}f}%"


def arrow(difference: float) -> str:
    """Return the arrow of a direction."""
    return "▲" if difference > 0 else "▼" if difference < 0 else "＝"


def _three(value: float) -> str:
    """Return three significant digits, at most two decimals."""
    size = abs(value)
    return f"{value:.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"
