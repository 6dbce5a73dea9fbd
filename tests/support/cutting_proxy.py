"""A line between a client and a server that breaks after so many bytes of the server's: a network as it is on a bad night."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_PIECE = 4096


class CuttingProxy:
    """``cuts``: bytes until the line breaks, one for each connection to come; behind them, ``always`` (None: never). ``passed``: bytes
    of the server that went through so far."""

    def __init__(self, port: int) -> None:
        self.target, self.cuts, self.always, self.passed = port, [], None, 0  # type: tuple[int, list[int | None], int | None, int]
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                self.connections += 1
                budget = self.cuts.pop(0) if self.cuts else self.always
                server = socket.create_connection(("127.0.0.1", self.target))
                threading.Thread(target=self._pass, args=(client, server, None), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, budget), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, budget: int | None) -> None:
        is_answer = budget is not None or source.getpeername()[1] == self.target
        with suppress(OSError):
            while piece := source.recv(_PIECE if budget is None else max(1, min(_PIECE, budget))):
                if budget is not None:
                    piece, budget = piece[:budget], budget - len(piece[:budget])
                target.sendall(piece)
                self.passed += len(piece) if is_answer else 0
                if budget == 0:
                    break
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
                end.close()


@contextmanager
def cutting_proxy(port: int) -> Iterator[CuttingProxy]:
    proxy = CuttingProxy(port)
    try:
        yield proxy
    finally:
        with suppress(OSError):
            proxy.listener.shutdown(socket.SHUT_RDWR)  # closing alone would leave the thread in accept, and the port open
        proxy.listener.close()
