"""Reading a typed line as a command: which verb, and what could be meant by the rest. Never raises on any text."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import verb
from dashboard.speech import Words
from dashboard.verb import Choice, Misread, Verb
from data.finding.typed import tidy
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Command:
    """A line that was read: what could be meant, or the sentence that says which word was not understood."""

    verb: str
    choices: tuple[Choice, ...] = ()
    fault: str = ""
    is_certain: bool = True
    """Did a blank follow the verb's name? Else it may be the beginning of a longer word."""


def read(visit: Visit, t: Words, line: str) -> Command | None:
    """Return the command that the line is, None where it begins with no verb that this person may speak.

    A verb's name in Chinese needs no blank behind it, but then the rest has to make sense.
    """
    text = tidy(line)
    for spoken, is_certain, rest in _beginnings(verb.offered(visit), text):
        said = t.with_own(spoken.words)
        try:
            choices = tuple(spoken.read(visit, said, rest))[:verb.MOST_CHOICES]
        except Misread as misread:
            if is_certain:
                return Command(verb=spoken.name, fault=misread.text)
            continue
        if choices or is_certain:
            return Command(verb=spoken.name, choices=choices, is_certain=is_certain,
                           fault="" if choices else said("find.nothing_meant", word=rest or text))
    return None


def _beginnings(verbs: Sequence[Verb], text: str) -> list[tuple[Verb, bool, str]]:
    """Return (verb, is its name a word by itself, rest) for each that the text begins with, the longest name first."""
    lowered, found = text.lower(), []
    for one in verbs:
        for name in one.names():
            rest = text[len(name):]
            is_word = not rest or rest.startswith(" ")
            if lowered.startswith(name) and (is_word or not name.isascii()):
                found.append((len(name), one, is_word, rest.strip()))
    return [(one, is_word, rest) for _, one, is_word, rest in sorted(found, key=lambda each: -each[0])]
