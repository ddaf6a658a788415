"""What if: minutes and people change by the stated amounts; nobody left, nowhere, unknown are said or refused."""

import numpy as np
import pytest

from data.errors import Invalid, NotFound
from data.reach.whatif import Change, evaluate, quantile, require_sound
from tests import cast


def unit(do, ident="", square=None, kind="fire"):
    return Change(do=do, what="unit", kind=kind, id=ident, grid=cast.grid_code(*square) if square else "")


def outcome(read, *changes, area="9901"):
    with read() as visit:
        require_sound(visit, area, changes)
        return evaluate(visit, area, changes)


def test_moving_the_engine_changes_how_soon_it_comes(read):
    line, = outcome(read, unit("move", cast.ENGINE, (0, 0))).lines
    assert line.subject == "unit.fire"
    assert line.now.sites == line.then.sites == 1
    assert line.then.p90 != line.now.p90


def test_one_more_clinic_covers_its_people(read):
    line, = outcome(read, Change(do="add", what="place", kind="medical", grid=cast.grid_code(0, 0))).lines
    everybody = sum(cast.population(*square) for square in cast.GRIDS)
    assert (line.now.uncovered, line.now.median) == (everybody, None)
    assert line.then.uncovered == everybody - cast.population(0, 0)
    assert "no_roads" in line.unknown


def test_without_the_last_one_nobody_comes(read):
    line, = outcome(read, unit("remove", cast.ENGINE)).lines
    assert (line.then.sites, line.then.median, line.then.reached, line.then.grids) == (0, None, 0, 16)


@pytest.mark.parametrize(("changes", "fault"), [
    ([unit("move", "UFO", (0, 0))], NotFound), ([unit("remove", cast.ENGINE)] * 2, NotFound),
    ([Change(do="move", what="unit", kind="fire", id=cast.ENGINE, grid="0000")], Invalid),
    ([Change(do="add", what="place", kind="casino", grid=cast.grid_code(0, 0))], Invalid),
    ([Change(do="paint", what="unit", kind="fire")], Invalid), ([Change(do="add", what="god", kind="fire")], Invalid),
], ids=["no such unit", "removed twice", "outside", "no such service", "no such change", "neither"])
def test_what_nobody_could_do_is_refused(read, changes, fault):
    with pytest.raises(fault):
        outcome(read, *changes)


def test_the_digest_is_of_the_inputs(read):
    one, same, other = (outcome(read, unit("move", cast.ENGINE, square)) for square in ((0, 0), (0, 0), (1, 0)))
    assert one.digest == same.digest != other.digest


def test_quantiles_are_weighed():
    minutes, weights = np.array([1.0, 5.0, np.inf]), np.array([6.0, 3.0, 1.0])
    assert (quantile(minutes, weights, 0.5), quantile(minutes, weights, 0.9)) == (1, 5)
    assert quantile(minutes, weights, 0.95) is None
    assert quantile(minutes, weights * 0, 0.5) is None
