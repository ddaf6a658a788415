"""Finding by what somebody types: one file per kind of thing, each within the visit's scope, the best first."""
