"""What a panel looks like in each of its states."""

from tests.screens.picture import Shot

SHOTS: tuple[Shot, ...] = ()
