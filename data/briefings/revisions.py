"""Revising the sentences of a briefing: each revision is added beside what was made, and none is changed or removed.

Which words may change is not decided here (dashboard.briefing.editing). What was released is not revised; of two who
save upon the same revision one does, and the other is told who did.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

from data.briefings import keeping
from data.errors import IllegalMove, Invalid, NotAllowed, NotFound
from data.models.briefing import Briefing, BriefRevision
from data.visit import Visit

MOST = 200
"""Of one briefing."""


@dataclass(frozen=True, kw_only=True)
class Revised:
    """A revision that is to be kept: upon which one, all the briefing says now as JSON, what it says first,
    and its sentences by their place that are not as they were made.
    """

    after: int
    body: bytes
    conclusion: str
    sentences: Mapping[str, str]
    returned_to: int | None = None


def may_edit(visit: Visit, kept: Briefing) -> bool:
    """May this visitor revise it? Who made it may, and who may release it, until it is released."""
    is_own = kept.made_by is not None and kept.made_by == visit.scope.person
    may = (is_own and visit.scope.allows(keeping.MAKES, kept.area_code)) or keeping.may_release(visit, kept)
    return may and kept.released_at is None


def require_may_edit(visit: Visit, briefing_id: str) -> Briefing:
    """Return a briefing that this visitor may revise.

    Raises NotFound, NotAllowed, IllegalMove("briefing_is_released").
    """
    kept = keeping.find(visit, briefing_id)
    if may_edit(visit, kept):
        return kept
    if kept.released_at is not None:
        raise IllegalMove("briefing_is_released", by=str(kept.released_by_name))
    raise NotAllowed(permission=keeping.RELEASES)


def add(visit: Visit, briefing_id: str, revised: Revised) -> Briefing:
    """Add a revision and return its briefing.

    Raises as `require_may_edit`, Invalid: "briefing_too_large", "too_many_revisions"; Conflict("briefing_edited").
    """
    kept = require_may_edit(visit, briefing_id)
    if len(revised.body) > keeping.LARGEST_BODY:
        raise Invalid("briefing_too_large", limit=keeping.LARGEST_BODY // 1024 // 1024)
    if revised.after >= MOST:
        raise Invalid("too_many_revisions", limit=MOST)
    before = sentences_at(visit, kept, revised.after)
    places = sorted(one for one in {*before, *revised.sentences} if before.get(one) != revised.sentences.get(one))
    number, digest = revised.after + 1, hashlib.sha256(revised.body).hexdigest()
    done = visit.session.execute(
        update(Briefing).where(Briefing.id == kept.id, Briefing.revision == revised.after,
                               Briefing.released_at.is_(None), Briefing.withdrawn_at.is_(None))
        .values(revision=number, revised_digest=digest,
                conclusion=revised.conclusion[:keeping.LONGEST_CONCLUSION]))
    visit.session.refresh(kept)
    if done.rowcount != 1:  # type: ignore[attr-defined]
        _refuse(visit, kept)
    visit.session.add(BriefRevision(
        briefing_id=kept.id, area_code=kept.area_code, number=number, at=visit.now, made_by=keeping.person_of(visit),
        by_name=visit.scope.name, returned_to=revised.returned_to, body=keeping.packed(revised.body), digest=digest,
        sentences=dict(revised.sentences)))
    visit.session.flush()
    what = "briefing.edit" if revised.returned_to is None else "briefing.edit_return"
    keeping.note(visit, what, kept, digest=digest, revision=str(number), places=" ".join(places))
    return kept


def sentences_at(visit: Visit, kept: Briefing, number: int) -> dict[str, str]:
    """Return the sentences of a revision that are not as they were made, by their place; 0: none.

    Raises NotFound("revision_not_found").
    """
    found = visit.session.get(BriefRevision, (kept.id, number)) if number > 0 else None
    if found is None and number != 0:
        raise NotFound("revision_not_found", number=number)
    return dict(found.sentences) if found is not None else {}


def _refuse(visit: Visit, kept: Briefing) -> None:
    if kept.withdrawn_at is not None:
        raise NotFound("briefing_not_found")
    if kept.released_at is not None:
        raise IllegalMove("briefing_is_released", by=str(kept.released_by_name))
    raise keeping.edited_since(visit, kept)


def listed(visit: Visit, kept: Briefing) -> list[BriefRevision]:
    """Return the revisions of a briefing, the newest first."""
    return list(visit.session.scalars(
        select(BriefRevision).where(BriefRevision.briefing_id == kept.id).order_by(BriefRevision.number.desc())))
