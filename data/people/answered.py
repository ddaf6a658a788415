"""Answers kept under their Idempotency-Key, so that a program may send a command twice.

The key is claimed in the transaction that does the work: of two that arrive at once the second
waits for the first's commit and is given the first's answer. Work that is rolled back keeps nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data.models.person import AnsweredOnce
from data.people.sessions import digest
from data.storage.inserting import insert_into

KEPT_FOR = timedelta(hours=48)
LONGEST_KEY = 200


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One command of one sender: `holder` and `key` name it, `request_hash` says what it asks."""

    holder: str
    key: str
    request_hash: str

    @classmethod
    def of(cls, sender: str, key: str, request: str) -> "Claim":
        """Return the claim of a sender for a request's text."""
        return cls(holder=digest(sender), key=key[:LONGEST_KEY], request_hash=digest(request))


@dataclass(frozen=True, kw_only=True)
class Recalled:
    """The answer given before under a key; `is_same_request` says whether it answers what is asked now."""

    body: dict[str, Any]
    is_same_request: bool


def claim_or_recall(session: Session, claim: Claim, now: datetime) -> Recalled | None:
    """Return the answer given before, or None: then the command is the caller's to carry out and `keep`."""
    session.execute(delete(AnsweredOnce).where(AnsweredOnce.at < now - KEPT_FOR))
    claimed = session.execute(
        insert_into(session, AnsweredOnce)
        .values(holder=claim.holder, key=claim.key, request_hash=claim.request_hash, status=0, body={}, at=now)
        .on_conflict_do_nothing().returning(AnsweredOnce.key)
    ).first()
    if claimed is not None:
        return None
    known = session.scalars(
        select(AnsweredOnce).where(AnsweredOnce.holder == claim.holder, AnsweredOnce.key == claim.key)
    ).one()
    return Recalled(body=known.body, is_same_request=known.request_hash == claim.request_hash)


def remember(session: Session, claim: Claim, now: datetime) -> None:
    """Keep no more than that a claim was made just now, for as long as an answer is kept."""
    session.execute(delete(AnsweredOnce).where(AnsweredOnce.at < now - KEPT_FOR))
    session.execute(
        insert_into(session, AnsweredOnce)
        .values(holder=claim.holder, key=claim.key, request_hash=claim.request_hash, status=0, body={}, at=now)
        .on_conflict_do_update(index_elements=["holder", "key"], set_={"at": now})
    )


def is_remembered(session: Session, claim: Claim, since: datetime) -> bool:
    """Was the claim made at `since` or later?"""
    return session.execute(
        select(AnsweredOnce.key).where(AnsweredOnce.holder == claim.holder, AnsweredOnce.key == claim.key,
                                       AnsweredOnce.at >= since)
    ).first() is not None


def keep(session: Session, claim: Claim, status: int, body: dict[str, Any]) -> None:
    """Store the answer under its claim."""
    session.execute(
        update(AnsweredOnce).where(AnsweredOnce.holder == claim.holder, AnsweredOnce.key == claim.key)
        .values(status=status, body=body)
    )
