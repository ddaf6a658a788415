"""What a statement reads from, and which of it lies in the same district: by the case, by the area, by one value."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import CTE, Select, Table
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList, Grouping
from sqlalchemy.sql.schema import Column
from sqlalchemy.sql.selectable import AliasedReturnsRows, FromGrouping, Join, SelectBase, SelectStatementGrouping

AREA, CASE = "area_code", "case_id"
Key = tuple[str, ...]


class Leaf(NamedTuple):
    """One thing that is read from: a table by its own or another name, or a question in brackets."""

    key: str
    table: Table | None
    inner: Any = None
    """The question in brackets; None for a table."""


class Outer(NamedTuple):
    """An outer join: what is kept on the left, and whether the right is kept as well."""

    left: tuple[Leaf, ...]
    right: tuple[Leaf, ...]
    is_full: bool


class Ties:
    """Leaves that are tied to one another, or to one value."""

    def __init__(self, before: "Ties | None" = None) -> None:
        self._parent: dict[Key, Key] = dict(before._parent) if before else {}
        self._pinned: set[Key] = set(before._pinned) if before else set()

    def take(self, conditions: Iterable[Any], leaves: dict[str, Leaf]) -> None:
        """Tie what an equality among the conditions ties."""
        for one in conditions:
            if isinstance(one, BinaryExpression) and one.operator is operators.eq:
                ends = [_end(side, leaves) for side in (one.left, one.right)]
                if isinstance(ends[0], Spot) and isinstance(ends[1], Spot):
                    if ends[0].kind == ends[1].kind != "row":
                        self._join((ends[0].leaf,), (ends[1].leaf,))
                elif spots := [end for end in ends if isinstance(end, Spot)]:
                    self._pin(spots[0], ends[1] if ends[0] is spots[0] else ends[0])

    def are_one(self, leaves: Iterable[Leaf]) -> bool:
        """Do all of these lie in one district, whichever it is?"""
        return len({self._root((leaf.key,)) for leaf in leaves}) < 2

    def is_pinned(self, leaves: Iterable[Leaf]) -> bool:
        """Is the district of each of these given by a value?"""
        known = {self._root(key) for key in self._pinned}
        return all(self._root((leaf.key,)) in known for leaf in leaves)

    def _pin(self, spot: "Spot", value: Any) -> None:
        if isinstance(value, BindParameter):
            self._pinned.add((spot.leaf,))
            if spot.kind != "row" and value.value is not None:
                self._join((spot.leaf,), ("value", spot.kind, repr(value.value)))

    def _join(self, one: Key, other: Key) -> None:
        self._parent[self._root(one)] = self._root(other)

    def _root(self, key: Key) -> Key:
        while (above := self._parent.get(key, key)) != key:
            key = above
        return key


class Spot(NamedTuple):
    """A column that tells the district of a leaf's row: by its case, its area or its own key."""

    leaf: str
    kind: str


def leaf_of(source: Any) -> Leaf:
    """Return the leaf that a FROM names."""
    if isinstance(source, Table):
        return Leaf(source.name, source)
    if isinstance(source, AliasedReturnsRows):
        element = source.element
        if isinstance(element, Table):
            return Leaf(str(source.name), element)
        if isinstance(element, CTE):
            return Leaf(str(source.name), None, element.element)
        return Leaf(str(source.name), None, element)
    return Leaf(str(getattr(source, "name", id(source))), None)


def froms_of(sources: Iterable[Any]) -> tuple[list[Leaf], list[Any], list[Outer]]:
    """Return the leaves, the conditions they are joined by, and the outer joins among them."""
    leaves: list[Leaf] = []
    conditions: list[Any] = []
    outers: list[Outer] = []
    for source in sources:
        plain = source.element if isinstance(source, FromGrouping) else source
        if not isinstance(plain, Join):
            leaves.append(leaf_of(plain))
            continue
        sides = [froms_of([side]) for side in (plain.left, plain.right)]
        for found in sides:
            leaves += found[0]
            conditions += found[1]
            outers += found[2]
        conditions += conditions_of(plain.onclause)
        if plain.isouter or plain.full:
            outers.append(Outer(tuple(sides[0][0]), tuple(sides[1][0]), bool(plain.full)))
    return leaves, conditions, outers


def conditions_of(clause: Any) -> Iterator[Any]:
    """Yield what must all hold."""
    if isinstance(clause, Grouping):
        yield from conditions_of(clause.element)
    elif isinstance(clause, BooleanClauseList) and clause.operator is operators.and_:
        for one in clause.clauses:
            yield from conditions_of(one)
    elif clause is not None:
        yield clause


def questions_in(*clauses: Any) -> Iterator[SelectBase]:
    """Yield the questions inside of expressions, not those inside of these."""
    return (one for one in _parts(clauses) if isinstance(one, SelectBase))


def tables_in(*clauses: Any) -> Iterator[Any]:
    """Yield whatever columns of the expressions belong to, not those of questions inside."""
    return (one.table for one in _parts(clauses) if isinstance(one, Column) and one.table is not None)


def _parts(clauses: Iterable[Any]) -> Iterator[Any]:
    """Yield each part of the expressions; a question is one part."""
    waiting = [clause for clause in clauses if hasattr(clause, "get_children")]
    while waiting:
        one = waiting.pop()
        while isinstance(one, SelectStatementGrouping):
            one = one.element
        yield one
        if not isinstance(one, SelectBase):
            waiting += one.get_children()


def kind_of(column: Any, leaf: Leaf | None) -> str | None:
    """Return how a column tells the district of its leaf's row: "case", "area", "row" (its own key) or not at all."""
    if leaf is None or leaf.table is None:
        return None
    if column.name == AREA:
        return "area"
    if column.name == CASE or (leaf.table.name, column.name) == ("cases", "id"):
        return "case"
    alone = [one.name for one in leaf.table.primary_key.columns]
    return "row" if alone == [column.name] or leaf.table.c[column.name].unique else None


def _end(side: Any, leaves: dict[str, Leaf]) -> Any:
    if isinstance(side, Column):
        leaf = leaves.get(leaf_of(side.table).key)
        kind = kind_of(side, leaf) or _kind_through(side, leaf)
        return Spot(leaf.key, kind) if leaf is not None and kind else None
    return side


def _kind_through(column: Any, leaf: Leaf | None) -> str | None:
    """Return the kind of the column that a question in brackets hands on under this name."""
    if leaf is None or not isinstance(leaf.inner, Select):
        return None
    bases = [base for base in column.base_columns if isinstance(base, Column) and isinstance(base.table, Table)]
    return kind_of(bases[0], leaf_of(bases[0].table)) if len(bases) == 1 else None
