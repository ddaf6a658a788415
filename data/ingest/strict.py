"""Reading one table of a TOML file strictly: every key is asked for by name, the rest is refused."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from data.errors import Invalid


class StrictTable:
    """Hands out the values of one TOML table; `done()` refuses what nobody asked for."""

    def __init__(self, table: Mapping[str, Any], mapping: str, where: str = "") -> None:
        self.table, self.mapping, self.where = table, mapping, where
        self._asked: set[str] = set()

    def path(self, key: str) -> str:
        """Return the key with the table it stands in, as a person would look for it."""
        return f"{self.where}.{key}" if self.where else key

    def has(self, key: str) -> bool:
        """Is the key written down?"""
        return key in self.table

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; without a default the key must be there."""
        return str(self._take(key, str, default))

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        return bool(self._take(key, bool, default))

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        return int(self._take(key, int, default))

    def number(self, key: str, default: float | None = None) -> float:
        """Return a number."""
        return float(self._take(key, (int, float), default))

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return one string or a list of strings as a tuple."""
        value = self._take(key, (str, list), default)
        if isinstance(value, str):
            return (value,)
        if not all(isinstance(item, str) for item in value):
            self.refuse(key, value, "text or a list of texts")
        return tuple(value)

    def table_of_texts(self, key: str) -> dict[str, str]:
        """Return a table of strings, empty when absent."""
        value = self._take(key, dict, {})
        if not all(isinstance(item, str) for item in value.values()):
            self.refuse(key, value, "a table of texts")
        return dict(value)

    def one_of(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """Return one of the choices."""
        value = self.text(key, default)
        if value not in choices:
            self.refuse(key, value, " | ".join(choices))
        return value

    def zone(self, key: str, default: str | None = None) -> str:
        """Return the name of a time zone; the default may be empty."""
        value = self.text(key, default)
        if value and value not in available_timezones():
            self.refuse(key, value, "a time zone such as Asia/Shanghai")
        return value

    def inner(self, key: str) -> "StrictTable":
        """Return a table inside this one, empty when absent."""
        return StrictTable(self._take(key, dict, {}), self.mapping, self.path(key))

    def inners(self, key: str) -> list["StrictTable"]:
        """Return a list of tables inside this one, empty when absent."""
        value = self._take(key, list, [])
        if not all(isinstance(item, dict) for item in value):
            self.refuse(key, value, "a list of tables")
        return [StrictTable(item, self.mapping, f"{self.path(key)}[{i}]") for i, item in enumerate(value, start=1)]

    def refuse(self, key: str, value: object, expected: str) -> None:
        """Raise Invalid("mapping_bad_value")."""
        raise Invalid("mapping_bad_value", mapping=self.mapping, key=self.path(key), value=str(value)[:80],
                      expected=expected)

    def done(self) -> None:
        """Raise Invalid("mapping_unknown_key") when something was written that nobody asked for."""
        unknown = sorted(set(self.table) - self._asked)
        if unknown:
            raise Invalid("mapping_unknown_key", mapping=self.mapping, key=self.path(unknown[0]),
                          known=", ".join(sorted(self._asked)))

    def _take(self, key: str, kind: type | tuple[type, ...], default: Any) -> Any:
        self._asked.add(key)
        if key not in self.table:
            if default is None:
                raise Invalid("mapping_missing_key", mapping=self.mapping, key=self.path(key))
            return default
        value = self.table[key]
        wrong_flag = isinstance(value, bool) and kind is not bool
        if wrong_flag or not isinstance(value, kind):
            self.refuse(key, value, _name_of(kind))
        return value


def _name_of(kind: type | tuple[type, ...]) -> str:
    names: dict[type | tuple[type, ...], str] = {
        str: "text", bool: "true or false", int: "a whole number", (int, float): "a number", dict: "a table",
        list: "a list",
    }
    return names.get(kind, "text or a list of texts")
