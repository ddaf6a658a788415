"""Keys: lines of id and key, made once on first use, kept from others; old ones stay known."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from data.audit.keys import Keys, read_keys
from data.errors import Invalid

OLD, NEW = "ab" * 32, "cd" * 40


def test_the_last_key_signs_and_every_key_is_known(tmp_path):
    path = tmp_path / "audit.key"
    path.write_text(f"2025:{OLD}\n2026:{NEW}\n", encoding="ascii")
    keys = Keys("", path)
    assert keys.signing() == ("2026", bytes.fromhex(NEW))
    assert keys.known() == {"2025": bytes.fromhex(OLD), "2026": bytes.fromhex(NEW)}


def test_the_setting_counts_before_the_file(tmp_path):
    path = tmp_path / "audit.key"
    path.write_text(f"file:{OLD}\n", encoding="ascii")
    assert Keys(f"set:{NEW}", path).signing() == ("set", bytes.fromhex(NEW))


def test_a_key_is_made_on_first_use_for_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "audit.key"
    assert Keys("", path).known() == {}, "asking makes nothing"
    name, key = Keys("", path).signing()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key) == 32
    assert Keys("", path).signing() == (name, key)
    assert [file.name for file in path.parent.iterdir()] == ["audit.key"]


def test_two_keys_made_one_after_the_other_differ_in_their_ids(tmp_path):
    first = Keys("", tmp_path / "audit.key").signing()
    (tmp_path / "audit.key").unlink()
    second = Keys("", tmp_path / "audit.key").signing()
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_of_many_processes_that_make_one_all_sign_with_the_same(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: Keys("", tmp_path / "audit.key").signing(), range(40)))
    assert len(made) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["audit.key"]


@pytest.mark.parametrize("text", [
    "secret", f":{OLD}", f"1:{OLD[:-2]}", f"1:{OLD[:-1]}", f"1:{OLD}zz", f"1: {OLD}", f"1:{OLD} 1:{NEW}",
    f"{'x' * 17}:{OLD}", f"ключ:{OLD}",
])
def test_a_line_that_is_no_key_is_refused_without_showing_it(text):
    with pytest.raises(Invalid) as refused:
        read_keys(text)
    assert refused.value.code == "audit_key_unreadable"
    assert OLD not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"1:zz"])
def test_a_file_without_a_sound_key_signs_nothing_and_stays_as_it_is(tmp_path, content):
    path = tmp_path / "audit.key"
    path.write_bytes(content)
    with pytest.raises(Invalid, match="audit_key_unreadable"):
        Keys("", path).signing()
    assert path.read_bytes() == content


def test_a_folder_that_takes_no_file_is_refused(tmp_path):
    (tmp_path / "data").write_text("a file", encoding="ascii")
    with pytest.raises(Invalid, match="audit_key_unreadable"):
        Keys("", tmp_path / "data" / "audit.key").signing()


def test_a_file_that_others_may_read_is_told(tmp_path):
    path = tmp_path / "audit.key"
    keys = Keys("", path)
    assert not keys.is_open_to_others()
    keys.signing()
    assert not keys.is_open_to_others()
    path.chmod(0o640)
    assert keys.is_open_to_others()
    assert not Keys(f"1:{OLD}", path).is_open_to_others()
