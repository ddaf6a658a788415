"""The sentences of a briefing: `GET /brief/{id}/sentences` tells them as they are edited, with the revisions there are;
`POST /brief/{id}/sentences` {"revision": 2, "sentences": {"conclusion": "…"}} keeps others upon that revision, and
{"revision": 2, "return_to": 0} what an earlier one said. Who is not the first to do so is told who was (409).
"""

from typing import Any

from fastapi import Request

from dashboard.briefing import editing
from dashboard.briefing.archive import told
from dashboard.briefing.editing import Typed
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import BIGGEST, iso, read_object
from dashboard.refusals import Refusal
from dashboard.wiring import refused_in_words
from data.briefings import keeping, revisions
from data.people.sessions import Caller

FIELDS = frozenset({"revision", "sentences", "return_to"})


async def show(center: Center, request: Request) -> dict[str, Any]:
    """Answer each sentence as it is edited and as it was made, and the revisions, the newest first."""
    return await center.run(_shown, center, request.state.caller, request.path_params["id"])


def _shown(center: Center, caller: Caller, briefing_id: str) -> dict[str, Any]:
    with center.reading(caller) as visit, refused_in_words(visit):
        kept = keeping.find(visit, briefing_id)
        original = editing.original_of(visit, kept)
        made = editing.texts_of(original, {})
        now = editing.texts_of(original, revisions.sentences_at(visit, kept, kept.revision))
        return {**told(kept), "may_edit": revisions.may_edit(visit, kept),
                "sentences": [{"place": place, "text": text, "made": made[place]} for place, text in now.items()],
                "revisions": [{"revision": one.number, "at": iso(one.at), "by": one.by_name, "digest": one.digest,
                               "returned_to": one.returned_to, "sentences": one.sentences}
                              for one in revisions.listed(visit, kept)]}


async def edit(center: Center, request: Request) -> dict[str, Any]:
    """Keep other sentences, or those of an earlier revision, and answer the briefing."""
    given = _given(await request.body())
    return await center.run(_edited, center, request.state.caller, request.path_params["id"], given)


def _given(body: bytes) -> dict[str, Any]:
    given = read_object(body)
    for name in given:
        if name not in FIELDS:
            raise Refusal(422, "unknown_field", field=name[:40])
    for name in ("revision", *(["return_to"] if "return_to" in given else [])):
        if type(given.get(name)) is not int or not 0 <= given[name] <= BIGGEST:
            raise Refusal(422, "bad_field", field=name, why="a whole number is needed")
    sentences = given.get("sentences", {})
    if not isinstance(sentences, dict) or not all(isinstance(one, str) for one in sentences.values()):
        raise Refusal(422, "bad_field", field="sentences", why="texts by place are needed")
    if bool(sentences) == ("return_to" in given):
        raise Refusal(422, "bad_field", field="sentences", why="either these or return_to are needed")
    return given


def _edited(center: Center, caller: Caller, briefing_id: str, given: dict[str, Any]) -> dict[str, Any]:
    after = given["revision"]
    with center.writing(caller) as visit, refused_in_words(visit):
        if "return_to" in given:
            return told(editing.return_to(visit, briefing_id, given["return_to"], after=after))
        return told(editing.edit(visit, briefing_id, Typed(after=after, onto=after, sentences=given["sentences"])))


DOOR = Door(name="brief_sentences", paths=(
    Path(template="/brief/{id}/sentences", method="GET", answer=show),
    Path(template="/brief/{id}/sentences", method="POST", answer=edit),
))
