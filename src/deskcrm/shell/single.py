"""One window per profile: a second start raises the first window."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_PATIENCE = 2_000
"""Milliseconds to wait for the first window's answer."""


class OnlyWindow(QObject):
    """Holds the profile's lock; the first to take it is the one that shows the window."""

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        whole = str(profile.resolve()).encode()
        digest = QCryptographicHash.hash(whole, QCryptographicHash.Algorithm.Sha256).toHex()
        self._name = f"deskcrm-{bytes(digest.data()).decode()[:20]}"
        profile.mkdir(parents=True, exist_ok=True)
        # The lock is free to take and knows of dead owners; QtNetwork costs 18 ms of the start,
        # so the server is only made after the first paint.
        self._lock = QLockFile(str(profile / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Take the profile; False if another window has it."""
        return self._lock.tryLock(0)

    def raise_other(self) -> bool:
        """Ask the first window to come to the front; False if it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE):
            return False
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
        self._lock.unlock()
