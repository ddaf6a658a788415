"""What walls of every shape show."""

from tests.screens.picture import Shot

PROFILES = {"three-screens": "stage: 5760x1080\nseams_x: [1920, 3840]\n", "meeting-room": "stage: 1920x1080\n"}
"""Walls of the pictures beside the built-in one, as a deployment would write them."""

SHOTS = (
    Shot(name="wall-3840x1080", person="wall", path="/wall/hall-1", size=(3840, 1080), theme=""),
    Shot(name="wall-5760x1080", person="wall", path="/wall/three-screens", size=(5760, 1080), theme=""),
    Shot(name="wall-1920x1080", person="wall", path="/wall/meeting-room", size=(1920, 1080), theme=""),
)
