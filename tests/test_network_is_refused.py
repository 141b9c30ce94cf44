"""Nothing touches the network unasked: this suite would notice."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading

import pytest
import pytest_socket

_ELSEWHERE = ("192.0.2.1", 80)  # RFC 5737: an address for documentation, of nobody


def test_a_test_can_reach_no_other_computer() -> None:
    # The refusal warns before it raises, and here warnings are errors: either says it.
    with pytest.raises((pytest_socket.SocketConnectBlockedError, UserWarning), match="192"):
        socket.create_connection(_ELSEWHERE, timeout=5)


def test_a_test_can_reach_a_server_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        greeting = threading.Thread(target=_greet_one, args=(server,))
        greeting.start()
        with socket.create_connection(server.getsockname(), timeout=5) as connection:
            assert connection.recv(5) == b"hello"
        greeting.join()


def _greet_one(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        connection.sendall(b"hello")


@pytest.mark.parametrize(
    "attempt",
    [
        f"socket.create_connection({_ELSEWHERE!r}, timeout=5)",
        f"socket.socket().connect_ex({_ELSEWHERE!r})",
        "socket.getaddrinfo('example.org', 80)",
        "requests.get('https://example.org', timeout=5)",
    ],
)
def test_neither_can_a_process_that_a_test_starts(attempt: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", f"import socket, requests; {attempt}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "nothing touches the network unasked" in ended.stderr


def test_a_process_that_a_test_starts_can_reach_a_server_of_the_test() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        greeting = threading.Thread(target=_greet_one, args=(server,))
        greeting.start()
        code = f"import socket; print(socket.create_connection({server.getsockname()!r}).recv(5))"
        ended = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
        )
        greeting.join()
    assert ended.stdout.strip() == "b'hello'"
