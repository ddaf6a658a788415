"""Prepared answers: made once however many ask, kept across restarts, made anew when damaged or of another build."""

import asyncio
import random

import pytest

from dashboard.prepared import Packed, Prepared

KEY = ("mesh", "9901", None)


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


def made(prepared: Prepared, body: bytes, key=KEY) -> Packed:
    async def make() -> bytes:
        return body

    return asyncio.run(prepared.once(key, make))


def test_what_many_ask_for_at_once_is_made_once(tmp_path):
    calls = []

    async def make() -> bytes:
        calls.append(1)
        await asyncio.sleep(0.01)
        return b"body"

    async def ask_together() -> list[Packed]:
        prepared = Prepared(tmp_path, "b1")
        return await asyncio.gather(*(prepared.once(KEY, make) for _ in range(20)))

    found = asyncio.run(ask_together())
    assert len(calls) == 1
    assert {one.plain() for one in found} == {b"body"}


def test_what_failed_is_tried_again_by_the_next(tmp_path):
    prepared = Prepared(tmp_path, "b1")

    async def fail() -> bytes:
        raise RuntimeError("no database")

    with pytest.raises(RuntimeError):
        asyncio.run(prepared.once(KEY, fail))
    assert made(prepared, b"body").plain() == b"body"


def test_it_survives_a_restart_of_the_same_build_only(tmp_path):
    body = noise(60_000)
    made(Prepared(tmp_path, "b1"), body)
    again = Prepared(tmp_path, "b1").find(KEY)
    assert again is not None
    assert again.plain() == body
    assert Prepared(tmp_path, "b2").find(KEY) is None
    assert list(tmp_path.glob("b1")) == []


def test_another_key_finds_nothing(tmp_path):
    prepared = Prepared(tmp_path, "b1")
    made(prepared, b"for the west", ("mesh", ("990101",)))
    assert prepared.find(("mesh", ())) is None


def test_a_damaged_file_is_made_anew(tmp_path):
    made(Prepared(tmp_path, "b1"), noise(60_000))
    (path,) = (tmp_path / "b1").iterdir()
    for damage in (b"", path.read_bytes()[:1_000], b"nonsense" * 1_000):
        path.write_bytes(damage)
        prepared = Prepared(tmp_path, "b1")
        assert prepared.find(KEY) is None
        assert made(prepared, b"whole").plain() == b"whole"


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    prepared = Prepared(tmp_path / "file", "b1")
    assert made(prepared, noise(60_000)).size > 0
    assert prepared.find(KEY) is not None


def test_small_answers_are_not_worth_a_file(tmp_path):
    made(Prepared(tmp_path, "b1"), b"small")
    assert not (tmp_path / "b1").exists()
