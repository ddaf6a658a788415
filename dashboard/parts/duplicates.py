"""What is said of a report that may be a duplicate: how likely, and why."""

from dashboard.speech import Words
from data.cases.sameness import Sameness


def duplicate_words(t: Words, found: Sameness) -> str:
    """Return the chance with its reasons in one line; it never says 100 %, for a person decides."""
    key = "probable" if found.is_probable else "possible"
    reasons = [t(f"sameness.{reason}") for reason in found.reasons]
    said = t(f"sameness.{key}", share=min(99, round(found.chance * 100)))
    return t("sameness.and").join(reasons).join((f"{said} (", ")")) if reasons else said
