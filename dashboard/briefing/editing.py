"""Editing the sentences of a briefing: conclusion, what must be decided, lines. All else, numbers included, stays.

A revision is told by what differs from the briefing as it was made: {place: sentence with ⟦numbers⟧, "" for one that
was taken out}. Places are "conclusion", "decisions.0", "lines.SECTION.0", as they were made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dashboard.briefing import tokens
from dashboard.briefing.archive import maker
from dashboard.briefing.content import Brief, Lines, Page, Sentence, read, unpack
from dashboard.speech import Words, shared_words
from data.briefings import keeping, revisions
from data.briefings.revisions import Revised
from data.errors import Conflict, Invalid
from data.models.briefing import Briefing
from data.visit import Visit

CONCLUSION, DECISIONS, LINES = "conclusion", "decisions", "lines"
Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody typed, by place: upon which revision, and which one they know to be the newest."""

    after: int
    onto: int
    sentences: Texts


def original_of(visit: Visit, kept: Briefing) -> Brief:
    """Return a briefing as it was made. Raises Conflict("briefing_changed")."""
    try:
        return unpack(keeping.body_of(visit, kept, 0))
    except ValueError:
        raise Conflict("briefing_changed", id=kept.id) from None


def sentences_of(brief: Brief) -> dict[str, Sentence]:
    """Return the sentences that can be edited, by place, in the order in which they are read."""
    found: dict[str, Sentence] = {CONCLUSION: brief.conclusion}
    found |= {f"{DECISIONS}.{place}": one for place, one in enumerate(brief.decisions)}
    for number, section in enumerate(brief.sections()):
        if isinstance(section.body, Lines):
            found |= {f"{LINES}.{number}.{place}": one for place, one in enumerate(section.body.lines)}
    return found


def texts_of(original: Brief, changed: Texts) -> dict[str, str]:
    """Return every sentence as it is edited, by place, where these are changed."""
    return {place: changed.get(place, tokens.shown(one, one)) for place, one in sentences_of(original).items()}


def changed_by(original: Brief, base: Texts, typed: Texts) -> dict[str, str]:
    """Return which sentences somebody changed who had those of a revision before them."""
    before = texts_of(original, base)
    return {place: text for place, text in typed.items() if tokens.line_of(text) != before[place]}


def name_of(brief: Brief, place: str, language: str) -> str:
    """Return what a place is called."""
    words = shared_words(language)
    kind, *numbers = place.split(".")
    if kind == CONCLUSION:
        return str(words["brief_edit.conclusion"])
    title = brief.decisions_title
    if kind == LINES:
        title = next(one.body.title for number, one in enumerate(brief.sections()) if str(number) == numbers[0])
    return str(words["brief_edit.place"]).format(title=title, n=int(numbers[-1]) + 1)


def edit(visit: Visit, briefing_id: str, typed: Typed) -> Briefing:
    """Keep other sentences and return the briefing. What was not changed against `after` stays as the newest has it.

    Raises as data.briefings.revisions.add, NotFound("revision_not_found"), Conflict("briefing_edited") where another is
    newer than `onto`, Invalid: "edit_place_unknown", "edit_nothing", and "edit_fault" with what is wrong where.
    """
    kept = revisions.require_may_edit(visit, briefing_id)
    _require_newest(visit, kept, typed.onto)
    original = original_of(visit, kept)
    base, known = revisions.sentences_at(visit, kept, typed.after), sentences_of(original)
    unknown = next((place for place in typed.sentences if place not in known), None)
    if unknown is not None:
        raise Invalid("edit_place_unknown", place=unknown[:40], known=", ".join(known))
    newest = revisions.sentences_at(visit, kept, kept.revision)
    mine = changed_by(original, base, typed.sentences)
    changed = dict(_changed(original, {**newest, **mine}, visit.language))
    if changed == newest:
        raise Invalid("edit_nothing")
    _require_left(original, changed, visit.language)
    body = keeping.body_of(visit, kept, 0) if not changed else applied(original, changed, _told(
        visit, original, len(changed), kept.revision + 1)).pack()
    return _add(visit, kept, body, changed)


def return_to(visit: Visit, briefing_id: str, number: int, *, after: int) -> Briefing:
    """Have a briefing say what it said by an earlier revision (0: as it was made): a revision of its own.

    Raises as `edit`.
    """
    kept = revisions.require_may_edit(visit, briefing_id)
    _require_newest(visit, kept, after)
    body, sentences = keeping.body_of(visit, kept, number), revisions.sentences_at(visit, kept, number)
    if sentences == revisions.sentences_at(visit, kept, after):
        raise Invalid("edit_nothing")
    return _add(visit, kept, body, sentences, returned_to=number)


def _add(visit: Visit, kept: Briefing, body: bytes, sentences: Texts, *, returned_to: int | None = None) -> Briefing:
    return revisions.add(visit, kept.id, Revised(
        after=kept.revision, body=body, conclusion=read(unpack(body).conclusion), sentences=sentences,
        returned_to=returned_to))


def _require_newest(visit: Visit, kept: Briefing, number: int) -> None:
    revisions.sentences_at(visit, kept, number)
    if kept.revision != number:
        raise keeping.edited_since(visit, kept)


def applied(original: Brief, changed: Texts, edited: str) -> Brief:
    """Return a briefing with other sentences, which says so."""
    made = {place: () if changed.get(place) == "" else tokens.parse(changed[place], one) if place in changed else one
            for place, one in sentences_of(original).items()}

    def kept(begin: str) -> tuple[Sentence, ...]:
        return tuple(one for place, one in made.items() if place.startswith(f"{begin}.") and changed.get(place) != "")

    number, pages = 0, list[Page]()
    for page in original.pages:
        sections = []
        for section in page.sections:
            if isinstance(section.body, Lines):
                body = section.body.model_copy(update={"lines": kept(f"{LINES}.{number}")})
                section = section.model_copy(update={"body": body})
            sections.append(section)
            number += 1
        pages.append(page.model_copy(update={"sections": tuple(sections)}))
    return original.model_copy(update={"conclusion": made[CONCLUSION], "decisions": kept(DECISIONS),
                                       "pages": tuple(pages), "edited": edited})


def _changed(original: Brief, typed: Texts, language: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences that are not as they were made; each is one that can be."""
    for place, one in sentences_of(original).items():
        text = tokens.line_of(typed.get(place, tokens.shown(one, one)))
        if not text and place != CONCLUSION:
            yield place, ""
            continue
        try:
            now = tokens.parse(text, one)
        except Invalid as fault:
            raise _faulty(original, place, language, fault) from None
        if now != one:
            yield place, text


def _require_left(original: Brief, changed: Texts, language: str) -> None:
    """Raise where nothing is left of lines that were there."""
    for number, section in enumerate(original.sections()):
        if isinstance(section.body, Lines) and section.body.lines:
            places = [f"{LINES}.{number}.{place}" for place in range(len(section.body.lines))]
            if all(changed.get(place) == "" for place in places):
                raise _faulty(original, places[0], language, Invalid("edit_none_left"))


def _faulty(brief: Brief, place: str, language: str, fault: Invalid) -> Invalid:
    """Return a refusal that says where, and what is wrong."""
    said = str(shared_words(language)[f"errors.{fault.code}"]).format(**fault.values)
    return Invalid("edit_fault", where=name_of(brief, place, language), said=said)


def _told(visit: Visit, brief: Brief, count: int, number: int) -> str:
    """Return what the briefing says of its edits, in its own language."""
    reader = replace(visit, language=brief.language)
    t = Words(language=brief.language, zone=visit.zone)
    return t("brief_edit.told", n=count, by=maker(reader), at=f"{t.day(visit.now)} {t.time_of_day(visit.now)}",
             number=number)
