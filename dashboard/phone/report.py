"""The form that reports a case: what, where, pictures; a few presses, also without a network."""

from dashboard.parts.tree import Element
from dashboard.phone.markup import element
from dashboard.speech import Words
from data.cases.classes import ClassBook
from data.cases.intake import TEXT_LIMIT

ADDRESS_LIMIT = 240


def report_form(t: Words, book: ClassBook) -> Element:
    """Return the form; the script fills in the place and sends it."""
    return element(
        "form",
        labelled(t("what"), element("textarea", name="text", rows=3, maxlength=min(TEXT_LIMIT, 2_000), required=True,
                                    placeholder=t("what_hint"))),
        camera(t), pad(t),
        labelled(t("address"), element("input", name="address", maxlength=ADDRESS_LIMIT, autocomplete="off")),
        labelled(t("category"), element("select", element("option", t("not_sure"), value=""), groups(t, book),
                                        name="category")),
        element("label", element("input", type="checkbox", name="urgent"),
                element("span", element("b", t("urgent")), element("small", t("urgent_hint"))), class_="tick"),
        element("div", id="near", hidden=True),
        element("button", t("send"), type="submit", class_="primary"),
        id="report-form", novalidate=True,
    )


def labelled(words: str, field: Element) -> Element:
    """Return a field under its label."""
    return element("label", element("span", words), field, class_="field")


def camera(t: Words) -> Element:
    """Return the large button that opens the camera, and the place of what was taken."""
    box = element("input", type="file", accept="image/*", capture="environment", multiple=True, class_="camera")
    return element("div", element("label", f"◉ {t('take')}", box, class_="shutter"), element("div", class_="shots"),
                   class_="pictures")


def pad(t: Words) -> Element:
    """Return the place: a pad of rings around a point that can be moved; it needs no map and no network."""
    return element(
        "fieldset", element("legend", t("place")),
        element("div", element("i", class_="pin"), element("span", "N", class_="north"),
                element("output", class_="scale"), id="pad", tabindex=0, role="application", aria_label=t("pad")),
        element("p", t("pad"), class_="hint"), element("p", id="pad-says", role="status"),
        element("div", element("button", t("my_place"), type="button", data_pad="mine"),
                element("button", "+", type="button", data_pad="closer", aria_label=t("closer")),
                element("button", "−", type="button", data_pad="farther", aria_label=t("farther")),
                class_="pad-buttons"),
    )


def groups(t: Words, book: ClassBook) -> list[Element]:
    """Return the classes under their major classes, as choices."""
    majors = [one for one in book.by_code.values() if not one.major]
    return [element("optgroup", [element("option", t.pick(one.name, one.name_en), value=one.code)
                                 for one in book.by_code.values() if one.major == major.code],
                    label=t.pick(major.name, major.name_en)) for major in majors]
