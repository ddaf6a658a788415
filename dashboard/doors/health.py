"""Is the program well: a short answer for anybody, measures for those with a key."""

import asyncio
import logging
from typing import Any

import orjson
from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import iso
from data import clock
from data.storage.database import UNAVAILABLE

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 2.0
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


async def show_health(center: Center, _request: Request) -> Response:
    """Answer whether this process can serve: 503 when the database cannot be read."""
    edition = await center.ask(center.edition)
    body: dict[str, Any] = {"ok": True, "build": edition, "data_seq": None, "server_time": iso(clock.now())}
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            body["data_seq"] = await center.ask(center.pulse.seq)
    except (TimeoutError, *UNAVAILABLE) as error:
        log.warning("the database cannot be read: %s", type(error).__name__)
        body["ok"] = False
    return Response(orjson.dumps(body), 200 if body["ok"] else 503, media_type="application/json")


async def show_measures(center: Center, _request: Request) -> Response:
    """Answer this process's measures as Prometheus text."""
    seq = await center.ask(center.pulse.seq)
    center.measures.gauge("yiping_data_seq", lambda: seq)
    center.measures.gauge("yiping_up_seconds", lambda: (clock.now() - center.started_at).total_seconds())
    return Response(center.measures.render(), media_type=PROMETHEUS)


DOOR = Door(name="health", paths=(
    Path(template="/healthz", method="GET", answer=show_health),
    Path(template="/metrics", method="GET", answer=show_measures),
))
