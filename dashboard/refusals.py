"""What programs are told when something is refused: one body, one table of statuses and sentences.

People read the words' own sentences; these are for the programs' doors, in English. The code is
what a program should look at.
"""

import secrets
from typing import Any

from dashboard.speech import shared_words
from data.errors import Busy, CityError, Conflict, Gone, IllegalMove, Invalid, NotAllowed, NotFound, NotSignedIn

STATUS: dict[type[CityError], int] = {
    NotSignedIn: 401, NotAllowed: 403, NotFound: 404, Gone: 410, Invalid: 422, IllegalMove: 409, Conflict: 409,
    Busy: 503,
}
RETRY_AFTER_SECONDS = 2

MESSAGES = {
    "not_signed_in": "Sign in, or send a key as Authorization: Bearer KEY.",
    "another_person": "Somebody else has signed in on this browser since the page was opened.",
    "bad_key": "This key is unknown or revoked.",
    "key_needed": "This path is for programs: send a key as Authorization: Bearer KEY.",
    "person_needed": "This path is for people who signed in, not for keys.",
    "not_allowed": "Permission {permission} is missing.",
    "area_not_allowed": "This lies outside the areas you may see.",
    "wrong_password": "The name or the password is wrong.",
    "locked": "Too many wrong passwords: this account is locked for fifteen minutes.",
    "not_found": "There is nothing here.",
    "no_city": "There is no city in the database yet.",
    "case_not_found": "There is no such case, or none you may see.",
    "unit_not_found": "There is no unit {unit}, or none you may see.",
    "area_not_found": "There is no area {area}, or none you may see.",
    "relief_not_found": "This unit was not told to stand elsewhere.",
    "relief_outside": "This place lies outside the city.",
    "layer_not_found": "There is no layer of this name.",
    "camera_unavailable": "This camera does not answer as it should ({why}).",
    "layer_unavailable": "This layer's source does not answer as it should ({why}); it is asked again.",
    "snapshot_not_found": "There is no such snapshot: it has ended, was taken away, or is not for you.",
    "snapshot_too_large": "This screen is larger than {limit} MB and cannot be kept.",
    "too_many_snapshots": "You have {limit} snapshots already; take one away first.",
    "bad_snapshot": "A snapshot lasts and is shown as one of: {known}.",
    "no_such_tile": "There is no such tile.",
    "method_not_allowed": "This path does not take this method.",
    "wrong_host": "This server does not answer to this host name.",
    "wrong_origin": "This request did not come from one of this server's own pages.",
    "bad_request": "The request cannot be read.",
    "unreadable_json": "The body is not JSON: {why}.",
    "too_deep": "The JSON is nested deeper than {limit} levels.",
    "unreadable_request": "The page's request does not have the expected shape.",
    "unknown_callback": "No page asks for this output.",
    "too_large": "The body is larger than {limit} bytes.",
    "headers_too_large": "The headers are larger than {limit} bytes.",
    "too_slow": "The body did not arrive in time.",
    "encoded_body": "A body with this Content-Encoding is not taken; send it plain.",
    "not_json": "Send the body as application/json.",
    "too_many_requests": "Too many requests; try again in {seconds} s.",
    "busy": "The city cannot take this just now; send it again in a moment.",
    "database_busy": "The database is busy; send it again in a moment.",
    "too_much_waits": "More waits to be stored than is taken at once; send it again in a moment.",
    "failed": "Something failed here; quote the request id.",
    "invalid": "The request makes no sense.",
    "bad_parameter": "The parameter {name} cannot be read: {why}.",
    "bad_cursor": "The cursor does not belong to this question.",
    "not_a_list": "The body must be a JSON list.",
    "batch_size": "Send 1 to {limit} events at once.",
    "not_an_object": "The body must be a JSON object.",
    "unknown_field": "The field {field} is not known here.",
    "missing_field": "The field {field} is missing.",
    "bad_field": "The field {field} cannot be read: {why}.",
    "unknown_verb": "There is no verb {verb}.",
    "note_needed": "This move needs a note.",
    "note_too_long": "The note is longer than {limit} characters.",
    "units_needed": "This move needs units.",
    "illegal_move": "A case that is {state} cannot make the move {verb}.",
    "conflict": "Someone else changed this first.",
    "case_changed": "Someone else changed this case; it is at version {version} now.",
    "unit_engaged": "A unit is already engaged.",
    "idempotency_key_needed": "Send an Idempotency-Key header, so that sending twice is harmless.",
    "idempotency_key_too_long": "The Idempotency-Key is longer than {limit} characters.",
    "idempotency_key_reused": "This Idempotency-Key came with another request before.",
    "unknown_language": "The language must be zh-CN or en.",
}


class Refusal(Exception):
    """A request that goes no further: a status, a code and the values that fill its sentence."""

    def __init__(self, status: int, code: str, /, headers: dict[str, str] | None = None, **values: Any) -> None:
        self.status, self.code, self.values, self.headers = status, code, values, headers or {}
        super().__init__(code)


def new_request_id() -> str:
    """Return sixteen hexadecimal digits that name one request in answers and logs."""
    return secrets.token_hex(8)


def sentence(code: str, values: dict[str, Any]) -> str:
    """Return the English sentence of a code; the code itself where the sentence needs a value it was not given.

    What is no affair of programs alone has its sentence among the words that people read.
    """
    try:
        return str(MESSAGES.get(code) or shared_words("en").get(f"errors.{code}", code)).format(**values)
    except (KeyError, IndexError):
        return code


def error_body(code: str, request_id: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the one shape of errors."""
    values = values or {}
    return {"error": {"code": code, "message": values.get("said") or sentence(code, values), "request_id": request_id}}


def refusal_of(error: CityError) -> Refusal:
    """Return the refusal that a city's error becomes."""
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if status == 503 else {}
    return Refusal(status, error.code, headers, **error.values)
