"""Finding cases by what their senders call them: (source, event id), which names one case for ever."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_

from data.models.case import Case

AT_ONCE = 400
"""Ids in one condition; a database takes only so many parameters."""


def named(keys: Iterable[tuple[str, str]]) -> list[ColumnElement[bool]]:
    """Return conditions that together hold for the cases of these (source, event id), each served by the index.

    One source at a time: of pairs in a list SQLite would read the whole table.
    """
    by_source: dict[str, list[str]] = {}
    for source, event_id in keys:
        by_source.setdefault(source, []).append(event_id)
    return [and_(Case.source == source, Case.event_id.in_(ids[start:start + AT_ONCE]))
            for source, ids in by_source.items() for start in range(0, len(ids), AT_ONCE)]
