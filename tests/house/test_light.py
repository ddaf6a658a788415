"""A web process begins light: libraries that only algorithms need are loaded by who uses them, when they are used."""

import subprocess
import sys

from tests.house.source import ROOT

HEAVY = ("esda", "jieba", "libpysal", "scipy", "sklearn")
BEGIN = f"""
import sys
import app
from dashboard import shell
from data.algorithms.algorithm import discover
discover()
print(*sorted(set({HEAVY}) & set(sys.modules)))
"""


def test_no_library_of_algorithms_is_loaded_when_a_server_begins_and_looks_what_is_due():
    done = subprocess.run([sys.executable, "-c", BEGIN], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
