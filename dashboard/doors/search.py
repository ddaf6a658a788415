"""The search box: `GET /search?q=WORDS` answers what was found in groups, and the command that the words are.

Without words it answers the commands that this person may type. Everything within the person's scope; nothing that
the box lists tells a count.
"""

from typing import Any

from fastapi import Request

from dashboard import command_line, verb
from dashboard.center import Center
from dashboard.command_line import Command
from dashboard.door import Door, Path
from dashboard.found import found
from dashboard.parsing import Asked
from dashboard.speech import Words
from dashboard.wiring import words_for
from data.finding.typed import LONGEST, tidy
from data.people.sessions import Caller
from data.visit import Visit

QUESTION = frozenset({"q"})


async def search(center: Center, request: Request) -> dict[str, Any]:
    """Answer what the words find and mean."""
    words = Asked(request.scope["query_string"], QUESTION).words("q", LONGEST)
    return await center.run(_search, center, request.state.caller, tidy(words))


def _search(center: Center, caller: Caller, text: str) -> dict[str, Any]:
    with center.reading(caller) as visit:
        t = words_for(visit)
        if not text:
            return {"q": "", "command": None, "groups": [], "verbs": _verbs(visit, t)}
        command = command_line.read(visit, t, text)
        is_all = command is not None and command.is_certain
        return {"q": text, "command": None if command is None else _command(command, t),
                "groups": [] if is_all else found(visit, t, text)}


def _command(command: Command, t: Words) -> dict[str, Any]:
    n = len(command.choices)
    return {
        "verb": command.verb, "fault": command.fault,
        "title": t("find.choose", n=n) if n > 1 else t("find.command"),
        "rows": [{"label": one.label, "note": one.note, "effect": dict(one.effect)} for one in command.choices],
    }


def _verbs(visit: Visit, t: Words) -> list[dict[str, Any]]:
    """Return a row for each verb, which writes the verb's first name into the box."""
    said = [(one, t.with_own(one.words)) for one in verb.offered(visit)]
    return [{"name": one.name, "label": own("example"), "note": own("about"),
             "effect": {"do": "type", "text": f"{verb.spoken(own('spoken'))[0]} "}} for one, own in said]


DOOR = Door(name="search", paths=(Path(template="/search", method="GET", answer=search),))
