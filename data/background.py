"""What works beside the requests of a server process, in a thread of its own, until it is stopped."""

import threading

PATIENCE_SECONDS = 10.0


class Background:
    """A thread that may be stopped at any time, also before it was started; a subclass says what it does."""

    def __init__(self, name: str) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns once what is in hand is done, or has taken PATIENCE_SECONDS."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=PATIENCE_SECONDS)

    def _work(self) -> None:
        """Work until `_stopping` is set."""
        raise NotImplementedError
