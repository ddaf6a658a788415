"""An official text as a document: numbered chapters with findings below them, and who signs it, as on paper."""

from collections.abc import Callable
from typing import Any

from dashboard.briefing.content import Lines, Run, Section
from dashboard.briefing.rendered.word_text import Script, short, write
from dashboard.speech import shared_words


def chapters(script: Script, content: Callable[[Script, Section], None]) -> None:
    """Write the chapters: sentences as one text, everything else by `content` under its numbered finding."""
    words = shared_words(script.brief.language)
    for place, page in enumerate(script.brief.pages):
        ordinal, number = ordinal_of(words, place), 0
        write(script, str(words["brief.chapter"]).format(n=ordinal, title=short(page.title, 200)), "Heading 1")
        for section in page.sections:
            if isinstance(section.body, Lines):
                write(script, text_of(section.body, str(words["brief.stop_then"])), "Body Text")
                continue
            named = {"n": ordinal_of(words, number), "title": short(section.body.title, 200)}
            write(script, str(words["sheets.finding"]).format(**named), "Heading 2")
            content(script, section)
            number += 1


def ordinal_of(words: Any, place: int) -> str:
    """Return the number of a place, from 0, as headings have it."""
    ordinals = str(words["brief.ordinals"]).split()
    return ordinals[place] if place < len(ordinals) else str(place + 1)


def text_of(body: Lines, stop: str) -> tuple[Run, ...]:
    """Return sentences as one text, each with its stop."""
    return tuple(run for line in body.lines for run in (*line, stop))


def signed(script: Script) -> None:
    """Write whose text it is and of when, on the right; both stay on one page."""
    write(script, short(script.brief.office, 60), "Signed").paragraph_format.keep_with_next = True
    write(script, short(script.brief.dated, 60), "Signed")
