"""The live websocket: who may listen, to what, and what they may say. live_round makes the frames.

`WS /live?area=CODE&after=SEQ&epoch=E`; all three are optional. Close codes: 1008 said something
unreadable or too much, 4008 too slow, 4401 signed out, 4403 grants changed, 4404 the
area is gone, 1011 failed here, 1012 comes back. Everything but 4401 is worth another try. Where the
house is full, the answer is 503 before there is a socket.
"""

import asyncio
import contextlib
import re
from collections import deque
from collections.abc import Mapping
from time import monotonic

import orjson
from fastapi import FastAPI
from starlette.responses import JSONResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard import live_frames
from dashboard.center import Center
from dashboard.live_client import CUT_SLOW, Client
from dashboard.live_hub import Hub, Pace
from dashboard.live_round import View, Wish, choose_view
from dashboard.live_socket import STRAIGHT, BoundedSocket
from dashboard.refusals import RETRY_AFTER_SECONDS, Refusal, error_body, new_request_id, refusal_of
from data.errors import CityError
from data.people.sessions import Caller
from data.storage.database import UNAVAILABLE

PATH = "/live"
MOST_INBOUND_BYTES = 64 * 1024
MOST_INBOUND_PER_SECOND = 20
GOODBYE_SECONDS = 1.0

CLOSE_BAD = 1008

AREA = re.compile(r"[0-9A-Za-z._-]{1,32}")
NUMBER = re.compile(r"[0-9]{1,18}")
GRIDS = "grids"
"""The detail that shows every grid, however many."""
PARAMETERS = {"area": AREA, "after": NUMBER, "epoch": AREA, "detail": re.compile(GRIDS)}


def mount(app: FastAPI, center: Center) -> Hub:
    """Serve the live feed on the app and return its hub, which knows the feed's measures."""
    hub = Hub(center)
    center.measures.gauge("yiping_live_clients", lambda: len(hub.clients))
    center.measures.gauge("yiping_hearing", center.hearing.is_sure)
    center.measures.gauge("yiping_live_frames_encoded", lambda: hub.counters.encoded)
    center.measures.gauge("yiping_live_frames_sent", lambda: hub.counters.sent)
    center.measures.gauge("yiping_live_cut_slow", lambda: hub.figures()["cut_slow"])
    serve(app, center, hub)
    return hub


def serve(app: FastAPI, center: Center, hub: Hub) -> None:
    """Add the route of a hub to the app."""
    async def live(websocket: WebSocket) -> None:
        await _receive_guest(websocket, center, hub)

    app.add_api_websocket_route(PATH, live)


async def _receive_guest(websocket: WebSocket, center: Center, hub: Hub) -> None:
    try:
        client = _admitted(hub, *await _admissible(websocket, center))
    except Refusal as refusal:
        await _deny(websocket, refusal)
        return
    try:
        await websocket.accept()
        await _talk(websocket, hub, client)
    finally:
        hub.leave(client)
    with contextlib.suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
        # A peer that stopped reading cannot be told either; its connection is dropped without a word.
        await asyncio.wait_for(websocket.close(client.close_code), GOODBYE_SECONDS)


def _admitted(hub: Hub, caller: Caller, wish: Wish) -> Client:
    """Return the client that has a place now. Raises Refusal when there is none."""
    client = hub.admit(caller, wish)
    if client is None:
        raise Refusal(503, "busy", {"Retry-After": str(RETRY_AFTER_SECONDS)})
    return client


async def _admissible(websocket: WebSocket, center: Center) -> tuple[Caller, Wish]:
    """Return who asks and what for. Raises Refusal."""
    caller = websocket.scope.get("state", {}).get("caller")
    if not isinstance(caller, Caller):
        raise Refusal(401, "not_signed_in")
    if not caller.scope.may & {"cases.view", "cases.read"}:
        raise Refusal(403, "not_allowed", permission="cases.view")
    asked = _parameters(websocket.query_params)
    try:
        view = await center.ask(choose_view, center.database, center.settings, caller.scope,
                                asked.get("area", ""), "detail" in asked)
    except CityError as error:
        raise refusal_of(error) from None
    except UNAVAILABLE:
        raise Refusal(503, "busy") from None
    after = int(asked["after"]) if "after" in asked else None
    return caller, Wish(view, after, asked.get("epoch", ""))


def _parameters(query: Mapping[str, str]) -> dict[str, str]:
    for name, value in query.items():
        if name not in PARAMETERS:
            raise Refusal(422, "unknown_field", field="?")
        if not PARAMETERS[name].fullmatch(value):
            raise Refusal(422, "bad_parameter", name=name, why="wrong form")
    return dict(query)


async def _deny(websocket: WebSocket, refusal: Refusal) -> None:
    request_id = websocket.scope.get("state", {}).get("request_id") or new_request_id()
    body = error_body(refusal.code, request_id, refusal.values)
    try:
        await websocket.send_denial_response(JSONResponse(body, refusal.status, refusal.headers))
    except RuntimeError:
        # A server without the extension that carries a status: refused all the same.
        await websocket.close(CLOSE_BAD)


async def _talk(websocket: WebSocket, hub: Hub, client: Client) -> None:
    """Send and listen until either side has enough."""
    tasks = [asyncio.create_task(part) for part in (
        _send_all(websocket, hub, client), _listen(websocket, hub, client), client.ended.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _send_all(websocket: WebSocket, hub: Hub, client: Client) -> None:
    write = websocket.scope.get("extensions", {}).get(STRAIGHT, _never)
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            frame = await client.take()
            if not write(frame.wire):
                try:
                    async with asyncio.timeout(hub.pace.send):
                        await websocket.send_text(frame.text)
                except TimeoutError:
                    client.cut_as_slow()
                    return
            hub.count_sent(frame)


def _never(_wire: bytes) -> bool:
    """Write nothing: another server's socket knows messages only."""
    return False


async def _listen(websocket: WebSocket, hub: Hub, client: Client) -> None:
    heard: deque[float] = deque(maxlen=MOST_INBOUND_PER_SECOND)
    while True:
        message = await websocket.receive()
        if message["type"] != "websocket.receive":
            if message.get("code") == CUT_SLOW:
                client.cut_as_slow()
            return
        now = monotonic()
        too_many = len(heard) == heard.maxlen and now - heard[0] < 1.0
        heard.append(now)
        if too_many or not _understand(message.get("text"), hub, client):
            client.cut(CLOSE_BAD)
            return


def _understand(text: str | None, hub: Hub, client: Client) -> bool:
    """Do what a frame says; return whether it was fit to be read. Unknown types are left alone."""
    if text is None or len(text.encode()) > MOST_INBOUND_BYTES:
        return False
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    if not isinstance(said, dict) or not isinstance(said.get("type"), str):
        return False
    if said["type"] != "area":
        return True
    code = said.get("code")
    if not isinstance(code, str) or not AREA.fullmatch(code):
        return False
    if client.caller.scope.covers(code):
        hub.follow(client, View.of(client.caller.scope, code, finest=said.get("detail") == GRIDS))
    else:
        client.offer(live_frames.refused(code, "area_not_allowed"))
    return True


__all__ = ["BoundedSocket", "Hub", "Pace", "mount", "serve"]
