"""What a phone keeps of the program: complete, small, and nobody's data."""

import re

import orjson

from dashboard.phone import installed, spoken
from dashboard.phone.installed import FOLDER, SCRIPTS, files

FILES = files("b1")


def test_the_script_has_every_part_and_the_worker_its_build():
    parts = {path.stem for path in FOLDER.glob("*.js")} - {"worker"}
    assert set(SCRIPTS) == parts
    assert b"BUILD_OF_THIS_SERVER" not in FILES["worker.js"].plain
    assert b"'b1'" in FILES["worker.js"].plain


def test_script_and_style_leave_room_for_the_tasks_under_sixty_kilobytes():
    assert sum(len(FILES[name].packed or b"") for name in ("phone.js", "phone.css", "shell")) < 30_000


def test_the_shell_knows_nobody():
    shell = FILES["shell"].plain.decode()
    config = orjson.loads(re.findall(r'id="config">(.*?)</script>', shell)[0])
    assert config == {"person": None, "build": "b1"}
    assert "card" not in shell


def test_what_the_worker_keeps_is_what_the_shell_asks_for():
    shell = FILES["shell"].plain.decode()
    kept = FILES["worker.js"].plain.decode()
    asked = re.findall(r'(?:src|href)="(/m/[\w.]+)', shell)
    assert {"/m/phone.js", "/m/phone.css", "/m/app.webmanifest", "/m/icon.svg"} == set(asked)
    assert all(path in kept for path in asked)


def test_the_manifest_holds_the_phone_s_pages_alone():
    manifest = orjson.loads(installed.manifest())
    assert (manifest["scope"], manifest["start_url"], manifest["display"]) == ("/m/", "/m/task", "standalone")


def test_every_word_the_script_says_is_there_and_no_other():
    said = set(re.findall(r"phone\.t\('(\w+)'", installed.script()))
    assert said <= set(spoken.WORDS["en"])
    assert [key for key in spoken.WORDS["en"] if f"'{key}'" not in installed.script()] == []
