"""Every verb of the command line is a file of its own, and each says what it does."""

import pytest

import app
from dashboard import command

PROMISED = {"demo", "import", "replay", "user", "key", "check", "verify", "migrate", "recount"}


def test_every_promised_verb_is_found_in_its_folder() -> None:
    assert {one.name for one in command.discover()} >= PROMISED


def test_no_two_verbs_share_a_name() -> None:
    names = [one.name for one in (app.SERVE, *command.discover())]
    assert len(names) == len(set(names))


def test_every_verb_says_in_a_sentence_what_it_does() -> None:
    for one in (app.SERVE, *command.discover()):
        assert (one.work.__doc__ or "").rstrip().endswith("."), one.name


def test_a_verb_nobody_knows_is_refused_with_the_list_of_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        app.parser().parse_args(["dance"])
    assert refusal.value.code == 2
    told = capsys.readouterr().err
    assert [name for name in PROMISED if name not in told] == []
