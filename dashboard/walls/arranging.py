"""Which panel stands in which place of a design: those a scene wants first, the design's own in what is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.walls.design import Rows


@dataclass(frozen=True)
class Wanted:
    """Panels from the top, for either side of the map."""

    left: Sequence[str] = ()
    right: Sequence[str] = ()


def arranged(left: Rows, right: Rows, wanted: Wanted) -> tuple[Rows, Rows]:
    """Return the rows of both sides, every panel once; what is wanted beyond the places of its side is left out."""
    own_left, own_right = _names(left), _names(right)
    first, second = list(wanted.left[:len(own_left)]), list(wanted.right[:len(own_right)])
    taken = {*first, *second}
    spare = [name for name in (*own_left, *own_right) if name not in taken]
    for names, own in ((first, own_left), (second, own_right)):
        while len(names) < len(own):
            mine = next((name for name in spare if name in own), spare[0])
            spare.remove(mine)
            names.append(mine)
    return _in_rows(left, first), _in_rows(right, second)


def _names(rows: Rows) -> list[str]:
    return [name for row in rows for name in row]


def _in_rows(rows: Rows, names: list[str]) -> Rows:
    listed = iter(names)
    return tuple(tuple(next(listed) for _ in row) for row in rows)
