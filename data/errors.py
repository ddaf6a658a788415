"""The tree of refusals. Each carries a code for the words and the values that fill them.

CityError -> NotSignedIn, NotAllowed, NotFound, Gone, Invalid, IllegalMove, Conflict, Busy -> DatabaseBusy.
Three translators turn them into something a person reads: the panels' wiring (a notice),
the routes (a status and the error body), the command line (one line and an exit code).
"""

from typing import Any


class CityError(Exception):
    """Something a person can understand and act on; `code` names the sentence."""

    code = "failed"

    def __init__(self, code: str | None = None, /, **values: Any) -> None:
        self.code = code or type(self).code
        self.values = values
        super().__init__(self.code)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code}: {details}" if details else self.code


class NotSignedIn(CityError):
    """Nobody is behind this request."""

    code = "not_signed_in"


class NotAllowed(CityError):
    """The person lacks a permission, or the row lies outside their areas."""

    code = "not_allowed"


class NotFound(CityError):
    """No such thing, or none that this person may know of."""

    code = "not_found"


class Gone(CityError):
    """It was there, and is not for anybody any more."""

    code = "gone"


class Invalid(CityError):
    """What was sent cannot be read or makes no sense."""

    code = "invalid"


class IllegalMove(CityError):
    """The case cannot make this move from the state it is in."""

    code = "illegal_move"


class Conflict(CityError):
    """Someone else changed this first."""

    code = "conflict"


class Busy(CityError):
    """The city cannot take this now; the same call may go through later."""

    code = "busy"


class DatabaseBusy(Busy):
    """Somebody else writes for longer than anybody waits."""

    code = "database_busy"
