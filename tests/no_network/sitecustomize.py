"""Refuses the network in every Python process that a test starts.

pytest-socket guards the tests' own process only; Python imports this file at its start because
``tests/conftest.py`` puts this folder into ``PYTHONPATH``.
"""

from __future__ import annotations

import socket
from typing import Any

_OWN = {"127.0.0.1", "localhost", "::1", None, ""}
_connect, _connect_ex, _getaddrinfo = (
    socket.socket.connect,
    socket.socket.connect_ex,
    socket.getaddrinfo,
)


def _check(host: object) -> None:
    if host not in _OWN:
        raise RuntimeError(f"a test tried to reach {host!r}: nothing touches the network unasked")


def _guarded_connect(self: socket.socket, address: Any) -> None:
    if self.family != getattr(socket, "AF_UNIX", None):
        _check(address[0])
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    if self.family != getattr(socket, "AF_UNIX", None):
        _check(address[0])
    return _connect_ex(self, address)


def _guarded_getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
    _check(host)
    return _getaddrinfo(host, *arguments, **options)


socket.socket.connect = _guarded_connect  # type: ignore[method-assign,assignment]
socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign,assignment]
socket.getaddrinfo = _guarded_getaddrinfo
