"""Is a request of Dash's renderer one that our own page could have sent? Judged before Dash sees it.

Dash 4.4.1 answers every malformed body with a 500. The shape is compared with the callback that the
request names: same inputs, states and outputs, in the same order; the page's stores hold what they may.
"""

from collections.abc import Mapping
from typing import Any

import orjson

from dashboard.parsing import read_json
from dashboard.refusals import Refusal
from dashboard.store_shapes import is_sound

FIELDS = ("output", "outputs", "inputs", "state", "changedPropIds")


def checked(body: bytes, callbacks: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the body as Dash may read it. Raises Refusal (400)."""
    asked = read_json(body)
    if not isinstance(asked, dict) or not isinstance(asked.get("output"), str):
        raise Refusal(400, "unreadable_request")
    callback = callbacks.get(asked["output"])
    if callback is None or "callback" not in callback:
        raise Refusal(400, "unknown_callback")
    if not _fits(asked, callback):
        raise Refusal(400, "unreadable_request")
    return orjson.dumps({name: asked[name] for name in FIELDS if name in asked})


def _fits(asked: dict[str, Any], callback: Mapping[str, Any]) -> bool:
    changed = asked.get("changedPropIds", [])
    return (
        _all_match(asked.get("inputs", []), callback["inputs"])
        and _all_match(asked.get("state", []), callback["state"])
        and _outputs_match(asked.get("outputs"), callback)
        and isinstance(changed, list) and all(isinstance(one, str) for one in changed)
    )


def _outputs_match(sent: Any, callback: Mapping[str, Any]) -> bool:
    if callback.get("no_output"):
        return sent is None or sent == [] or isinstance(sent, dict)
    output = callback["output"]
    declared = [one.to_dict() for one in (output if isinstance(output, list | tuple) else [output])]
    return _all_match(sent if isinstance(output, list | tuple) else [sent], declared)


def _all_match(sent: Any, declared: list[dict[str, Any]]) -> bool:
    return isinstance(sent, list) and len(sent) == len(declared) and all(
        _matches(one, wanted) for one, wanted in zip(sent, declared, strict=True))


def _matches(sent: Any, wanted: dict[str, Any]) -> bool:
    """Does one dependency match its declaration? A pattern may stand for one component or a list of them."""
    pattern = _pattern(wanted["id"])
    if isinstance(sent, list):
        return pattern is not None and all(isinstance(one, dict) and _matches(one, wanted) for one in sent)
    if not isinstance(sent, dict) or not isinstance(sent.get("property"), str):
        return False
    if sent["property"].split("@")[0] != str(wanted["property"]).split("@")[0]:
        return False
    if pattern is not None:
        return _id_matches(sent.get("id"), pattern)
    return sent.get("id") == wanted["id"] and is_sound(f"{sent['id']}.{sent['property']}", sent.get("value"))


def _pattern(declared: Any) -> dict[str, Any] | None:
    if isinstance(declared, dict):
        return declared
    if isinstance(declared, str) and declared.startswith("{"):
        found = orjson.loads(declared)
        return found if isinstance(found, dict) else None
    return None


def _id_matches(sent: Any, pattern: dict[str, Any]) -> bool:
    if not isinstance(sent, dict) or set(sent) != set(pattern):
        return False
    return all(isinstance(sent[key], str | int | float) if isinstance(wanted, list) else sent[key] == wanted
               for key, wanted in pattern.items())
