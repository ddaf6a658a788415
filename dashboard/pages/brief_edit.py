"""The sentences of a briefing as they are edited, and what became of them: who changed what, when, and the way back."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.briefing import editing
from dashboard.briefing.archive import address_of
from dashboard.briefing.content import Brief
from dashboard.briefing.editing import Typed
from dashboard.briefing.tokens import LONGEST
from dashboard.page import Asked, Came, Page, text_of, whole_of
from dashboard.parts import form
from dashboard.parts.difference import difference
from dashboard.parts.frame import empty
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.briefings import keeping, revisions
from data.errors import Conflict
from data.models.briefing import Briefing, BriefRevision
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "修改简报", "about": "修改简报的句子；数字来自数据，不能修改", "back": "返回简报", "open": "打开简报",
        "pick": "请在「简报」中选择一份未发布的简报", "released": "已由 {by} 发布，不能再修改",
        "not_yours": "只有生成者与可发布简报的人可以修改", "sentences": "句子",
        "help": "⟦ ⟧ 中的数字须原样保留，可以移动；清空一句即删除（结论除外）。每次保存记为一次修订，原文始终保留。",
        "save": "保存修改", "saved": "已保存修订 {number}", "taken_out": "此句已删除；原文：{text}",
        "since_made": "与原文相比：", "history": "修订记录", "no_history": "尚未修改", "revision": "修订 {number}",
        "as_made": "原文（生成时）", "returned": "恢复到修订 {number}", "returned_made": "恢复到原文",
        "undo": "撤销这次修改", "restore": "恢复到此", "confirm_undo": "确认撤销（记为新的修订）",
        "confirm_restore": "确认恢复（记为新的修订）", "is_returned": "已恢复，现为修订 {number}",
        "sha": "内容摘要 {digest}",
        "conflict": "{by} 已于 {at} 保存修订 {number}，您输入的内容仍在上面的输入框中，尚未保存。",
        "conflict_same": "其中与您同时改动的：{places}",
        "conflict_how": "再次保存：只把您改动的句子放到修订 {number} 上，同一句以您的为准。",
    },
    "en": {
        "name": "Edit a briefing", "about": "Edit a briefing's sentences; numbers come from data and stay",
        "back": "Back to the briefings", "open": "Open the briefing",
        "pick": "Choose a briefing that was not released on the page Briefings",
        "released": "{by} has released it: it is not edited any more",
        "not_yours": "It is edited by whoever made it and by whoever may release it", "sentences": "Sentences",
        "help": "A number in ⟦ ⟧ stays as it is and may be moved; an emptied sentence is taken out, the conclusion "
                "excepted. Each saving is a revision; what was made is kept for ever.",
        "save": "Save", "saved": "Saved as revision {number}", "taken_out": "It was taken out; it was: {text}",
        "since_made": "Against what was made:", "history": "Revisions", "no_history": "Nothing was edited yet",
        "revision": "Revision {number}", "as_made": "As it was made", "returned": "back to revision {number}",
        "returned_made": "back to what was made", "undo": "Undo this", "restore": "Go back to this",
        "confirm_undo": "Confirm: a revision of its own", "confirm_restore": "Confirm: a revision of its own",
        "is_returned": "Gone back: revision {number} now", "sha": "digest {digest}",
        "conflict": "{by} saved revision {number} at {at}. What you typed still stands above and is not saved.",
        "conflict_same": "You both changed: {places}",
        "conflict_how": "Save again to put the sentences you changed on revision {number}; yours win.",
    },
}
MOST_SHOWN = 20


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the sentences to be edited by who may, and the revisions there are."""
    back = html.A(t("back"), href=f"/desk/briefings?area={asked['area']}")
    if not asked["brief"]:
        return html.Div([html.Section(empty(t("pick"))), back], className="columns is-single")
    kept = keeping.find(visit, asked["brief"])
    original = editing.original_of(visit, kept)
    opened = html.A(t("open"), href=address_of(kept.id), target="_blank", rel="noopener", className="brief-file")
    if revisions.may_edit(visit, kept):
        inside: Any = sentences(visit, t, kept, original)
    else:
        inside = empty(t("released", by=kept.released_by_name) if kept.released_at else t("not_yours"))
    heading = html.H2([kept.title, html.Small(f"{kept.id} · {t('sha', digest=kept.said_digest[:12])}"), opened])
    return html.Div([html.Section([heading, back]), html.Section([html.H2(t("sentences")), inside]),
                     history(visit, t, kept, original)], className="columns is-single brief-edit")


def sentences(visit: Visit, t: Words, kept: Briefing, original: Brief) -> Element:
    """Return the form with a field for each sentence."""
    changed = revisions.sentences_at(visit, kept, kept.revision)
    made, now = editing.texts_of(original, {}), editing.texts_of(original, changed)
    fields: list[Any] = [html.P(t("help"), className="note")]
    for place, text in now.items():
        rows = max(1, -(-len(text or made[place]) // (70 if t.is_chinese() else 110)))
        fields.append(form.words(place, editing.name_of(original, place, visit.language), text, rows=rows,
                                 maxlength=str(max(LONGEST, len(made[place]))), spellcheck="false",
                                 lang=original.language))
        if place in changed:
            fields.append(told(t, made[place], text))
    return form.form("save", [form.hidden("brief", kept.id), form.hidden("after", kept.revision), *fields,
                              Element("div", {"data-beside": "1"}, [])], t("save"))


def told(t: Words, made: str, text: str) -> Component:
    """Return what a sentence was when it was made, where it is another now."""
    inside = [t("taken_out", text=made)] if not text else [t("since_made"), " ", *difference(made, text)]
    return html.P(inside, className="note difference")


def history(visit: Visit, t: Words, kept: Briefing, original: Brief) -> Component:
    """Return the revisions, the newest first: who, when, each sentence before and after, and the way back."""
    found = revisions.listed(visit, kept)
    if not found:
        return html.Section([html.H2(t("history")), empty(t("no_history"))])
    ways = backwards if revisions.may_edit(visit, kept) else _nowhere
    before = [*(one.sentences for one in found[1:]), {}]
    rows = [revision(t, one, [*changed_lines(visit, original, changes(original, was, one.sentences)),
                              *ways(t, kept, one.number)])
            for one, was in list(zip(found, before, strict=True))[:MOST_SHOWN]]
    made = entry(0, t("as_made"), f"{kept.by_name} {t.moment(kept.made_at)} · {t('sha', digest=kept.digest[:12])}",
                 ways(t, kept, 0))
    return html.Section([html.H2(t("history")), Element("ol", {"class": "revisions"}, [*rows, made])])


def revision(t: Words, one: BriefRevision, inside: list[Any]) -> Element:
    """Return one revision: who made it and when, and what is told of it."""
    title = t("revision", number=one.number)
    if one.returned_to is not None:
        title += " · " + (t("returned", number=one.returned_to) if one.returned_to else t("returned_made"))
    return entry(one.number, title, f"{one.by_name} {t.moment(one.at)} · {t('sha', digest=one.digest[:12])}", inside)


def entry(number: int, title: str, said: str, inside: list[Any]) -> Element:
    """Return one of what the briefing said by and by."""
    return Element("li", {"data-revision": str(number)}, [html.H3([title, html.Small(said)]), *inside])


def changed_lines(visit: Visit, original: Brief, found: Mapping[str, tuple[str, str]]) -> list[Component]:
    """Return for each sentence its name and what became of it."""
    return [html.P([html.B(editing.name_of(original, place, visit.language)), " ", *difference(*texts)],
                   className="difference") for place, texts in found.items()]


def changes(original: Brief, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the sentences in which two revisions differ by their place: what they were and became."""
    old, new = editing.texts_of(original, before), editing.texts_of(original, after)
    return {place: (text, new[place]) for place, text in old.items() if new[place] != text}


def backwards(t: Words, kept: Briefing, number: int) -> list[Element]:
    """Return the button that leads back: behind the newest one, or to an earlier one."""
    given = {"brief": kept.id, "after": kept.revision}
    if number == kept.revision:
        return [form.press("back", t("undo"), {**given, "number": number - 1}, confirm=t("confirm_undo"))]
    return [form.press("back", t("restore"), {**given, "number": number}, confirm=t("confirm_restore"))]


def _nowhere(_t: Words, _kept: Briefing, _number: int) -> list[Element]:
    return []


def save(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Keep what was typed; upon a revision that is not the newest, tell first who made that."""
    after, onto = whole_of(given, "after"), whole_of(given, "onto")
    places = {place: text for place, text in given.items()
              if place.startswith((editing.CONCLUSION, f"{editing.DECISIONS}.", f"{editing.LINES}."))
              and isinstance(text, str)}
    typed = Typed(after=after, onto=after if onto < 0 else onto, sentences=places)
    try:
        kept = editing.edit(visit, text_of(given, "brief"), typed)
    except Conflict as conflict:
        if conflict.code != "briefing_edited":
            raise
        return Came(text="", beside=overtaken(visit, t, text_of(given, "brief"), typed))
    return Came(text=t("saved", number=kept.revision))


def overtaken(visit: Visit, t: Words, briefing_id: str, typed: Typed) -> Component:
    """Return who saved meanwhile, what they changed, and the field that lets the next saving go upon that."""
    kept = keeping.find(visit, briefing_id)
    original, newest = editing.original_of(visit, kept), revisions.listed(visit, kept)[0]
    base = revisions.sentences_at(visit, kept, typed.after)
    theirs = changes(original, base, newest.sentences)
    mine = editing.changed_by(original, base, typed.sentences)
    both = [editing.name_of(original, place, visit.language) for place in theirs if place in mine]
    return html.Div([
        html.P(t("conflict", by=newest.by_name, at=t.when(newest.at, visit.now), number=newest.number), role="alert"),
        *changed_lines(visit, original, theirs),
        *([html.P(t("conflict_same", places=t("brief.and").join(both)))] if both else []),
        html.P(t("conflict_how", number=newest.number)), form.hidden("onto", newest.number)], className="overtaken")


def back(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Go back to what an earlier revision said."""
    kept = editing.return_to(visit, text_of(given, "brief"), whole_of(given, "number"), after=whole_of(given, "after"))
    return Came(text=t("is_returned", number=kept.revision))


PAGE = Page(name="brief_edit", order=79, permission="briefs.make", also=("briefs.release",), words=WORDS,
            answer=answer, fields=("brief",), acts={"save": save, "back": back}, is_listed=False)
