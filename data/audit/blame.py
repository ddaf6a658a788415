"""What was done to a record that its seal does not fit: changed, inserted, reordered, or others removed."""

from collections.abc import Callable, Mapping
from typing import Any

from data.audit.chain import seal

CHANGED, REMOVED, INSERTED, REORDERED = "changed", "removed", "inserted", "reordered"
KEY_UNKNOWN, UNLINKED, REWRITTEN = "key_unknown", "unlinked", "rewritten"
TAIL_MISSING, COUNTER_DIFFERS = "tail_missing", "counter_differs"
ANCHOR_MISSING, ANCHOR_UNREADABLE = "anchor_missing", "anchor_unreadable"
FAULTS = (CHANGED, REMOVED, INSERTED, REORDERED, KEY_UNKNOWN, UNLINKED, REWRITTEN, TAIL_MISSING, COUNTER_DIFFERS,
          ANCHOR_MISSING, ANCHOR_UNREADABLE)
REACH = 10_000
"""How far a record is looked for from the place it should have; one moved further counts as changed."""

Record = Mapping[str, Any]
RecordAt = Callable[[int], Record | None]


def is_genuine(record: Record | None, keys: Mapping[str, bytes], *, seq: int | None = None) -> bool:
    """Does the record's seal fit it, were `seq` its number? Values of a wrong type fit no seal."""
    if record is None or record["key_id"] not in keys:
        return False
    asked = record if seq is None else {**record, "seq": seq}
    try:
        return bool(seal(asked, keys[record["key_id"]]) == record["mac"])
    except (TypeError, ValueError, AttributeError):
        return False


def name_fault(record: Record, keys: Mapping[str, bytes], record_at: RecordAt, *, last_seq: int) -> str:
    """Return what was done at a record whose seal does not fit; every record before it is sound.

    `record_at` finds what stands at a number now, `last_seq` is the number the trail should end with.
    """
    seq = record["seq"]
    true_seq = _true_seq(record, keys)
    if true_seq is not None:
        if is_genuine(record_at(true_seq), keys, seq=seq):
            return REORDERED
        return INSERTED if true_seq < seq else REMOVED
    if is_genuine(record_at(seq + 1), keys, seq=seq) or seq > last_seq:
        return INSERTED
    return CHANGED


def _true_seq(record: Record, keys: Mapping[str, bytes]) -> int | None:
    """Return the number the record was sealed under, the nearest ones tried first."""
    near = (record["seq"] + sign * distance for distance in range(1, REACH) for sign in (1, -1))
    return next((seq for seq in near if is_genuine(record, keys, seq=seq)), None)
