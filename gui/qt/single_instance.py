"""How a second start of the program asks the open window to come to the front. Knows no widget.

The window's lock file says who is first; this only carries the message. Where it cannot, the second start says so.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER = b"."
#: How long the open window may take to answer; it is busy for longer only when something is wrong with it.
LIMIT_MS = 2000


class SingleInstance(QObject):
    """Listens for further starts on the same data folder. To be made by the holder of the window's lock only.

    Signals:
        rung: the program was started once more.
    """

    rung = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(_name(folder))  # what a crash has left
        self._server.listen(_name(folder))

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()

    def _answer(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.write(_ANSWER)
            caller.flush()
            caller.disconnectFromServer()
            self.rung.emit()


def ring(folder: Path, *, limit_ms: int = LIMIT_MS) -> bool:
    """Ask the window that is open on this data folder to show itself; return whether it answered."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    return socket.waitForConnected(limit_ms) and socket.waitForReadyRead(limit_ms)


def _name(folder: Path) -> str:
    """Short, because the path of a socket is limited to about a hundred bytes."""
    return "bucketferry-" + hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
