"""Bands of the risk score, as maps show them: each has a key, never a colour alone."""

BANDS = (("extreme", 90.0), ("high", 75.0), ("raised", 50.0), ("low", 0.0))
"""Key and the least score of each, from the top."""


def band_of(risk: float) -> str:
    """Return the band's key of a score from 0 to 100."""
    return next((key for key, least in BANDS if risk >= least), BANDS[-1][0])
