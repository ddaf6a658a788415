"""By which ways a briefing goes out: a letter by SMTP with its files, or a note to a group's hook with a link."""

import asyncio
import json
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr
from urllib.parse import urlsplit

from dashboard.briefing.content import Brief, read
from dashboard.briefing.rendered.markup import clean
from dashboard.speech import Words
from data.settings import Settings
from data.sources.address import Allowed
from data.sources.fetching import Fetcher, SourceFault

PATIENCE_SECONDS = 30.0
MOST_ANSWER_BYTES = 64 * 1024
FOR_GOOD = 500
"""From this code on SMTP refuses for good (RFC 5321, section 4.2.1)."""
LONGEST_NOTE_BYTES = 3_800
"""A little less than what WeCom takes."""
FIGURES = 3


class Unsent(Exception):
    """It did not go; `reason` is a key of the words or what the other side said."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        self.reason, self.is_final = reason, is_final
        super().__init__(reason)


@dataclass(frozen=True, kw_only=True)
class File:
    """A file of it."""

    name: str
    media_type: str
    body: bytes


def said(brief: Brief, words: Words, link: str, until: str) -> list[str]:
    """Return what a letter and a note say: headline, conclusion, three numbers, the link and until when it holds."""
    numbers = [f"{one.label} {one.number.text}{one.unit}" for one in brief.cards[:FIGURES]]
    demo = f"{brief.demo} · " if brief.demo else ""
    return [clean(line) for line in (f"{demo}{brief.title}", f"{brief.marking} · {brief.dated}",
                                     read(brief.conclusion), " · ".join(numbers), link,
                                     words("brief_link.until", until=until))]


def letter(settings: Settings, lines: list[str], to: tuple[str, str], number: str,
           files: list[File]) -> EmailMessage:
    """Return the letter. `to` is the reader and their mailbox; `number` names it alike at each try."""
    found = EmailMessage()
    found["Subject"] = " ".join(lines[0].split())
    found["From"] = settings.smtp_from
    found["To"] = formataddr(to)
    found["Message-ID"] = f"<{number}@{settings.smtp_from.rpartition('@')[2].strip('> ')}>"
    found["Auto-Submitted"] = "auto-generated"
    found.set_content("\n\n".join(lines))
    for one in files:
        main, _, kind = one.media_type.partition(";")[0].partition("/")
        found.add_attachment(one.body, maintype=main, subtype=kind, filename=one.name)
    return found


def post_letter(settings: Settings, message: EmailMessage) -> None:
    """Hand a letter to the mail server. Raises Unsent."""
    if not settings.smtp_host:
        raise Unsent("mail_not_set", is_final=True)
    context = ssl.create_default_context()
    try:
        if settings.smtp_tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=PATIENCE_SECONDS,
                                                    context=context)
        else:
            server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=PATIENCE_SECONDS)
        with server:
            if settings.smtp_tls == "starttls":
                server.starttls(context=context)
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code, said_there = next(iter(refused.recipients.values()))
        raise Unsent(f"SMTP {code} {said_there.decode('utf-8', 'replace')}", is_final=code >= FOR_GOOD) from None
    except smtplib.SMTPResponseException as refused:
        why = refused.smtp_error
        told = why if isinstance(why, str) else why.decode("utf-8", "replace")
        is_final = refused.smtp_code >= FOR_GOOD and not isinstance(refused, smtplib.SMTPAuthenticationError)
        raise Unsent(f"SMTP {refused.smtp_code} {told}", is_final=is_final) from None
    except (OSError, smtplib.SMTPException) as error:
        raise Unsent(f"mail: {type(error).__name__}") from None


def note(lines: list[str]) -> bytes:
    """Return the note as WeCom and DingTalk both take it: each reads its own field."""
    title, dated, conclusion, numbers, link, until = (_plain(line) for line in lines)
    text = f"### {title}\n{dated}\n\n{conclusion}\n\n**{numbers}**\n\n"
    end = f"[{until}]({link})"
    room = LONGEST_NOTE_BYTES - len(end.encode())
    text = text.encode()[:room].decode("utf-8", "ignore") + end
    return json.dumps({"msgtype": "markdown", "markdown": {"title": title, "text": text, "content": text}},
                      ensure_ascii=False).encode()


def post_note(settings: Settings, address: str, body: bytes) -> None:
    """Hand a note to a hook whose host stands in YIPING_SOURCES_ALLOW, and to no other. Raises Unsent."""
    allowed = Allowed.of(settings.sources_allow)
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or not allowed.names(parts.hostname):
        raise Unsent("hook_not_allowed", is_final=True)
    try:
        told = json.loads(asyncio.run(_post(allowed, address, body)))
    except SourceFault as fault:
        raise Unsent(f"hook: {fault.code} {fault.detail}".strip(), is_final=fault.code == "address_refused") from None
    except ValueError:
        raise Unsent("hook: no JSON") from None
    code = told.get("errcode", 0) if isinstance(told, dict) else 0
    if code:
        raise Unsent(f"hook: {code} {told.get('errmsg', '')}")


async def _post(allowed: Allowed, address: str, body: bytes) -> bytes:
    fetcher = Fetcher(allowed)
    try:
        return await fetcher.post(address, body, seconds=PATIENCE_SECONDS, most_bytes=MOST_ANSWER_BYTES)
    finally:
        await fetcher.close()


def _plain(line: str) -> str:
    """Return a line in which nothing is read as markdown: a case's words make neither a link nor a heading."""
    return "".join({"[": "［", "]": "］", "<": "＜", ">": "＞", "*": "＊", "`": "'", "#": "＃"}.get(sign, sign)
                   for sign in " ".join(line.split()))
