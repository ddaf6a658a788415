"""The project names no machine it was written on, no package registry and no secret."""

import re

from tests.house.source import ROOT, ours, shown, text_of

BINARY = (".png", ".jpg", ".ico", ".woff2", ".pdf", ".zip",
          ".gpkg", ".parquet", ".docx", ".pptx", ".xlsx", ".fgb", ".shp", ".dbf", ".shx")
# The words are written in halves, so that this file does not hold what it forbids.
REGISTRIES = ("py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.", "ana" + r"conda\.org", "jsdel" + r"ivr\.",
              "unp" + r"kg\.com", "tuna" + r"\.tsinghua", "mirrors" + r"\.aliyun")
TRACES = {
    "a path of one machine": r"/(?:work/(?:main|shared|\.library)|" + r"tmp/(?:venv|s/)|" + r"root/|home/\w|Users/\w)",
    "a package registry": "|".join(REGISTRIES),
    "a private key": "BEGIN [A-Z ]*PRIVATE" + " KEY",
}


def traces_in(text: str) -> list[str]:
    return [f"{number}: {what}" for number, line in enumerate(text.splitlines(), start=1)
            for what, pattern in TRACES.items() if re.search(pattern, line)]


def test_no_file_names_a_machine_a_registry_or_a_secret():
    faults = [f"{name}:{found}" for name in ours() if not name.endswith(BINARY) for found in traces_in(text_of(name))]
    assert not faults, shown(faults)


def test_a_trace_would_be_seen():
    assert traces_in("/" + "root/x\nhttps://py" + "pi.org\n") == ["1: a path of one machine", "2: a package registry"]


def test_no_data_file_is_large():
    """Real data stays outside; a sample in the tests is a handful of rows."""
    faults = [f"{name} ({size} bytes)" for name in ours() if not name.startswith(("docs/", "assets/vendor/"))
              and (size := (ROOT / name).stat().st_size) > 400_000]
    assert not faults, shown(faults)
