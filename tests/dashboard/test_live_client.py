"""The slot of one screen: bounded, and emptied in order."""

import asyncio

import pytest

from dashboard.live_client import CUT_SLOW, MOST_BYTES, MOST_FRAMES, Client
from dashboard.live_frames import Frame
from dashboard.live_round import View, Wish
from data.people.sessions import Caller
from tests import cast


@pytest.fixture
def client() -> Client:
    caller = Caller(scope=cast.ALICE, language="", title="", token_hash="", by_cookie=True)
    return Client(caller, Wish(View("9901", True)))


def frame(kind: str, size: int = 10) -> Frame:
    return Frame(kind, kind, size)


async def take_all(client: Client) -> list[str]:
    taken = []
    while True:
        try:
            async with asyncio.timeout(0.01):
                taken.append((await client.take()).kind)
        except TimeoutError:
            return taken


def test_it_gives_frames_in_their_order(client: Client) -> None:
    for kind in ("hello", "snapshot", "changes", "ping"):
        client.offer(frame(kind))
    assert asyncio.run(take_all(client)) == ["hello", "snapshot", "changes", "ping"]


def test_it_lets_a_snapshot_replace_what_it_makes_superfluous(client: Client) -> None:
    for kind in ("hello", "snapshot", "changes", "refused", "changes", "map", "snapshot", "changes"):
        client.offer(frame(kind))
    assert asyncio.run(take_all(client)) == ["hello", "refused", "map", "snapshot", "changes"]


def test_it_takes_a_snapshot_of_any_size(client: Client) -> None:
    client.offer(frame("snapshot", 3 * MOST_BYTES))
    client.offer(frame("changes", MOST_BYTES))
    assert not client.ended.is_set()


def test_it_ends_when_too_many_bytes_wait(client: Client) -> None:
    client.offer(frame("changes", MOST_BYTES))
    assert not client.ended.is_set()
    client.offer(frame("changes", 1))
    assert client.ended.is_set()
    assert client.close_code == CUT_SLOW
    assert client.pending_bytes() == 0


def test_it_ends_when_too_many_frames_wait(client: Client) -> None:
    for _ in range(MOST_FRAMES):
        client.offer(frame("ping"))
    assert not client.ended.is_set()
    client.offer(frame("ping"))
    assert client.close_code == CUT_SLOW


def test_it_keeps_the_first_reason_it_was_cut_for(client: Client) -> None:
    client.cut(4401)
    client.cut(1011)
    client.offer(frame("changes"))
    assert client.close_code == 4401
    assert client.pending_bytes() == 0
