"""What classes a grid's cases are of: over grids they add up to the class's forecast, over classes to the grid's."""

import numpy as np

from data.forecasts.fitting import fitted
from data.forecasts.grids import Grids
from data.forecasts.history import CLASSED_LEVELS, History, Node
from data.forecasts.profile import Floats

TRUSTED_FROM = 20.0
"""A grid's own mix of classes counts half where so many cases taught it; its area's against the forecast's alike."""


def mixed(grids: Grids, history: History, mean: Floats, of_cell: Floats, taught: Floats) -> Floats:
    """Return (cells, majors): of each class as many as add up, over classes, to `of_cell`, over cells, to the forecast.

    `mean` is of the nodes, `taught` (cells, majors) what came lately. Classes are forecast of areas further up: what
    these expect beyond their cells and classes keeps a part of its own.
    """
    nodes = {node: place for place, node in enumerate(history.nodes)}
    level = min(CLASSED_LEVELS, history.nodes[grids.areas[0]].level)
    width = len(next(node.area for node in history.nodes if node.level == level))
    codes = [history.nodes[area].area[:width] for area in grids.areas]
    above = sorted(set(codes))
    table = np.array([above.index(code) for code in codes])[grids.area_of]
    wholes = mean[[nodes[Node(level, code, "")] for code in above]]
    wanted = np.array([[mean[at] if (at := nodes.get(Node(level, code, major))) is not None else 0.0
                        for major in grids.majors] for code in above])
    wanted = np.concatenate([wanted, np.maximum(wholes - wanted.sum(axis=1), 0.0)[:, None]], axis=1)
    usual = wanted / np.maximum(wanted.sum(axis=1, keepdims=True), 1e-12)
    taught = np.concatenate([taught, np.zeros((len(taught), 1))], axis=1)
    of_area = _drawn(np.stack([np.bincount(grids.area_of, weights=one, minlength=len(codes)) for one in taught.T], 1),
                     usual[[above.index(code) for code in codes]])
    seed = _drawn(taught, of_area[grids.area_of]) * of_cell[:, None]
    row = np.arange(len(table)) - np.searchsorted(table, table)
    rows = np.zeros((len(above), int(row.max()) + 2))
    seeds = np.zeros((*rows.shape, wanted.shape[1]))
    rows[table, row], seeds[table, row] = of_cell, seed
    rows[:, -1] = np.maximum(wholes - rows.sum(axis=1), 0.0)  # what comes to none of the cells
    seeds[:, -1] = rows[:, -1:] * usual
    return np.asarray(fitted(seeds, rows, wanted)[table, row][:, :-1])


def _drawn(taught: Floats, usual: Floats) -> Floats:
    """Return mixes of classes that add up to 1: what was taught where the usual mix allows it, drawn towards that."""
    told = np.where(usual > 0, taught, 0.0) + TRUSTED_FROM * usual
    return np.asarray(told / np.maximum(told.sum(axis=1, keepdims=True), 1e-12))
