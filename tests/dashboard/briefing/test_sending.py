"""Briefings go out over real sockets: a letter to a mail server, a note to a hook that is allowed, to no other."""

import email
import email.policy
import http.server
import json
import socketserver
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from dashboard.briefing.rendered import formats
from dashboard.briefing.rendered.paper import Drawer
from dashboard.briefing.sending import Sender
from data import clock
from data.briefings import keeping, links, sendings
from data.briefings.sendings import Wanted
from data.models.briefing import BriefSending
from tests import cast
from tests.dashboard.briefing.sample import weekly
from tests.data.briefings.test_keeping import keep

MAILBOX = "liu.wei@city.example"


class Mailroom(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a letter takes."""

    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self.say("354 go on")
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += self.rfile.readline()
                self.server.letters.append(email.message_from_bytes(body[:-3], policy=email.policy.default))
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say(self.server.answers.get(word, "250 fine"))

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class Group(http.server.BaseHTTPRequestHandler):
    """A hook of a group."""

    def do_POST(self):
        self.server.notes.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        body = json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def served():
    """Return served(server): it answers in a thread until the test is over."""
    running = []

    def run(server):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return server

    yield run
    for one in running:
        one.shutdown()
        one.server_close()


@pytest.fixture
def mailroom(served):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailroom)
    server.daemon_threads, server.letters, server.answers = True, [], {}
    return served(server)


@pytest.fixture
def group(served):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Group)
    server.notes, server.answer, server.status = [], {"errcode": 0, "errmsg": "ok"}, 200
    return served(server)


@pytest.fixture
def released(write) -> str:
    brief = weekly("en")
    one = keep(write, id=brief.id, body=brief.pack(), title=brief.title)
    with write(scope=cast.ALICE) as visit:
        keeping.release(visit, one)
    return one


@pytest.fixture
def at(settings, tmp_path, mailroom):
    return replace(settings, data_dir=tmp_path, smtp_host="127.0.0.1", smtp_port=mailroom.server_address[1],
                   smtp_tls="none", smtp_from="briefings@city.example", sources_allow="127.0.0.1")


def ask(write, released: str, way: str, address: str, tmp_path, formats=("xlsx", "csv")) -> None:
    with write(scope=cast.ALICE, now=clock.now()) as visit:
        visit = replace(visit, folder=tmp_path)
        sendings.ask(visit, released, Wanted(way=way, address=address, link=links.Wanted(
            reader="Liu Wei", formats=formats, days=7)))


def look(database, settings) -> None:
    Sender(database, settings, Drawer.of(settings)).look()


def states(read, released: str) -> list[tuple[str, int, str]]:
    with read() as visit:
        return [(one.state, one.tries, one.reason) for one in sendings.listed(visit, released)]


def test_a_letter_carries_the_files_and_a_link(database, read, write, at, tmp_path, mailroom, released):
    ask(write, released, "mail", MAILBOX, tmp_path)
    look(database, at)
    look(database, at)
    (letter,) = mailroom.letters
    assert (letter["From"], letter["To"]) == ("briefings@city.example", f"Liu Wei <{MAILBOX}>")
    assert weekly("en").title in letter["Subject"]
    text = letter.get_body().get_content()
    assert "/brief-link/" in text
    assert all(card.number.text in text for card in weekly("en").cards[:3])
    files = {one.get_filename(): one.get_content()[:2] for one in letter.iter_attachments()}
    assert set(files.values()) == {b"PK"}
    assert sorted(name.rpartition(".")[2] for name in files) == ["xlsx", "zip"]
    assert states(read, released) == [("sent", 1, "")]


def test_each_file_is_the_reader_s_own_copy(database, write, at, tmp_path, mailroom, released):
    ask(write, released, "mail", MAILBOX, tmp_path, formats=("html",))
    look(database, at)
    (page,) = mailroom.letters[0].iter_attachments()
    assert "Copy of Liu Wei" in page.get_content()


def test_what_the_mail_server_refuses_for_good_has_failed_and_what_it_cannot_now_is_tried_again(
        database, read, write, at, tmp_path, mailroom, released):
    mailroom.answers["RCPT"] = "451 later"
    ask(write, released, "mail", MAILBOX, tmp_path)
    look(database, at)
    assert states(read, released) == [("queued", 1, "SMTP 451 later")]
    look(database, at)
    assert states(read, released)[0][1] == 1, "it waits"
    mailroom.answers["RCPT"] = "550 nobody"
    with write() as visit:
        visit.session.execute(update(BriefSending).values(due_at=clock.now() - timedelta(seconds=1)))
    look(database, at)
    assert states(read, released) == [("failed", 2, "SMTP 550 nobody")]
    assert mailroom.letters == []


def test_without_a_mail_server_and_with_a_dead_one_it_is_said(database, read, write, at, tmp_path, released):
    ask(write, released, "mail", MAILBOX, tmp_path)
    look(database, replace(at, smtp_port=1))
    assert states(read, released) == [("queued", 1, "mail: ConnectionRefusedError")]
    ask(write, released, "mail", MAILBOX, tmp_path)
    look(database, replace(at, smtp_host=""))
    assert states(read, released)[0] == ("failed", 1, "mail_not_set")


def test_what_was_withdrawn_meanwhile_does_not_go(database, read, write, at, tmp_path, mailroom, released):
    ask(write, released, "mail", MAILBOX, tmp_path)
    with write(scope=cast.ALICE) as visit:
        keeping.withdraw(visit, released)
    look(database, at)
    assert states(read, released) == [("failed", 1, "link_withdrawn")]
    assert mailroom.letters == []


def test_one_that_cannot_be_made_is_told_and_keeps_no_other(database, read, write, at, tmp_path, mailroom, released,
                                                             monkeypatch):
    ask(write, released, "mail", MAILBOX, tmp_path, formats=("csv",))
    ask(write, released, "mail", MAILBOX, tmp_path, formats=("xlsx",))

    def broken(_brief, _drawer):
        raise RuntimeError("broken")

    monkeypatch.setitem(formats.FORMATS, "csv", replace(formats.FORMATS["csv"], make=broken))
    look(database, at)
    assert states(read, released) == [("sent", 1, ""), ("queued", 1, "failed")]


def test_after_a_crash_it_goes_once_more_under_the_same_number(database, write, at, tmp_path, mailroom, released):
    ask(write, released, "mail", MAILBOX, tmp_path)
    for _ in range(2):
        look(database, at)
        with write() as visit:  # what was written after it went is lost
            visit.session.execute(update(BriefSending).values(state="queued"))
    first, second = mailroom.letters
    assert first["Message-ID"] == second["Message-ID"]


def declare(tmp_path, address: str) -> None:
    (tmp_path / "secrets").mkdir(exist_ok=True)
    (tmp_path / "secrets" / "hook_duty").write_text(address)


def test_a_group_gets_headline_numbers_and_a_link(database, read, write, at, tmp_path, group, released):
    declare(tmp_path, f"http://127.0.0.1:{group.server_address[1]}/send?key=x")
    ask(write, released, "hook", "duty", tmp_path)
    look(database, at)
    (note,) = group.notes
    assert note["msgtype"] == "markdown"
    text = note["markdown"]["content"]
    assert text == note["markdown"]["text"]
    assert "/brief-link/" in text
    assert all(card.number.text in text for card in weekly("en").cards[:3])
    assert len(text.encode()) < 4096
    assert states(read, released) == [("sent", 1, "")]


def test_a_group_that_refuses_is_tried_again(database, read, write, at, tmp_path, group, released):
    declare(tmp_path, f"http://127.0.0.1:{group.server_address[1]}/send")
    group.answer = {"errcode": 45009, "errmsg": "too often"}
    ask(write, released, "hook", "duty", tmp_path)
    look(database, at)
    assert states(read, released) == [("queued", 1, "hook: 45009 too often")]


@pytest.mark.parametrize("address", [
    "http://localhost:{port}/send", "http://[::1]:{port}/", "http://127.0.0.1@localhost:{port}/", "file:///etc/passwd",
    "http://0x7f000001:{port}/", "http://allowed.example@127.0.0.2:{port}/", "gopher://127.0.0.1:{port}/"])
def test_a_hook_elsewhere_is_not_spoken_to(database, read, write, at, tmp_path, group, released, address):
    declare(tmp_path, address.format(port=group.server_address[1]))
    ask(write, released, "hook", "duty", tmp_path)
    look(database, at)
    assert states(read, released)[0][::2] == ("failed", "hook_not_allowed")
    assert group.notes == []
