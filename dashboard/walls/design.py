"""The four designs of a wall, in the pixels they were drawn for; other sizes and ratios are derived from the nearest.

A is two screens wide, B three, C is of double height, D is one screen: a meeting room's television.
"""

from dataclasses import dataclass

Rows = tuple[tuple[str, ...], ...]
"""Panels of a side block, row by row."""


@dataclass(frozen=True, kw_only=True)
class Design:
    """One design. All lengths in its own pixels."""

    name: str
    width: int
    height: int
    margin: int
    gap_x: int
    gap_y: int
    title: int
    cards_height: int
    alarm: int
    column: int
    """Width of one column of panels beside the map."""
    cards: int
    grown: float
    """By how much type is larger than in A."""
    left: Rows
    right: Rows
    left_weights: tuple[float, ...]
    right_weights: tuple[float, ...]
    left_reduced: Rows
    right_reduced: Rows


A = Design(
    name="A", width=3840, height=1080, margin=24, gap_x=16, gap_y=12, title=88, cards_height=144, alarm=52, column=864,
    cards=8, grown=1, left=(("trend",), ("areas", "classes")), right=(("feed",), ("units",)),
    left_weights=(1, 1), right_weights=(1, 1), left_reduced=(("areas",),), right_reduced=(("feed",),),
)
B = Design(
    name="B", width=5760, height=1080, margin=24, gap_x=16, gap_y=12, title=88, cards_height=144, alarm=52, column=936,
    cards=12, grown=1, left=(("trend", "classes"), ("areas", "channels")),
    right=(("feed", "units"), ("deadlines", "supervisions")), left_weights=(1, 1), right_weights=(1, 1),
    left_reduced=(("trend", "areas"),), right_reduced=(("feed", "units"),),
)
C = Design(
    name="C", width=7680, height=2160, margin=48, gap_x=24, gap_y=24, title=160, cards_height=272, alarm=96,
    column=1860, cards=8, grown=1.5, left=(("trend",), ("areas",), ("classes",)),
    right=(("feed",), ("units",), ("deadlines",)), left_weights=(588, 450, 450), right_weights=(588, 450, 450),
    left_reduced=(("areas",),), right_reduced=(("feed",),),
)
D = Design(
    name="D", width=1920, height=1080, margin=16, gap_x=12, gap_y=8, title=64, cards_height=104, alarm=40, column=440,
    cards=6, grown=2 / 3, left=(("trend",), ("areas",), ("classes",)), right=(("feed",), ("units",)),
    left_weights=(1, 0.8, 0.8), right_weights=(1.35, 1), left_reduced=(("areas",),), right_reduced=(("feed",),),
)

TALL_PX = 1_620
WIDER_THAN_D, WIDER_THAN_A = 2.6, 4.4


def choose(width: float, height: float, tall: float) -> Design:
    """Return the design for a ratio: C where the wall is tall in real pixels, then D, A or B by width to height."""
    ratio = width / height
    if tall >= TALL_PX and ratio >= WIDER_THAN_D:
        return C
    if ratio < WIDER_THAN_D:
        return D
    return A if ratio < WIDER_THAN_A else B
