"""What works beside the requests: it ends when it is told to, whether it ever began or not."""

import threading

from data.background import Background


class Waiting(Background):
    """Says that it began, and waits."""

    def __init__(self) -> None:
        super().__init__("waiting")
        self.began, self.ended = threading.Event(), threading.Event()

    def _work(self) -> None:
        self.began.set()
        self._stopping.wait()
        self.ended.set()


def test_it_works_until_it_is_stopped_and_stopping_waits_for_the_end():
    one = Waiting()
    one.start()
    assert one.began.wait(5)
    assert not one.ended.is_set()
    one.stop()
    assert one.ended.is_set()


def test_what_never_began_can_be_stopped():
    one = Waiting()
    one.stop()
    assert not one.began.is_set()
