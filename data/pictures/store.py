"""Keeping pictures and attaching them to cases; who may see which.

A picture is shown with the cases it is attached to. Before that it is shown to nobody but whoever brought it
in, who may also attach it: to know a picture's name is no right to it.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from data.errors import NotFound
from data.models.case import Case
from data.models.report import CasePicture, Picture
from data.people import answered
from data.people.answered import Claim
from data.pictures.prepare import Prepared
from data.storage.inserting import insert_into
from data.visit import Visit

STAGES = ("before", "after", "check")
"""Taken before the case was handled, after it, by whoever verified it."""
SHOWN_FOR = timedelta(hours=1)
"""How long whoever brought a picture in sees it without a case."""


def keep(visit: Visit, picture: Prepared) -> Prepared:
    """Keep a picture, once however often it comes, and remember who brought it in; return it."""
    visit.session.execute(insert_into(visit.session, Picture).values(
        sha256=picture.sha256, width=picture.width, height=picture.height, look=picture.look, body=picture.body,
        at=visit.now).on_conflict_do_nothing())
    answered.remember(visit.session, _claim(visit, picture.sha256), visit.now)
    return picture


def attach(visit: Visit, case: Case, shas: tuple[str, ...], stage: str) -> int:
    """Attach pictures to a case at a stage and return how many are new there.

    Raises NotFound("picture_not_found") for one that was never brought in, or that the visitor may not know of.
    """
    wanted = dict.fromkeys(shas)
    there = set(visit.session.scalars(select(CasePicture.sha256).where(
        CasePicture.case_id == case.id, CasePicture.stage == stage, CasePicture.sha256.in_(wanted))))
    fresh = [sha for sha in wanted if sha not in there]
    for sha in fresh:
        if not is_known(visit, sha):
            raise NotFound("picture_not_found", picture=sha[:64])
    visit.session.add_all(
        CasePicture(case_id=case.id, area_code=case.area_code, sha256=sha, stage=stage, at=visit.now,
                    person=visit.scope.person, by_name=visit.scope.name) for sha in fresh)
    visit.session.flush()
    return len(fresh)


def is_known(visit: Visit, sha: str) -> bool:
    """May the visitor attach this picture: did they bring it in within two days, or see it with a case?"""
    return answered.is_remembered(visit.session, _claim(visit, sha), visit.now - answered.KEPT_FOR) or _is_with_a_case(
        visit, sha)


def body_of(visit: Visit, sha: str) -> bytes:
    """Return the picture's JPEG. Raises NotFound("picture_not_found"), also for one the visitor may not see."""
    if _is_with_a_case(visit, sha) or answered.is_remembered(visit.session, _claim(visit, sha), visit.now - SHOWN_FOR):
        found = visit.session.execute(select(Picture.body).where(Picture.sha256 == sha)).scalar_one_or_none()
        if found is not None:
            return found
    raise NotFound("picture_not_found", picture=sha[:64])


def of_cases(visit: Visit, cases: Sequence[Case]) -> dict[int, list[CasePicture]]:
    """Return {case id: its pictures, oldest first} of cases that the visitor sees."""
    found: dict[int, list[CasePicture]] = {case.id: [] for case in cases}
    for picture in visit.session.scalars(
        select(CasePicture).where(CasePicture.case_id.in_(list(found))).order_by(CasePicture.id)
    ):
        found[picture.case_id].append(picture)
    return found


def _is_with_a_case(visit: Visit, sha: str) -> bool:
    """Is the picture attached to a case the visitor sees?"""
    return visit.session.execute(
        select(CasePicture.id).join(Case, Case.id == CasePicture.case_id).where(CasePicture.sha256 == sha).limit(1)
    ).first() is not None


def _claim(visit: Visit, sha: str) -> Claim:
    """Return what stands for "this visitor brought this picture in" among what is kept for two days."""
    return Claim.of(f"picture:{visit.scope.person or visit.scope.name}", sha, sha)
