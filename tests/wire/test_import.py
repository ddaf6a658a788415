"""The import as a command: killed or interrupted amid its work it goes on, and says so in one line."""

import contextlib
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import termios
import time

import pytest

from tests import stand
from tests.bench import import_memory
from tests.data.ingest import files

ROWS = 60_000
HELD = """
import signal, sys, time
import app
from data.ingest import in_pieces

store, calls = in_pieces.store_cases, []

def store_and_wait(*given):
    store(*given)
    calls.append(1)
    if len(calls) == 2:
        time.sleep(600)

in_pieces.store_cases = store_and_wait
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever began the tests may have had it ignored
sys.exit(app.main(sys.argv[1:]))
"""
"""The same command, which waits amid the transaction of its second piece: however fast the machine, it is not done
before the signal comes."""


@pytest.fixture
def city(tmp_path):
    """Return a data folder with four districts, and the arguments that import requests into it."""
    data = tmp_path
    districts = files.write_mapping(data, files.DISTRICT_MAPPING, "districts")
    stand.command(data, "import", str(files.write_districts(data)), "--mapping", districts)
    path = import_memory.write_requests(data / "requests.csv", ROWS)
    return data, ("import", str(path), "--mapping", files.write_mapping(data, import_memory.MAPPING, "requests"))


def begun(data, *command, **where):
    return subprocess.Popen([sys.executable, *command], cwd=stand.ROOT, env=stand.environment(data), text=True, **where)


def ended_by(sign, cases, data, arguments):
    """Begin an import, send it the signal when so many cases are stored; return (exit code, what was said, what went
    wrong)."""
    process = begun(data, "-c", HELD, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 240
    while stored(data) < cases and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    for _ in range(6):
        process.send_signal(sign)  # one that falls into a finalizer is lost: then it is pressed again
        with contextlib.suppress(subprocess.TimeoutExpired):
            said, wrong = process.communicate(timeout=15)
            return process.returncode, said, wrong
    raise AssertionError("it does not end")


def stored(data):
    with contextlib.closing(sqlite3.connect(f"file:{data / 'yiping.db'}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT count(*) FROM cases").fetchone()[0]


def number(pattern, text):
    return int(re.search(pattern, text)[1].replace(",", ""))


@pytest.mark.long
def test_killed_and_interrupted_it_goes_on_and_its_figures_are_exact(city):
    data, arguments = city
    code, _said, _wrong = ended_by(signal.SIGKILL, 1, data, arguments)
    after_the_kill = stored(data)
    assert (code, 0 < after_the_kill < ROWS) == (-signal.SIGKILL, True)

    code, said, wrong = ended_by(signal.SIGINT, after_the_kill + 1, data, arguments)
    after_the_stop = stored(data)
    assert (code, said, "Traceback" in wrong) == (2, "", False)
    line = wrong.splitlines()[-1]
    assert line.startswith("The import was stopped after ")
    assert number(r"([\d,]+) of them stored", line) == after_the_stop > after_the_kill

    done = subprocess.run([sys.executable, "app.py", *arguments], cwd=stand.ROOT, env=stand.environment(data),
                          capture_output=True, text=True, check=False)
    assert done.returncode == 1  # rows outside every area
    assert number(r"received ([\d,]+)", done.stdout) == ROWS
    assert number(r"stored ([\d,]+) \+", done.stdout) == stored(data) == ROWS - ROWS // 1_000
    assert "duplicate 0 " in done.stdout
    assert number(r"had done [\d,]+ and stored ([\d,]+)", done.stdout) == after_the_stop


def test_on_a_terminal_a_bar_shows_the_share_and_elsewhere_nothing_is_drawn(city):
    data, arguments = city
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    process = begun(data, "app.py", *arguments, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            chunk = os.read(ours, 4_096)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    said, _ = process.communicate(timeout=60)
    assert re.search(rb"storing: 100%\|\S+\| 60\.0k/60\.0k \[", shown)
    told = [number(rf"{word} ([\d,]+)", said) for word in ("= stored", "duplicate")]
    assert sum(told) == ROWS - ROWS // 1_000
    assert "%|" not in said
