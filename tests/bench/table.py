"""One row of the table of figures, and how the table is printed and kept."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from data import clock

FAR_OFF = 1.2


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure with its goal, and a reference measured in the same run where there is one."""

    name: str
    value: float
    unit: str
    goal: float
    smaller_is_better: bool = True
    reference: float | None = None
    """The same work done the plain way, in the same run."""
    note: str = ""

    @property
    def met(self) -> bool:
        """Was the goal reached?"""
        return self.value <= self.goal if self.smaller_is_better else self.value >= self.goal

    @property
    def is_far_off(self) -> bool:
        """Does it miss its goal by more than a fifth? Less is the machine's mood."""
        by = self.value / self.goal if self.smaller_is_better else self.goal / self.value if self.value else 2.0
        return by > FAR_OFF

    @property
    def ratio(self) -> float | None:
        """The value by its reference."""
        return None if not self.reference else self.value / self.reference


def show(rows: list[Row]) -> str:
    """Return the table as text."""
    lines = [f"{'figure':62} {'value':>12} {'goal':>12} {'reference':>12} {'ratio':>7}  met"]
    for row in rows:
        sign = "<=" if row.smaller_is_better else ">="
        reference = f"{row.reference:,.1f}" if row.reference is not None else ""
        ratio = f"{row.ratio:.3f}" if row.ratio is not None else ""
        goal = f"{sign} {row.goal:,g}"
        lines.append(
            f"{row.name:62} {row.value:>9,.1f} {row.unit:3} {goal:>11} {reference:>12} {ratio:>7}  "
            f"{'yes' if row.met else 'NO'}{'  ' + row.note if row.note else ''}"
        )
    return "\n".join(lines)


def keep(rows: list[Row], path: Path) -> None:
    """Write the table as JSON, and add it to the history beside it, a line for each run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    listed = [{**asdict(row), "ratio": row.ratio, "met": row.met} for row in rows]
    path.write_bytes(orjson.dumps(listed, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY))
    with path.with_name(f"{path.stem}-history.jsonl").open("ab") as history:
        history.write(orjson.dumps({"at": clock.now(), "rows": listed}, option=orjson.OPT_SERIALIZE_NUMPY) + b"\n")


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def per_second(count: int, work: Callable[[], object]) -> float:
    """Return how many of `count` things a second the work gets done."""
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)
