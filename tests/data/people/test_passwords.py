"""Passwords are argon2id hashes; a wrong one, a broken hash and no hash at all are all just wrong."""

import pytest

from data.people.passwords import hash_password, is_right


def test_a_hash_is_argon2id_with_a_salt_of_its_own():
    first, second = hash_password("a secret of mine"), hash_password("a secret of mine")
    assert first.startswith("$argon2id$")
    assert first != second
    assert is_right(first, "a secret of mine")
    assert is_right(second, "a secret of mine")


@pytest.mark.parametrize("stored", [None, "", "plain", "$argon2id$broken", "$2b$12$x"])
def test_a_hash_that_is_none_fits_no_password(stored):
    assert not is_right(stored, "plain")
    assert not is_right(stored, "")


def test_a_wrong_password_is_wrong():
    stored = hash_password("密码也可以是中文的")
    assert is_right(stored, "密码也可以是中文的")
    assert not is_right(stored, "密码也可以是中文")
    assert not is_right(stored, "")
