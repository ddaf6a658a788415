"""The anchor: a file that is only added to, one line each thousand records or five minutes."""

from datetime import timedelta

import pytest

from data.audit.anchor import EVERY, EVERY_ROWS, Anchor, Anchored, is_due
from tests import cast

END = Anchored(seq=5, mac="5" * 64, at=cast.NOW)


def later(seq: int, **ago: float) -> Anchored:
    return Anchored(seq=seq, mac=f"{seq:064}", at=cast.NOW + timedelta(**ago))


@pytest.fixture
def anchor(tmp_path):
    return Anchor(tmp_path / "audit.anchor")


def test_without_a_file_nothing_is_anchored(anchor):
    assert list(anchor.lines()) == []
    assert anchor.last() is None


def test_what_is_anchored_is_read_again_in_its_order(anchor):
    ends = [later(seq, seconds=seq) for seq in range(1, 300)]
    for end in ends:
        anchor.append(end)
        assert anchor.last() == end
    assert list(anchor.lines()) == ends


@pytest.mark.parametrize("torn", [b"x\n", b'{"seq": 1}\n', b'{"seq": 1, "mac": "a', b"[]\n", b"\xff\n", b"null\n",
                                  b'{"seq": 1, "mac": "a", "at": "noon"}\n'])
def test_a_line_that_cannot_be_read_is_told_and_hides_no_other(anchor, torn):
    anchor.append(END)
    with anchor.path.open("ab") as file:
        file.write(torn)
    assert list(anchor.lines()) == [END, None]
    assert anchor.last() is None
    anchor.append(END)
    anchor.append(END)
    assert list(anchor.lines())[-1] == END


@pytest.mark.parametrize(("last", "end", "due"), [
    (None, END, True),
    (END, END, False),
    (END, later(6, minutes=4.9), False),
    (END, later(6, minutes=5), True),
    (END, later(5 + EVERY_ROWS - 1, seconds=1), False),
    (END, later(5 + EVERY_ROWS, seconds=1), True),
    (END, Anchored(seq=5, mac=END.mac, at=cast.NOW + timedelta(days=9)), False),
    (later(900), later(3, seconds=1), True),
    (later(5), later(6, days=-1), True),
])
def test_it_is_due_at_first_then_each_thousand_records_or_five_minutes(last, end, due):
    assert is_due(end, last) is due


def test_what_is_promised_is_a_thousand_records_and_five_minutes():
    assert EVERY_ROWS == 1_000
    assert timedelta(minutes=5) == EVERY
