"""Passwords: argon2id, at most two hashed at a time so that sign-in cannot exhaust a small machine."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST = 10
_HASHER = PasswordHasher()
_TWO_AT_A_TIME = threading.Semaphore(2)


def hash_password(password: str) -> str:
    """Return the argon2id hash."""
    with _TWO_AT_A_TIME:
        return _HASHER.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Does the password belong to the hash? Takes as long when there is no hash."""
    with _TWO_AT_A_TIME:
        if stored is None:
            _HASHER.hash(password)
            return False
        try:
            return _HASHER.verify(stored, password)
        except (Argon2Error, InvalidHashError):
            return False
