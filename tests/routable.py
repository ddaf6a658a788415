"""Which statements Citus could route, told from the statement alone: nothing here needs a Citus.

Distributed tables lie by the district of their area. A case's rows lie with the case: `x.case_id = cases.id` ties
two tables to one district, and so do equal area codes; the district is added to such a join when the tables are
spread (docs/scale.md). What follows from that, by Citus 13 and 14 (manual, "SQL Support and Workarounds", and the
messages of its planner in query_pushdown_planning.c and multi_router_planner.c):

- Distributed tables are joined by the district alone. Anything else is repartitioned ("complex joins are only
  supported when all distributed tables are co-located and joined on their distribution columns").
- A question asked anew for each row (EXISTS, a scalar) is tied to that row in the same way, and is not limited; the
  row is not one of a reference table alone ("correlated subqueries are not supported when the FROM clause contains a
  reference table"). One that stands by itself is asked first and its answer sent round: nothing is wrong with it.
- FOR UPDATE, grouping sets and recursive questions need one shard: one area, one case or one key, by equality.
- The distribution column is never changed ("modifying the partition value of rows is not allowed"), stands in
  every inserted row and in the target of ON CONFLICT; values of an INSERT ask no question.
- What an UPDATE reckons with is not volatile; only functions known to be immutable are let through here.
- Unions, windows, DISTINCT and aggregates are merged by who asks (windows since 9.3), INSERT .. SELECT is carried over.

Stricter than Citus, because it would answer by sending whole tables round: a local table beside a distributed one,
and an outer join that keeps rows of a table which is not spread beside one that is.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Delete, Insert, Select, TextClause, Update
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import visitors
from sqlalchemy.sql.functions import FunctionElement, cube, grouping_sets, rollup

from tests.ties import AREA, CASE, Leaf, Outer, Ties, conditions_of, froms_of, leaf_of, questions_in, tables_in

IMMUTABLE = {"coalesce", "lower", "upper", "substr", "length", "abs", "round", "besides_the_way", "max", "min",
             "count", "sum"}
SETS = (cube, grouping_sets, rollup)
COMPILER = postgresql.dialect().statement_compiler(postgresql.dialect(), None)
PLAIN_INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\) VALUES \([^)]*\)\Z")


class Level(NamedTuple):
    """One question: what it reads, what is tied, and the level around it."""

    leaves: tuple[Leaf, ...]
    ties: Ties
    around: "Level | None" = None

    def known(self) -> dict[str, Leaf]:
        """Return every leaf by its name, also those around."""
        return {**(self.around.known() if self.around else {}), **{leaf.key: leaf for leaf in self.leaves}}


def faults_of(statement: Any, where: Mapping[str, str], given: Collection[str] = ()) -> list[str]:
    """Return why Citus could not route the statement; `given` are the columns for which values come with it."""
    reader = Reader(where)
    reader.read(statement, given)
    return list(dict.fromkeys(reader.faults))


class Reader:
    """Reads one statement and collects what is wrong with it."""

    def __init__(self, where: Mapping[str, str]) -> None:
        self._where = where
        self.faults: list[str] = []

    def read(self, statement: Any, given: Collection[str] = ()) -> None:
        """Read a statement that stands by itself."""
        if isinstance(statement, TextClause | str):
            self._written(str(statement))
        elif isinstance(statement, Insert):
            self._insert(statement, given)
        elif isinstance(statement, Update | Delete):
            self._change(statement, given)
        else:
            self._question(statement, None)

    def _question(self, asked: Any, around: Level | None) -> None:
        if isinstance(asked, CompoundSelect):
            for one in asked.selects:
                self._question(getattr(one, "element", one), around)
        elif isinstance(asked, Select):
            self._select(asked, around)
        elif isinstance(asked, TextClause | Insert | Update | Delete):
            self.read(asked)

    def _select(self, asked: Select[Any], around: Level | None) -> None:
        leaves, conditions, outers = froms_of(_sources_of(asked))
        own = _own(asked, leaves, around)
        level = Level(tuple(own), Ties(around.ties if around else None), around if len(own) < len(leaves) else None)
        conditions += [one for clause in asked._where_criteria for one in conditions_of(clause)]
        self._read_level(level, conditions, outers)
        self._read_one_shard(asked, level)
        inner = [*asked._raw_columns, *asked._where_criteria, *asked._having_criteria, *asked._order_by_clauses]
        for question in questions_in(*(one for one in inner if leaf_of(one).table is None), *conditions):
            self._question(question, level)

    def _read_level(self, level: Level, conditions: list[Any], outers: Iterable[Outer]) -> None:
        for leaf in level.leaves:
            if leaf.inner is not None:
                self._question(leaf.inner, None)
        level.ties.take(conditions, level.known())
        spread, local = self._lying(level, "distributed"), self._lying(level, "local")
        if not level.ties.are_one(spread):
            self.faults.append(f"joins {_named(spread)} neither by the case nor by the area")
        if spread and local:
            self.faults.append(f"asks {_named(local)}, which is local, together with {_named(spread)}")
        if level.around and not self._lying(level.around, "distributed") and (
                own := [leaf for leaf in level.leaves if leaf in spread]):
            self.faults.append(f"asks {_named(own)} anew for each row of {_named(level.around.leaves)}")
        for outer in outers:
            self._read_outer(outer)

    def _read_outer(self, outer: Outer) -> None:
        left, right = (self._spread(side) for side in (outer.left, outer.right))
        if right and not left:
            self.faults.append(f"keeps rows of {_named(outer.left)} beside {_named(right)}")
        if outer.is_full and bool(left) != bool(right):
            self.faults.append(f"keeps rows of both {_named(outer.left)} and {_named(outer.right)}")

    def _read_one_shard(self, asked: Select[Any], level: Level) -> None:
        """Name what is allowed in one shard only, where the statement is not sure to need one only."""
        spread = self._lying(level, "distributed")
        recursive = any(getattr(source, "recursive", False) for source in visitors.iterate(asked))
        if not spread and not (recursive and self._anything_spread(asked)):
            return
        if level.ties.is_pinned(spread) and spread:
            return
        if asked._for_update_arg is not None:
            self.faults.append(f"locks rows of {_named(spread)} that no one area, case or key names")
        if recursive:
            self.faults.append("asks recursively of more than one shard")
        if any(isinstance(one, SETS) for by in asked._group_by_clauses for one in _parts(by)):
            self.faults.append("groups by several sets at once over more than one shard")
        if level.around and asked._has_row_limiting_clause:
            self.faults.append(f"asks for some rows only of {_named(level.leaves)} for each row of another table")

    def _change(self, change: Update | Delete, given: Collection[str]) -> None:
        target = leaf_of(change.table)
        conditions = [one for clause in change._where_criteria for one in conditions_of(clause)]
        values = _values_of(change)
        named = {leaf.key: leaf for leaf in map(leaf_of, tables_in(*conditions, *values.values()))}
        level = Level(tuple({target.key: target, **named}.values()), Ties())
        self._read_level(level, conditions, ())
        if self._spread([target]):
            self._require_kept(target, {*values, *given} if isinstance(change, Update) else set(), values)
        for question in questions_in(*conditions, *values.values()):
            self._question(question, level)

    def _require_kept(self, target: Leaf, columns: Collection[str], values: Mapping[str, Any]) -> None:
        if AREA in columns:
            self.faults.append(f"changes the area of a row of {_named([target])}")
        elif CASE in columns:
            self.faults.append(f"gives a row of {_named([target])} to another case")
        called = {one.name for value in values.values() for one in _parts(value) if isinstance(one, FunctionElement)}
        if unsure := sorted(called - IMMUTABLE):
            self.faults.append(f"reckons with {', '.join(unsure)} in each shard of {_named([target])}")

    def _insert(self, insert: Insert, given: Collection[str]) -> None:
        if insert.select is not None:
            self._question(insert.select, None)
        target = leaf_of(insert.table)
        if not self._spread([target]):
            return
        values = _values_of(insert)
        columns = {*values, *given, *(insert._select_names or ())}
        wanted = {AREA, CASE} & set(insert.table.c.keys())  # a table that lacks both says so in docs/scale.md
        if columns and wanted and not wanted & columns:
            self.faults.append(f"puts a row into {_named([target])} without its area or case")
        if list(questions_in(*values.values())):
            self.faults.append(f"asks a question for a value of a new row of {_named([target])}")
        clashes = getattr(insert._post_values_clause, "inferred_target_elements", None)
        if clashes and not wanted & {getattr(one, "name", one) for one in clashes}:
            self.faults.append(f"knows a row of {_named([target])} by something else than its area or case")

    def _written(self, text: str) -> None:
        """Read a statement of words: only the plainest of those that name a spread table can be judged."""
        spread = sorted(name for name in set(re.findall(r"\w+", text)) if self._where.get(name) == "distributed")
        plain = PLAIN_INSERT.match(text)
        if spread and not (plain and {AREA, CASE} & set(re.findall(r"\w+", plain[2]))):
            self.faults.append(f"is written by hand and names {', '.join(f'`{name}`' for name in spread)}")

    def _lying(self, level: Level, where: str) -> list[Leaf]:
        around = self._lying(level.around, where) if level.around else []
        return [leaf for leaf in level.leaves if leaf.table is not None
                and self._where.get(leaf.table.name) == where] + around

    def _spread(self, leaves: Iterable[Leaf]) -> list[Leaf]:
        return self._lying(Level(tuple(leaves), Ties()), "distributed")

    def _anything_spread(self, asked: Select[Any]) -> bool:
        return any(self._where.get(getattr(one, "name", "")) == "distributed" for one in visitors.iterate(asked))


def _sources_of(asked: Select[Any]) -> list[Any]:
    """Return what `get_final_froms` returns, without its writing out the whole statement for it."""
    found: list[Any] = asked._compile_state_factory(asked, COMPILER)._get_display_froms()
    return found


def _own(asked: Select[Any], leaves: list[Leaf], around: Level | None) -> list[Leaf]:
    """Return the leaves that the question reads itself; the others are rows of the level around."""
    if around is None:
        return leaves
    named = {leaf_of(one).key for one in asked._correlate or ()}
    outside = set(around.known()) if asked._auto_correlate else named
    return [leaf for leaf in leaves if leaf.key not in outside] or leaves


def _values_of(change: Any) -> dict[str, Any]:
    many = [row for rows in getattr(change, "_multi_values", ()) for row in rows if isinstance(row, Mapping)]
    return {getattr(column, "name", column): value for row in [getattr(change, "_values", None) or {}, *many]
            for column, value in row.items()}


def _parts(value: Any) -> Iterable[Any]:
    return visitors.iterate(value) if hasattr(value, "get_children") else ()


def _named(leaves: Iterable[Leaf]) -> str:
    return " and ".join(sorted(f"`{leaf.table.name}`" if leaf.table is not None else "a question in brackets"
                               for leaf in leaves))
