"""A publisher of weights of the tests' own, and the job of the child that fetches from it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from flowerdesk.core.backbones.backbone import WeightsSource
from flowerdesk.core.backbones.registry import backbone_named
from flowerdesk.core.events import Cancelled, Emit
from flowerdesk.core.weights import download


class Publisher:
    """Sends the first half of a file, and the rest only when it may."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.may_go_on = threading.Event()
        self.asked_from: list[int] = []

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers.get("Range")
        start = int(re.findall(r"\d+", wanted)[0]) if wanted else 0
        self.asked_from.append(start)
        size, half = len(self.content), len(self.content) // 2
        request.send_response(206 if start else 200)
        request.send_header("Content-Type", "application/octet-stream")
        request.send_header("Content-Length", str(size - start))
        request.send_header("ETag", '"one"')
        if start:
            request.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        request.end_headers()
        request.close_connection = True
        with contextlib.suppress(OSError):  # the client went away
            request.wfile.write(self.content[start:half])
            request.wfile.flush()
            self.may_go_on.wait()
            request.wfile.write(self.content[max(start, half) :])


@contextlib.contextmanager
def publishing(content: bytes) -> Iterator[tuple[Publisher, Any]]:
    """A publisher with the job that takes the place of ``workflow.fetch_weights``."""
    publisher = Publisher(content)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            publisher.answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    source = WeightsSource(
        f"http://127.0.0.1:{server.server_port}/weights.npz",
        "sha256:" + hashlib.sha256(content).hexdigest(),
        len(content),
        "none",
    )
    try:
        yield publisher, partial(fetch_from, source)
    finally:
        publisher.may_go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


def fetch_from(source: WeightsSource, name: str, emit: Emit, cancelled: Cancelled) -> Path:
    """Runs in the child: the real download, from another address."""
    os.environ["NO_PROXY"] = "127.0.0.1"
    return download.fetch(replace(backbone_named(name), source=source), emit, cancelled)
