"""One window per profile: a second start raises the first window."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDeadlineTimer, QObject, QThread

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_PATIENCE = 2_000
"""Milliseconds to wait for the first window's answer."""

_PAUSE = 50
"""Milliseconds between two attempts."""


class OnlyWindow(QObject):
    """Holds the profile's lock; the first to take it is the one that shows the window."""

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        whole = str(profile.resolve()).encode()
        digest = QCryptographicHash.hash(whole, QCryptographicHash.Algorithm.Sha256).toHex()
        self._name = f"deskcrm-{bytes(digest.data()).decode()[:20]}"
        self._profile = profile
        self._lock: IO[bytes] | None = None
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Take the profile; False if another window has it."""
        # The system's lock ends with its process and waits for no disk, as QLockFile does (10 ms).
        # QtNetwork costs 18 ms, so the server that answers the others waits for the first paint.
        try:
            self._profile.mkdir(parents=True, exist_ok=True)
            self._lock = (self._profile / "window.lock").open("ab")
        except OSError:
            return True  # nobody can write here: the window opens and says so
        try:
            _lock(self._lock)
        except OSError:
            self._lock.close()
            return False
        return True

    def raise_other(self) -> bool:
        """Ask the first window to come to the front; False if it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        # It may be starting itself, so ask until it hears.
        patience = QDeadlineTimer(_PATIENCE)
        while socket.state() is not QLocalSocket.LocalSocketState.ConnectedState:
            if patience.hasExpired():
                return False
            socket.connectToServer(self._name)
            if not socket.waitForConnected(_PATIENCE):
                QThread.msleep(_PAUSE)
        socket.write(b"raise")
        socket.waitForBytesWritten(_PATIENCE)
        socket.disconnectFromServer()
        return True

    def listen(self, raise_window: Callable[[], object]) -> None:
        """Raise the window whenever a second start asks for it."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)

        def answer() -> None:
            socket = server.nextPendingConnection()
            if socket is not None:
                socket.disconnected.connect(socket.deleteLater)
                raise_window()

        server.newConnection.connect(answer)
        server.listen(self._name)
        self._server = server

    def leave(self) -> None:
        """Give the profile back."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock is not None:
            self._lock.close()


def _lock(file: IO[bytes]) -> None:
    """Lock a file until it is closed; raise OSError if another window has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
