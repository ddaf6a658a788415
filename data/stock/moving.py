"""Moving stock: both ends in one transaction, each by its key only once, nobody ever with less than nothing.

received: from outside into a depot. issued: from a depot to a case or a unit, what expires first goes first and what
has expired does not go. returned: back into a depot. moved: from depot to depot. used: a case or a unit used it up, or
a depot wrote it off. counted: somebody counted; the difference to the ledger is a movement with a reason.
"""

import hashlib
from dataclasses import astuple, dataclass
from datetime import date

from sqlalchemy import insert, select, update

from data.errors import Conflict, Invalid, NotAllowed
from data.models.stock import StockBalance, StockEntry, StockMove
from data.people import trail
from data.stock import holders
from data.stock.holders import DEPOT, Holder
from data.stock.materials import Material
from data.stock.materials import find as find_material
from data.storage.database import everywhere
from data.storage.inserting import insert_into
from data.visit import Visit

RIGHT = "stock.move"
RECEIVED, ISSUED, RETURNED, USED, MOVED, COUNTED = ACTS = (
    "received", "issued", "returned", "used", "moved", "counted")
MOST, LONGEST_REASON, LONGEST_KEY = 1_000_000, 240, 80
OUTSIDE = Holder("", "", "")
ANY_DAY = "any"
"""Of whatever day it expires."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be moved. Which of the ends is needed follows from the act."""

    key: str
    """Whoever asks thinks it up; the same key moves nothing a second time."""
    act: str
    kind: str
    quantity: int
    """How many; what was counted, for an act of counting."""
    depot: str = ""
    to: str = ""
    """Another depot, for moving between two."""
    case_no: str = ""
    unit: str = ""
    expires_on: str = ANY_DAY
    """ISO day, empty for what does not expire, ANY_DAY where it does not matter."""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What came of a wish: how many changed hands, and whether that was so already."""

    wish: Wish
    moved: int
    was_done: bool = False


def move(visit: Visit, wish: Wish) -> Done:
    """Carry out the wish and return what came of it.

    Raises NotAllowed, NotFound for a depot, case, unit or kind there is none of, Invalid("stock_act", "stock_quantity",
    "stock_key", "stock_day", "stock_ends", "reason_needed", "note_too_long", "stock_expired"),
    Conflict("stock_short", "stock_case_closed", "stock_key_used").
    """
    visit.scope.require(RIGHT)
    _require_sound(visit, wish)
    material = find_material(visit, wish.kind)
    source, goal = _ends(visit, wish)
    for end in (source, goal):
        if (end.kind == DEPOT or goal is OUTSIDE) and end.kind and not visit.scope.allows(RIGHT, end.area_code):
            raise NotAllowed("area_not_allowed", area=end.area_code)
    with everywhere(visit.session):  # the far end may lie in another area
        if not _is_first(visit, wish):
            return Done(wish=wish, moved=wish.quantity, was_done=True)
        moved = _count(visit, wish, goal) if wish.act == COUNTED else _carry(visit, wish, material, source, goal)
    near = source if source.kind else goal
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=f"stock_{wish.act}",
               outcome="done", area=near.area_code, subject=wish.case_no or wish.unit or wish.depot, kind=wish.kind,
               quantity=moved, depot=wish.depot, to=wish.to, reason=wish.reason, key=wish.key)
    return Done(wish=wish, moved=moved)


def _require_sound(visit: Visit, wish: Wish) -> None:
    if wish.act not in ACTS:
        raise Invalid("stock_act", act=wish.act[:20])
    if not 1 <= len(wish.key) <= LONGEST_KEY:
        raise Invalid("stock_key", limit=LONGEST_KEY)
    least = 0 if wish.act == COUNTED else 1
    if type(wish.quantity) is not int or not least <= wish.quantity <= MOST:
        raise Invalid("stock_quantity", least=least, most=MOST)
    if len(wish.reason) > LONGEST_REASON:
        raise Invalid("note_too_long", limit=LONGEST_REASON)
    day = day_of(wish.expires_on)
    if wish.act == RECEIVED and day is not None and day < today(visit):
        raise Invalid("stock_expired", day=wish.expires_on)


def today(visit: Visit) -> date:
    """Return the city's day."""
    return visit.now.astimezone(visit.zone).date()


def day_of(text: str) -> date | None:
    """Return the day, None for no day in particular. Raises Invalid("stock_day")."""
    if text in ("", ANY_DAY):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise Invalid("stock_day", day=text[:20])
    return found


def _ends(visit: Visit, wish: Wish) -> tuple[Holder, Holder]:
    """Return where it comes from and where it goes. Raises Invalid("stock_ends") where one is missing."""
    store = holders.depot(visit, wish.depot)[0] if wish.depot else None
    if wish.case_no and wish.unit:
        raise Invalid("stock_ends", act=wish.act)
    user = (holders.case(visit, wish.case_no, must_be_open=wish.act == ISSUED) if wish.case_no
            else holders.unit(visit, wish.unit) if wish.unit else None)
    other = holders.depot(visit, wish.to)[0] if wish.to else None
    pairs = {RECEIVED: (OUTSIDE, store), ISSUED: (store, user), RETURNED: (user, store), MOVED: (store, other),
             USED: (user or store, OUTSIDE), COUNTED: (OUTSIDE, store)}
    source, goal = pairs[wish.act]
    if source is None or goal is None or source == goal:
        raise Invalid("stock_ends", act=wish.act)
    if wish.act == USED and source.kind == DEPOT and not wish.reason.strip():
        raise Invalid("reason_needed")
    return source, goal


def _is_first(visit: Visit, wish: Wish) -> bool:
    """Take the key; return False where the very same was asked before. Raises Conflict("stock_key_used")."""
    digest = hashlib.sha256(repr(astuple(wish)).encode()).hexdigest()
    taken = visit.session.execute(
        insert_into(visit.session, StockMove).values(key=wish.key, digest=digest, at=visit.now)
        .on_conflict_do_nothing().returning(StockMove.key)).scalar_one_or_none()
    if taken is not None:
        return True
    if visit.session.get_one(StockMove, wish.key).digest != digest:
        raise Conflict("stock_key_used", key=wish.key[:20])
    return False


def _carry(visit: Visit, wish: Wish, material: Material, source: Holder, goal: Holder) -> int:
    """Take what is wanted off the source and give it to the goal; return how many."""
    lots = {wish.expires_on if wish.expires_on != ANY_DAY else "": wish.quantity}
    if source.kind:
        _hold(visit, wish.kind, *sorted(one for one in (source, goal) if one.kind))
        lots = _choose(visit, wish, material, source)
    for day, quantity in sorted(lots.items()):
        for end, sign, other in sorted([(source, -1, goal), (goal, 1, source)]):
            if end.kind:
                _enter(visit, wish, end, other, day=day, change=sign * quantity)
    return sum(lots.values())


def _hold(visit: Visit, kind: str, *ends: Holder) -> None:
    """Have others wait who want the same of these holders; in one order for all, so that none waits in a ring."""
    for end in ends:
        visit.session.scalars(select(StockBalance).where(
            StockBalance.area_code == end.area_code, StockBalance.holder_kind == end.kind,
            StockBalance.holder == end.key, StockBalance.kind == kind).order_by(StockBalance.expires_on)
            .with_for_update().execution_options(populate_existing=True)).all()


def _choose(visit: Visit, wish: Wish, material: Material, source: Holder) -> dict[str, int]:
    """Return how many of which day are taken, the first to expire first. Raises Conflict("stock_short")."""
    now = today(visit).isoformat()
    lots = visit.session.scalars(select(StockBalance).where(
        StockBalance.holder_kind == source.kind, StockBalance.holder == source.key,
        StockBalance.area_code == source.area_code, StockBalance.kind == wish.kind, StockBalance.quantity > 0)).all()
    fit = sorted((one for one in lots if wish.expires_on in (ANY_DAY, one.expires_on)
                  and not (wish.act == ISSUED and one.expires_on and one.expires_on < now)),
                 key=lambda one: one.expires_on or "~")
    have = sum(one.quantity for one in fit)
    if have < wish.quantity:
        raise short(visit, material, source, have, wish.quantity)
    chosen, left = {}, wish.quantity
    for one in fit:
        chosen[one.expires_on] = min(left, one.quantity)
        left -= chosen[one.expires_on]
    return {day: quantity for day, quantity in chosen.items() if quantity}


def short(visit: Visit, material: Material, source: Holder, have: int, wanted: int) -> Conflict:
    """Return the refusal of who wants more than there is."""
    name, english = holders.names(visit, [(source.kind, source.key)]).get((source.kind, source.key), (source.key,) * 2)
    return Conflict("stock_short", have=have, wanted=wanted, kind=material.called(visit.language),
                    unit=material.counted_in(visit.language), holder=english if visit.language == "en" else name)


def _count(visit: Visit, wish: Wish, store: Holder) -> int:
    """Enter what was counted and return by how many it differs from the ledger."""
    day = "" if wish.expires_on == ANY_DAY else wish.expires_on
    visit.session.execute(insert_into(visit.session, StockBalance).values(  # of two who count first one waits
        area_code=store.area_code, holder_kind=store.kind, holder=store.key, kind=wish.kind, expires_on=day,
        quantity=0, as_of=visit.now).on_conflict_do_nothing())
    _hold(visit, wish.kind, store)
    change = wish.quantity - visit.session.get_one(
        StockBalance, (store.area_code, store.kind, store.key, wish.kind, day)).quantity
    if change and not wish.reason.strip():
        raise Invalid("reason_needed")
    _enter(visit, wish, store, OUTSIDE, day=day, change=change)
    return change


def _enter(visit: Visit, wish: Wish, end: Holder, other: Holder, *, day: str, change: int) -> None:
    """Change what a holder has and write down that it changed."""
    after = _add(visit, end, wish.kind, day, change)
    visit.session.execute(insert(StockEntry).values(
        area_code=end.area_code, move_key=wish.key, act=wish.act, holder_kind=end.kind, holder=end.key, kind=wish.kind,
        expires_on=day, change=change, after=after, counted=wish.quantity if wish.act == COUNTED else None,
        other_kind=other.kind, other=other.key, reason=wish.reason.strip(), by_name=visit.scope.name, at=visit.now))


def _add(visit: Visit, end: Holder, kind: str, day: str, change: int) -> int:
    """Return what the holder has after the change. Raises Conflict("conflict") where another took it meanwhile."""
    keys = {"area_code": end.area_code, "holder_kind": end.kind, "holder": end.key, "kind": kind, "expires_on": day}
    if change >= 0:
        row = insert_into(visit.session, StockBalance).values(**keys, quantity=change, as_of=visit.now)
        after = visit.session.execute(row.on_conflict_do_update(
            index_elements=list(keys), set_={"quantity": StockBalance.quantity + change, "as_of": visit.now},
        ).returning(StockBalance.quantity)).scalar_one()
    else:
        found = visit.session.execute(
            update(StockBalance).where(*(getattr(StockBalance, name) == value for name, value in keys.items()),
                                       StockBalance.quantity >= -change)
            .values(quantity=StockBalance.quantity + change, as_of=visit.now).returning(StockBalance.quantity)
            .execution_options(synchronize_session=False)).scalar_one_or_none()
        if found is None:
            raise Conflict("conflict")
        after = found
    return int(after)
