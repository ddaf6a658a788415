"""Keeps the anchor up with the trail: after each commit of a command, once a second beside a running server."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select

from data import clock
from data.audit.anchor import Anchor, Anchored, is_due
from data.background import Background
from data.models.person import AuditRow
from data.scope import Scope
from data.storage.database import UNAVAILABLE, Database

LOG = logging.getLogger(__name__)
JOB = Scope.of_job("anchor")
LOOK_SECONDS = 1.0
TRY_AGAIN = timedelta(minutes=1)


class Keeper(Background):
    """Writes the trail's end to the anchor when it is due. What fails is told to the log and tried again."""

    def __init__(self, database: Database, anchor: Anchor) -> None:
        super().__init__("audit-anchor")
        self._database, self._anchor = database, anchor
        self._last: Anchored | None = None
        self._quiet_until: datetime | None = None

    def stop(self) -> None:
        """Look no more, and anchor where the trail ends now."""
        super().stop()
        self.look(is_last=True)

    def look(self, *, is_last: bool = False) -> None:
        """Anchor the trail's end when it is due, or when nobody will look again."""
        now = clock.now()
        if self._quiet_until is not None and now < self._quiet_until:
            return
        try:
            self._keep_up(now, is_last)
            self._quiet_until = None
        except (OSError, *UNAVAILABLE) as error:
            LOG.warning("the audit trail was not anchored in %s: %s", self._anchor.path, type(error).__name__)
            self._quiet_until = now + TRY_AGAIN

    def _keep_up(self, now: datetime, is_last: bool) -> None:
        end = self._end(now)
        if end is None or not (is_last or is_due(end, self._last)):
            return
        self._last = self._anchor.last()  # another process may have been here
        if is_due(end, self._last) or (is_last and self._last is not None and end.mac != self._last.mac):
            self._anchor.append(end)
            self._last = end

    def _end(self, now: datetime) -> Anchored | None:
        with self._database.read(JOB) as session:
            newest = session.execute(select(AuditRow.seq, AuditRow.mac).order_by(AuditRow.seq.desc()).limit(1)).first()
        return Anchored(seq=newest.seq, mac=newest.mac, at=now) if newest else None

    def _work(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            self.look()
