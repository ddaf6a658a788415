"""What somebody gives with a move, and reading it from JSON: every field by name, nothing taken on trust."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from data.cases.voice import Voice, read_voice
from data.errors import Invalid
from data.json_values import read_moment

NOTE_LENGTH = 2_000
MOST_UNITS, MOST_PARTS, MOST_PICTURES, MOST_DEPARTMENTS = 20, 20, 9, 20
NAME_LENGTH = 64
FARTHEST_M = 100_000
"""A phone that is less sure than this of where it stands knows nothing."""
AUDIENCES = ("all", "desk", "leaders")
"""Who may read an instruction."""
VIAS = ("phone", "message", "visit", "page")
"""Ways to answer a reporter."""
BIGGEST_ID = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the reporter said when called back; None where they said nothing of it."""

    contacted: bool
    solved: bool | None = None
    satisfied: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a case that somebody else handles by themselves."""

    text: str
    department: str
    class_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where somebody stood, as their phone says: WGS84 degrees, and within how many metres it is sure of that."""

    lon: float
    lat: float
    accuracy_m: float | None = None


@dataclass(frozen=True, kw_only=True)
class Given:
    """Everything a move may be given. What its verb does not need stays as it is here."""

    note: str = ""
    units: tuple[str, ...] = ()
    lead: str = ""
    """Which of the units leads; the first where none is named."""
    department: str = ""
    departments: tuple[str, ...] = ()
    class_code: str = ""
    until: datetime | None = None
    into: str = ""
    """The number of the case that goes on."""
    reply: Said | None = None
    grade: int | None = None
    parts: tuple[Part, ...] = field(default=())
    pictures: tuple[str, ...] = ()
    """SHA-256 of pictures that were brought in before."""
    position: Position | None = None
    audience: str = "all"
    voice: Voice | None = None
    """Who supports the case; the mover themselves where nobody is named."""
    supporter: int | None = None
    """Which supporter is answered; the first reporter where none is named."""
    via: str = "phone"
    """By which way a reporter was answered."""


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value or not _is_encodable(value):
        raise ValueError("text")
    return value


def _is_encodable(value: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in value)


def _name(value: Any) -> str:
    if len(_text(value)) > NAME_LENGTH:
        raise ValueError(f"text of at most {NAME_LENGTH} characters")
    return str(value)


def _names(most: int) -> Callable[[Any], tuple[str, ...]]:
    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or len(value) > most or not all(isinstance(one, str) and one for one in value):
            raise ValueError(f"a list of at most {most} names")
        return tuple(_name(one) for one in value)

    return read


def _moment(value: Any) -> datetime:
    found = read_moment(value)
    if found is None:
        raise ValueError("ISO 8601 with a zone")
    return found


def _yes_or_no(value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise ValueError("true, false or null")
    return value


def _said(value: Any) -> Said:
    if not isinstance(value, dict) or not isinstance(value.get("contacted"), bool) or set(value) - SAID:
        raise ValueError("an object with contacted, solved, satisfied")
    return Said(contacted=value["contacted"], solved=_yes_or_no(value.get("solved")),
                satisfied=_yes_or_no(value.get("satisfied")))


def _grade(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 5:
        raise ValueError("a whole number from 1 to 5")
    return value


def _parts(value: Any) -> tuple[Part, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_PARTS:
        raise ValueError(f"a list of 1 to {MOST_PARTS} parts")
    return tuple(_part(one) for one in value)


def _part(value: Any) -> Part:
    if not isinstance(value, dict) or set(value) - PART or not value.get("text") or not value.get("department"):
        raise ValueError("objects with text, department, class_code")
    if len(_text(value["text"])) > NOTE_LENGTH:
        raise ValueError(f"parts of at most {NOTE_LENGTH} characters")
    return Part(text=value["text"], department=_name(value["department"]),
                class_code=_name(value.get("class_code", "")))


def _position(value: Any) -> Position:
    if not isinstance(value, dict) or set(value) - POSITION or not {"lon", "lat"} <= set(value):
        raise ValueError("an object with lon, lat, accuracy_m")
    accuracy = value.get("accuracy_m")
    return Position(lon=_number(value["lon"], -180, 180), lat=_number(value["lat"], -90, 90),
                    accuracy_m=None if accuracy is None else _number(accuracy, 0, FARTHEST_M))


def _number(value: Any, lowest: float, highest: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
        raise ValueError(f"a number from {lowest:g} to {highest:g}")
    return float(value)


def _audience(value: Any) -> str:
    if value not in AUDIENCES:
        raise ValueError(f"one of {', '.join(AUDIENCES)}")
    return str(value)


def _supporter(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= BIGGEST_ID:
        raise ValueError("the number of a supporter")
    return value


def _via(value: Any) -> str:
    if value not in VIAS:
        raise ValueError(f"one of {', '.join(VIAS)}")
    return str(value)


SAID, PART, POSITION = ({one.name for one in fields(kind)} for kind in (Said, Part, Position))
READ: dict[str, Callable[[Any], Any]] = {
    "voice": read_voice, "supporter": _supporter, "via": _via,
    "note": _text, "units": _names(MOST_UNITS), "lead": _name, "department": _name,
    "departments": _names(MOST_DEPARTMENTS), "class_code": _name, "until": _moment, "into": _name, "reply": _said,
    "grade": _grade, "parts": _parts, "pictures": _names(MOST_PICTURES), "position": _position,
    "audience": _audience,
}
"""Field -> what reads it, or raises ValueError with what is wanted."""


def read_given(body: Mapping[str, Any]) -> Given:
    """Return what the fields say; a field that is null or absent was not given.

    Raises Invalid("unknown_field") or Invalid("bad_field") with the field and what it must be.
    """
    values = {}
    for name, value in body.items():
        if name not in READ:
            raise Invalid("unknown_field", field=str(name)[:40])
        if value is None:
            continue
        try:
            values[name] = READ[name](value)
        except ValueError as wanted:
            raise Invalid("bad_field", field=name, why=str(wanted)) from None
    return Given(**values)
