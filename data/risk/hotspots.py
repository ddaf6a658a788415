"""Hot spots of four weeks: grids among more cases than chance would put there, by Getis and Ord's Gi* (PySAL's esda).

Gi* compares the sum over a grid and its neighbours with what the city's mean and spread would give (Ord and Getis
1995). Which are named keeps the share of wrong ones among them at or below 5 % (Benjamini and Hochberg), since
thousands are tried. Floods are cut first.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sqlalchemy import delete

from data.models.risk import HotGrid
from data.risk import blindness, ranking, states
from data.risk.history import Grids, History
from data.storage.bulk import insert_rows
from data.visit import Visit

Numbers = NDArray[np.float64]

DAYS, LEAST_DAYS, LEAST_GRIDS = 28, 7, 20


def make(visit: Visit, grids: Grids, history: History) -> list[str]:
    """Replace the hot grids; return what could not be known."""
    unknown = [*grids.unknown, *history.unknown]
    visit.session.execute(delete(HotGrid))
    lacks = "too_short" if len(history) < LEAST_DAYS else "too_few_grids" if len(grids) < LEAST_GRIDS else \
        "no_shapes" if not grids.near.nnz else ""
    if lacks:
        states.keep(visit, "hot", {}, [*unknown, lacks])
        return [*unknown, lacks]
    days = min(DAYS, len(history))
    counts, cut = ranking.capped(history.cases[:, -days:])
    unknown += ["floods"] if cut else []
    cases = counts.sum(axis=1, dtype=np.float64)
    z, p = gi_star(cases, grids.near)
    hot = np.flatnonzero(blindness.named(p, len(p)) & (z > 0))
    rows = [{"area_code": grids.codes[one], "made_at": visit.now, "z": round(float(z[one]), 3), "p": float(p[one]),
             "cases": int(history.cases[one, -days:].sum()), "days": days} for one in hot.tolist()]
    insert_rows(visit.session, HotGrid, rows)
    states.keep(visit, "hot", {"days": days, "grids": len(grids), "named": len(rows)}, unknown)
    return unknown


def gi_star(values: Numbers, near: csr_array) -> tuple[Numbers, Numbers]:
    """Return z and the one-sided p of each grid; where all have the same, nothing stands out: z 0, p 1."""
    # Seconds of imports that no screen needs.
    from esda.getisord import G_Local
    from libpysal.weights import W
    from scipy.stats import norm

    if np.ptp(values) == 0:
        return np.zeros(len(values)), np.ones(len(values))
    ends = near.indptr.tolist()
    beside = near.indices.tolist()
    weights = W({one: beside[ends[one]:ends[one + 1]] for one in range(len(values))}, silence_warnings=True)
    z = np.nan_to_num(np.asarray(G_Local(values, weights, transform="B", permutations=0, star=True).Zs))
    return z, np.asarray(norm.sf(z))
