"""Code schemes by name: reading a code into its parts, checking it, making the next one.

A scheme is named, never assumed: the same digits mean different things in two schemes (class 04
is street order in GB/T 30428.2 and an emergency in CJ/T 214). Layouts and ranges follow the
project's collected standards, sections 1 and 3; `about` names the standard and says where only
its use in the field was seen, not its text.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType

from data.errors import Invalid

CITY_DIGITS = 4
"""Province and city inside the six digits of GB/T 2260: a city's own code in this project."""
NESTED_WIDTHS = (CITY_DIGITS, 6, 9, 12, 15)
"""City, district, street, community, grid: each code begins with the one before."""


@dataclass(frozen=True)
class Part:
    """One run of digits and what it stands for."""

    name: str
    width: int


def _nothing_wrong(_parts: dict[str, str]) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A named layout. `fault` returns the reason its parts cannot stand together, or an empty string."""

    name: str
    about: str
    parts: tuple[Part, ...]
    fault: Callable[[dict[str, str]], str] = _nothing_wrong

    @property
    def length(self) -> int:
        """How many digits a whole code has."""
        return sum(part.width for part in self.parts)


def _county_fault(digits: str) -> str:
    """GB/T 2260: digits 5-6 are 01-20 for districts, 21-80 for counties, 81-99 for county-level cities."""
    return "division_is_not_a_county" if digits.endswith("00") or digits.startswith("00") else ""


def _street_fault(digits: str) -> str:
    """GB/T 10114: 001-099 street, 100-199 town, 200-399 township, 400-599 enterprise unit."""
    return "" if 1 <= int(digits) <= 599 else "street_out_of_range"


def _down_to_community(parts: dict[str, str]) -> str:
    if parts["community"] == "000":
        return "community_is_zero"
    return _county_fault(parts["division"]) or _street_fault(parts["street"])


def _down_to_grid(parts: dict[str, str]) -> str:
    return "grid_is_zero" if not int(parts["grid"]) else _down_to_community(parts)


def _class_fault(parts: dict[str, str]) -> str:
    if parts["major"] == "00" or not int(parts["minor"]):
        return "class_is_zero"
    return _county_fault(parts["division"]) if "division" in parts else ""


def _scheme(name: str, about: str, layout: str, fault: Callable[[dict[str, str]], str] = _nothing_wrong) -> Scheme:
    parts = tuple(Part(*_name_and_width(item)) for item in layout.split())
    return Scheme(name=name, about=about, parts=parts, fault=fault)


def _name_and_width(item: str) -> tuple[str, int]:
    name, width = item.split(":")
    return name, int(width)


_ALL = (
    _scheme("cn-6", "GB/T 2260 division code", "province:2 city:2 county:2"),
    _scheme("cn-9", "GB/T 2260 + GB/T 10114, down to the street or town", "division:6 street:3",
            lambda parts: _county_fault(parts["division"]) or _street_fault(parts["street"])),
    _scheme("cn-12", "division code down to the committee", "division:6 street:3 community:3", _down_to_community),
    _scheme("cn-15", "GB/T 30428.1 style unit grid, layout as a local standard built on it prints it",
            "division:6 street:3 community:3 grid:3", _down_to_grid),
    _scheme("cjt-213-14", "CJ/T 213-2005 unit grid, two-digit sequence; recalled, text not seen",
            "division:6 street:3 community:3 grid:2", _down_to_grid),
    _scheme("cjt-349-20", "CJ/T 349-2010 community service grid", "object:6 division:6 street:3 community:3 grid:2",
            _down_to_community),
    _scheme("gbt-30428.2-component-16", "component identity code; recalled, text not seen",
            "division:6 major:2 minor:2 serial:6", _class_fault),
    _scheme("gbt-30428.2-event-10", "event code; recalled, text not seen", "division:6 major:2 minor:2", _class_fault),
    _scheme("gbt-30428.2-class", "class of GB/T 30428.2 style: 04 street order, 05 emergency", "major:2 minor:2",
            _class_fault),
    _scheme("cjt-214-class", "class of CJ/T 214 style: 04 emergency, 05 street order", "major:2 minor:2", _class_fault),
    _scheme("item-16", "management item of a data centre seen in the field",
            "division:6 major:2 minor:3 serial:5", _class_fault),
    _scheme("nested-15", "codes made by this program for a city that has none",
            "city:4 district:2 street:3 community:3 grid:3"),
)
SCHEMES = MappingProxyType({scheme.name: scheme for scheme in _ALL})


def scheme_of(name: str) -> Scheme:
    """Return the scheme of this name. Raises Invalid("unknown_code_scheme")."""
    try:
        return SCHEMES[name]
    except KeyError:
        raise Invalid("unknown_code_scheme", scheme=name, known=", ".join(SCHEMES)) from None


def fault_of(scheme_name: str, code: str) -> str:
    """Return the reason the code does not belong to the scheme; empty when it does."""
    scheme = scheme_of(scheme_name)
    if not re.fullmatch(r"[0-9]*", code):
        return "not_digits"
    if len(code) != scheme.length:
        return "wrong_length"
    return scheme.fault(_split(scheme, code))


def read(scheme_name: str, code: str) -> dict[str, str]:
    """Return {part: digits} of a code. Raises Invalid("bad_code", reason=...) when it does not belong."""
    reason = fault_of(scheme_name, code)
    if reason:
        raise Invalid("bad_code", scheme=scheme_name, value=code, reason=reason)
    return _split(scheme_of(scheme_name), code)


def make(scheme_name: str, **parts: str | int) -> str:
    """Return the code of these parts, numbers padded with zeros. Raises Invalid("bad_code") when they do not fit."""
    scheme = scheme_of(scheme_name)
    if set(parts) != {part.name for part in scheme.parts}:
        raise Invalid("bad_code", scheme=scheme_name, value=",".join(sorted(parts)), reason="wrong_parts")
    code = "".join(str(parts[part.name]).zfill(part.width) for part in scheme.parts)
    read(scheme_name, code)
    return code


def _split(scheme: Scheme, code: str) -> dict[str, str]:
    parts, start = {}, 0
    for part in scheme.parts:
        parts[part.name] = code[start:start + part.width]
        start += part.width
    return parts


def ancestors(code: str, widths: Iterable[int] = NESTED_WIDTHS) -> list[str]:
    """Return the codes of the areas that hold this one, outermost first, without itself."""
    return [code[:width] for width in widths if width < len(code)]


def next_codes(parent: str, used: Iterable[str], count: int, digits: int) -> list[str]:
    """Return `count` fresh child codes of a parent, after the highest one used.

    The caller hands them out west to east in a row, rows from north to south (the numbering of
    GB/T 30428.1 style grids; see data.areas.nesting.in_reading_order). Raises Invalid("no_code_left").
    """
    numbers = [int(code[len(parent):]) for code in used if code.startswith(parent) and code[len(parent):].isdigit()]
    first = max(numbers, default=0) + 1
    if first + count - 1 >= 10 ** digits:
        raise Invalid("no_code_left", parent=parent, digits=digits, needed=count)
    return [f"{parent}{number:0{digits}d}" for number in range(first, first + count)]
