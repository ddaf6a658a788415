"""What is ordered from the press: a file of a briefing, made once for all who want it, and a briefing of each area."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from dashboard.briefing.archive import Opened, Wanted, address_of, compose, keep, open_kept, own_copy, told
from dashboard.briefing.board import CANCELLED, DONE, DRAWING, FAILED, Entry
from dashboard.briefing.rendered import formats
from dashboard.briefing.rendered.formats import Format
from dashboard.center import Center
from dashboard.prepared import Key, Packed
from dashboard.wiring import in_words
from data.errors import Busy, CityError, DatabaseBusy
from data.people.sessions import Caller

Answer = TypeVar("Answer")
AGAIN_SECONDS, TRIES = 1.0, 5
DRAWN = "pdf"
"""What is drawn of each area's briefing, so that it opens at once."""


def make_one(center: Center, caller: Caller, wanted: Wanted, base: str) -> dict[str, Any]:
    """Return what was made. It is put together while reading: nobody's writing waits for that. Raises as compose."""
    with center.reading(caller) as visit:
        now = visit.now
        brief = compose(visit, wanted, lambda named: f"{base}{address_of(named)}")
    with center.writing(caller, now) as visit:
        return told(keep(visit, brief))


def open_one(center: Center, caller: Caller, briefing_id: str) -> Opened:
    """Return the caller's own copy of a briefing. Raises as open_kept."""
    with center.reading(caller) as visit:
        return own_copy(visit, open_kept(visit, briefing_id))


async def have(center: Center, opened: Opened, form: Format, entry: Entry | None = None) -> Packed:
    """Return a briefing, or a reader's copy of it, in a form, made now or earlier.

    Raises Busy: "briefings_wait", "drawing_stopped" where the entry was cancelled, and what its drawing raises.
    """
    brief = opened.brief
    key: Key = ("brief", opened.digest, form.name, *([brief.reader] if brief.reader else []))
    found = await center.run(center.prepared.find, key)
    while found is None:
        try:
            with center.press.wanted(brief, form, entry):
                found = await center.prepared.once(key, partial(center.press.make, brief, form))
        except Busy as refused:  # others had it made and cancelled that
            if refused.code != "drawing_stopped" or center.press.is_over(entry):
                raise
    return found


async def make_file(center: Center, caller: Caller, opened: Opened, form: Format, entry: Entry) -> None:
    """Have a file made, and say on the board what came of it."""
    board = center.press.board
    try:
        await have(center, opened, form, entry)
    except CityError as error:
        entry = replace(entry, failed=((entry.title, in_words(caller.language, error)),))
    is_stopped = board.is_stopped(entry.id)
    board.change(entry, state=CANCELLED if is_stopped else FAILED if entry.failed else DONE)


async def make_each(center: Center, caller: Caller, areas: dict[str, str], base: str, entry: Entry) -> None:
    """Make a briefing of each area and its file, one after the other, and say on the board how far it is.

    One that cannot be made keeps none of the others. `areas` are names by code.
    """
    board = center.press.board
    entry = board.change(entry, state=DRAWING, of=len(areas))
    for code, name in areas.items():
        if board.is_stopped(entry.id):
            break
        try:
            await _make_whole(center, caller, Wanted(kind=entry.kind, area=code), base, entry)
        except CityError as error:
            if board.is_stopped(entry.id):
                break
            entry = replace(entry, failed=(*entry.failed, (name, in_words(caller.language, error))))
        entry = board.change(entry, done=entry.done + 1)
    is_whole = entry.done == entry.of and len(entry.failed) < entry.of
    board.change(entry, state=CANCELLED if entry.done < entry.of else DONE if is_whole else FAILED)


async def _make_whole(center: Center, caller: Caller, wanted: Wanted, base: str, entry: Entry) -> None:
    made = await _patiently(center, entry, partial(center.press.compose, make_one, center, caller, wanted, base))
    opened = await center.run(open_one, center, caller, str(made["id"]))
    await _patiently(center, entry, partial(have, center, opened, formats.find(DRAWN), entry))


async def _patiently(center: Center, entry: Entry, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Return what is asked for, however many others wait, as long as the entry is wanted.

    A database that is busy is asked again TRIES times.
    """
    tries = 0
    while True:
        try:
            return await ask()
        except Busy as refused:
            tries += isinstance(refused, DatabaseBusy)
            is_passing = refused.code == "briefings_wait" or isinstance(refused, DatabaseBusy)
            if not is_passing or tries > TRIES or center.press.is_over(entry):
                raise
        await asyncio.sleep(AGAIN_SECONDS)
