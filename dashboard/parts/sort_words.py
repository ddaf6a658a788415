"""The words of a sort of place, object or organisation; a sort that a city brought along is called as it is written."""

from dashboard.speech import Words


def sort_words(t: Words, sort: str) -> str:
    """Return a sort in words, as it is written where there are none."""
    try:
        return t(f"sorts.{sort}")
    except KeyError:
        return sort
