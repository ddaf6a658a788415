"""The pictures of docs/screens: one file here is one subject, whose SHOTS are taken by `make screens`."""
