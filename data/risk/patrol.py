"""The next patrol's ranking: made before the day, kept as it was made, scored when the day is over.

Two rankings are kept side by side: the learned one (data.risk.ranking) and the plain one of the last 28 days. The
learned one is shown only while the ledger of scored days says that it is better (data.risk.ledger). Before days were
scored as they came, the past is walked through once; those days are marked as reckoned afterwards.
"""

from datetime import date, timedelta

import numpy as np
from sqlalchemy import delete, select

from data.forecasts import ledger as foretold
from data.models.risk import PatrolDay, PatrolRank
from data.risk import ledger, ranking, states
from data.risk.history import Grids, History
from data.risk.ledger import LEARNED, PLAIN, TEST_DAYS, VERSION, Standing, standing
from data.risk.ranking import Past
from data.storage.bulk import insert_rows
from data.visit import Visit

LEAST_DAYS = 7
"""Of history, for any ranking; fewer would rank by chance."""
KEPT_DAYS = 90


def make(visit: Visit, grids: Grids, history: History) -> tuple[Standing, list[str]]:
    """Score the days that are over, rank the day that runs, unless it was, and return the standing and the unknown.

    Without a week of history nothing is ranked.
    """
    unknown = [*grids.unknown, *history.unknown]
    if len(history) < LEAST_DAYS or not len(grids):
        _keep(visit, None, [*unknown, "too_short"])
        return standing(visit), [*unknown, "too_short"]
    counts, cut = ranking.capped(history.cases)
    unknown += ["floods"] if cut else []
    past = ranking.past_of(counts, grids.near, _communities(grids, visit))
    today = visit.now.astimezone(visit.zone).date()
    score(visit, history, grids)
    _walk_back(visit, past, history.days)
    if visit.session.get(PatrolDay, (today.isoformat(), LEARNED)) is None:
        _rank(visit, past, grids, today)
    found = standing(visit)
    unknown += ["not_tested"] if found.ratio is None else []
    _keep(visit, found, unknown)
    return found, unknown


def _communities(grids: Grids, visit: Visit) -> list[str]:
    above = visit.city.width_of(max(1, grids.level - 1))
    return [code[:above] for code in grids.codes]


def _rank(visit: Visit, past: Past, grids: Grids, day: date) -> None:
    """Keep both rankings of a day; only the grids that a patrol can look at stand in them."""
    last = past.counts.shape[1]
    known, weights = ranking.features(past, last), ranking.learn(past, last)
    top = ranking.how_many(len(grids))
    scores = {LEARNED: known @ weights, PLAIN: ranking.plain(past, last)}
    rows = []
    for method, expected in scores.items():
        best = np.lexsort((-past.sums[:, last], -expected))[:top]
        best = best[expected[best] > 0]
        why = ranking.reasons(known[best], weights) if method == LEARNED else [{} for _ in best]
        rows += [{"area_code": grids.codes[grid], "day": day.isoformat(), "method": method, "rank": rank,
                  "expected": float(expected[grid]), "reasons": reason}
                 for rank, (grid, reason) in enumerate(zip(best.tolist(), why, strict=True), start=1)]
        visit.session.add(PatrolDay(day=day.isoformat(), method=method, version=VERSION, made_at=visit.now,
                                    is_backtest=False, grids=len(grids), top=top))
    insert_rows(visit.session, PatrolRank, rows)
    oldest = (day - timedelta(days=KEPT_DAYS)).isoformat()
    visit.session.execute(delete(PatrolRank).where(PatrolRank.day < oldest))


def score(visit: Visit, history: History, grids: Grids) -> None:
    """Score the rankings of days that are over and of which something is known, by the cases that really came."""
    column = {day.isoformat(): number for number, day in enumerate(history.days)}
    place = {code: number for number, code in enumerate(grids.codes)}
    counts, _ = ranking.capped(history.cases)
    for one in visit.session.scalars(select(PatrolDay).where(PatrolDay.scored_at.is_(None))):
        if one.day not in column:
            continue
        truth = counts[:, column[one.day]]
        there = visit.session.scalars(
            select(PatrolRank.area_code).where(PatrolRank.day == one.day, PatrolRank.method == one.method))
        one.cases, one.scored_at = int(truth.sum()), visit.now
        one.hits = float(sum(truth[place[code]] for code in there if code in place))
    visit.session.flush()
    _tell(visit)


def _tell(visit: Visit) -> None:
    """Put the days that were ranked before they came into the ledger of all that foretells, learned against plain."""
    for learned, plain in ledger.ledger(visit):
        if learned.scored_at == visit.now and not learned.is_backtest and learned.cases:
            foretold.note(visit, kind="patrol", subject=visit.city.code, target=date.fromisoformat(learned.day),
                          score=(learned.hits or 0) / learned.cases, reference=(plain.hits or 0) / learned.cases,
                          n=learned.cases)


def _walk_back(visit: Visit, past: Past, days: list[date]) -> None:
    """Reckon the days that nothing was kept of, where there is history enough before them."""
    known = set(visit.session.scalars(select(PatrolDay.day)))
    last = len(days)
    first = max(last - TEST_DAYS, ranking.REFERENCE_DAYS)
    if first >= last or any(day.isoformat() in known for day in days[first:]):
        return
    top = ranking.how_many(len(past.counts))
    for one in ranking.walk(past, first, last):
        for method, hits in ((LEARNED, one.learned), (PLAIN, one.plain)):
            visit.session.add(PatrolDay(
                day=days[one.day].isoformat(), method=method, version=VERSION, made_at=visit.now, is_backtest=True,
                grids=len(past.counts), top=top, scored_at=visit.now, cases=int(one.cases), hits=hits))
    visit.session.flush()


def _keep(visit: Visit, found: Standing | None, unknown: list[str]) -> None:
    body = {} if found is None else {"is_on": found.is_on, "ratio": found.ratio}
    states.keep(visit, "patrol", body, unknown)
