"""The download from a publisher, against a real server of the tests' own."""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_backbone import BACKBONE, EXPECTED, files_of_the_store

from flowerdesk.core.backbones.backbone import Backbone, WeightsSource
from flowerdesk.core.errors import WeightsError
from flowerdesk.core.events import Event, JobCancelled, Progress
from flowerdesk.core.weights import download
from flowerdesk.core.weights.download import fetch
from flowerdesk.core.weights.store import add, find, store_folder

CHUNK = 1 << 16
CONTENT = np.random.default_rng(0).bytes(10 * CHUNK + 123)


@pytest.fixture(autouse=True)
def quick_and_direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses between attempts, and no proxy between the tests and their server."""
    monkeypatch.setattr(download, "RETRY_PAUSES", (0.0, 0.0))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


# ---- a server of the tests' own


@dataclass
class Publisher:
    """What the server does. ``cuts`` are the bytes after which successive answers break off."""

    content: bytes = CONTENT
    etag: str | None = '"one"'
    modified: str | None = None
    status: int = 200
    content_type: str = "application/octet-stream"
    claimed_length: int | None = None
    chunked: bool = False
    ranges: bool = True
    honours_if_range: bool = True
    names_ranges: bool = True
    cuts: list[int] = field(default_factory=list)
    asked: list[str | None] = field(default_factory=list)
    sent: int = 0
    url: str = ""

    @property
    def source(self) -> WeightsSource:
        checksum = "sha256:" + hashlib.sha256(self.content).hexdigest()
        return WeightsSource(self.url, checksum, len(self.content), "none")

    @property
    def backbone(self) -> Backbone:
        return replace(BACKBONE, source=self.source)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers.get("Range")
        self.asked.append(wanted)
        start = int(re.findall(r"\d+", wanted)[0]) if wanted and self.ranges else 0
        validator = request.headers.get("If-Range")
        if self.honours_if_range and validator not in (None, self.etag, self.modified):
            start = 0
        status = 206 if start else self.status
        if start >= len(self.content):
            status = 416
        body = self.content[start:] if status in (200, 206) else b"no"
        # All is noted before anything is sent: the test goes on as soon as the client can.
        cut = self.cuts.pop(0) if self.cuts else len(body)
        self.sent += len(body[:cut])
        request.send_response(status)
        for name, value in self.headers(start, status, len(body)).items():
            request.send_header(name, value)
        request.end_headers()
        request.close_connection = True
        with contextlib.suppress(OSError):  # the client went away
            request.wfile.write(body[:cut])

    def headers(self, start: int, status: int, length: int) -> dict[str, str]:
        headers = {"Content-Type": self.content_type}
        if not self.chunked:
            headers["Content-Length"] = str(self.claimed_length or length)
        if status == 206:
            total = len(self.content)
            headers["Content-Range"] = f"bytes {start}-{total - 1}/{total}"
        if self.etag and (self.names_ranges or status != 206):
            headers["ETag"] = self.etag
        if self.modified:
            headers["Last-Modified"] = self.modified
        return headers


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    publisher = Publisher()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            publisher.answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    publisher.url = f"http://127.0.0.1:{server.server_port}/files/weights.npz?download=1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield publisher
    server.shutdown()
    thread.join()
    server.server_close()


def refused_fetch(backbone: Backbone) -> str:
    with pytest.raises(WeightsError) as caught:
        fetch(backbone)
    assert find(backbone) is None
    return str(caught.value)


def break_off(publisher: Publisher, after: int = 3 * CHUNK + 99) -> None:
    """One call that ends with a broken connection, as a program that was closed would leave it."""
    publisher.cuts = [after, 0, 0, 0]
    with pytest.raises(WeightsError, match="goes on where it stopped"):
        fetch(publisher.backbone)
    publisher.cuts, publisher.asked, publisher.sent = [], [], 0


def test_a_download_arrives_with_progress_and_is_found(publisher: Publisher) -> None:
    events: list[Event] = []
    path = fetch(publisher.backbone, events.append)
    assert path == find(publisher.backbone) == store_folder() / "tiny.npz"
    assert path.read_bytes() == CONTENT
    assert files_of_the_store() == {"tiny.npz"}
    assert all(isinstance(event, Progress) and event.stage == "download" for event in events)
    done = [event.done for event in events if isinstance(event, Progress)]
    assert done == sorted(done)
    assert len(done) > 5
    assert events[-1] == Progress("download", len(CONTENT), len(CONTENT))


def test_what_is_here_and_whole_is_not_downloaded_again(publisher: Publisher) -> None:
    fetch(publisher.backbone)
    fetch(publisher.backbone)
    assert publisher.sent == len(CONTENT)
    assert len(publisher.asked) == 1


def test_what_is_here_and_damaged_is_downloaded_again(publisher: Publisher) -> None:
    path = fetch(publisher.backbone)
    path.write_bytes(CONTENT[:-1])
    assert fetch(publisher.backbone).read_bytes() == CONTENT


def test_a_fetched_file_takes_the_place_of_one_added_by_hand(
    tmp_path: Path, publisher: Publisher
) -> None:
    from safetensors.numpy import save_file

    other = tmp_path / "b.safetensors"
    save_file({"first/kernel": np.ones((3, 3, 3, 4), "f4"), "first/bias": np.ones(4, "f4")}, other)
    add(BACKBONE, other, EXPECTED)
    fetch(publisher.backbone)
    assert files_of_the_store() == {"tiny.npz"}


def test_a_broken_connection_is_taken_up_in_the_same_call_and_little_is_sent_twice(
    publisher: Publisher,
) -> None:
    publisher.cuts = [3 * CHUNK + 99, 2 * CHUNK]
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert len(publisher.asked) == 3
    assert publisher.asked[1] == f"bytes={3 * CHUNK}-"
    assert publisher.sent <= len(CONTENT) + 2 * CHUNK


def test_a_connection_that_breaks_often_but_moves_on_arrives(publisher: Publisher) -> None:
    publisher.cuts = [CHUNK + 5] * 9
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert len(publisher.asked) == 10


def test_a_connection_that_brings_nothing_new_is_given_up(publisher: Publisher) -> None:
    publisher.cuts = [CHUNK, *([0] * 50)]
    assert "is kept" in refused_fetch(publisher.backbone)
    assert len(publisher.asked) == 3


def test_a_server_that_always_starts_again_and_breaks_off_is_given_up(
    publisher: Publisher,
) -> None:
    publisher.ranges = False
    publisher.cuts = [3 * CHUNK, 2 * CHUNK] * 50
    refused_fetch(publisher.backbone)
    assert len(publisher.asked) < 6


def test_a_later_call_goes_on_where_the_last_stopped(publisher: Publisher) -> None:
    break_off(publisher)
    events: list[Any] = []
    assert fetch(publisher.backbone, events.append).read_bytes() == CONTENT
    assert publisher.asked == [f"bytes={3 * CHUNK}-"]
    assert publisher.sent == len(CONTENT) - 3 * CHUNK
    assert events[0].done > 3 * CHUNK


def test_a_later_program_goes_on_where_a_killed_one_stopped(publisher: Publisher) -> None:
    code = (
        "import os\n"
        "from dataclasses import replace\n"
        "from tiny_backbone import BACKBONE\n"
        "from flowerdesk.core.backbones.backbone import WeightsSource\n"
        "from flowerdesk.core.weights.download import fetch\n"
        f"source = WeightsSource({publisher.url!r}, {publisher.source.checksum!r}, 0, '')\n"
        "def kill(event):\n"
        f"    if event.done >= {4 * CHUNK}: os._exit(7)\n"
        "fetch(replace(BACKBONE, source=source), kill)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent, check=False)
    assert killed.returncode == 7
    kept = (store_folder() / "tiny.part").stat().st_size
    assert 3 * CHUNK <= kept <= 4 * CHUNK
    publisher.asked = []
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.asked == [f"bytes={kept}-"]


def test_a_download_that_was_whole_when_the_program_ended_needs_no_server(
    publisher: Publisher,
) -> None:
    break_off(publisher)
    (store_folder() / "tiny.part").write_bytes(CONTENT)
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.asked == []


@pytest.mark.parametrize("honours_if_range", [True, False])
@pytest.mark.parametrize("same_size", [True, False])
def test_a_file_that_changed_in_between_is_not_glued_together(
    publisher: Publisher, honours_if_range: bool, same_size: bool
) -> None:
    break_off(publisher)
    publisher.content = bytes(len(CONTENT) + (0 if same_size else 1000))
    publisher.etag = '"two"'
    publisher.honours_if_range = honours_if_range
    assert fetch(publisher.backbone).read_bytes() == publisher.content
    assert publisher.asked[0] == f"bytes={3 * CHUNK}-"


def test_a_file_that_grew_is_not_glued_together_by_a_server_that_hides_it(
    publisher: Publisher,
) -> None:
    break_off(publisher)
    publisher.content = bytes(len(CONTENT) + 1000)
    publisher.honours_if_range = publisher.names_ranges = False
    assert fetch(publisher.backbone).read_bytes() == publisher.content


def test_the_date_of_change_serves_where_there_is_no_strong_tag(publisher: Publisher) -> None:
    publisher.etag = 'W/"weak"'
    publisher.modified = "Mon, 05 Jan 2015 08:00:00 GMT"
    break_off(publisher)
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.sent == len(CONTENT) - 3 * CHUNK


def test_without_tag_and_date_a_later_call_starts_again(publisher: Publisher) -> None:
    publisher.etag = None
    break_off(publisher)
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.asked == [None]


def test_another_address_starts_again(publisher: Publisher) -> None:
    break_off(publisher)
    publisher.url += "&version=2"
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.asked == [None]


def test_a_server_that_ignores_ranges_sends_all_again(publisher: Publisher) -> None:
    break_off(publisher)
    publisher.ranges = False
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.sent == len(CONTENT)


def test_a_part_longer_than_the_file_starts_again(publisher: Publisher) -> None:
    break_off(publisher)
    (store_folder() / "tiny.part").write_bytes(bytes(len(CONTENT) + 1))
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.asked == [f"bytes={len(CONTENT) + 1}-", None]


@pytest.mark.parametrize("note", [b"", b"[]", b'{"url": 1}', b"\xff\xfe", b"null"])
def test_a_damaged_note_beside_the_part_starts_again(publisher: Publisher, note: bytes) -> None:
    break_off(publisher)
    (store_folder() / "tiny.part.json").write_bytes(note)
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.asked == [None]


def test_an_answer_of_unknown_length_arrives(publisher: Publisher) -> None:
    publisher.chunked = True
    events: list[Any] = []
    assert fetch(publisher.backbone, events.append).read_bytes() == CONTENT
    assert {event.total for event in events} == {None}


def test_a_wrong_hash_is_said_and_the_part_removed(publisher: Publisher) -> None:
    wrong = replace(publisher.source, checksum="md5:" + "0" * 32)
    message = refused_fetch(replace(BACKBONE, source=wrong))
    assert "checksum" in message
    assert "flowerdesk weights add tiny FILE" in message
    assert files_of_the_store() == set()


def test_an_md5_is_a_checksum_too(publisher: Publisher) -> None:
    right = "md5:" + hashlib.md5(CONTENT, usedforsecurity=False).hexdigest().upper()
    fetch(replace(BACKBONE, source=replace(publisher.source, checksum=right)))


def test_a_damaged_part_ends_in_a_wrong_hash_and_the_next_call_starts_again(
    publisher: Publisher,
) -> None:
    break_off(publisher)
    (store_folder() / "tiny.part").write_bytes(bytes(3 * CHUNK))
    assert "checksum" in refused_fetch(publisher.backbone)
    assert fetch(publisher.backbone).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (404, "no longer keeps"),
        (410, "no longer keeps"),
        (403, "refused"),
        (416, "refused"),
        (429, "busy"),
        (500, "try again later"),
        (503, "try again later"),
    ],
)
def test_an_answer_that_is_no_file_is_explained_and_the_part_stays(
    publisher: Publisher, status: int, advice: str
) -> None:
    publisher.status = status
    message = refused_fetch(publisher.backbone)
    assert advice in message
    assert str(status) in message
    assert publisher.url in message
    assert "flowerdesk weights add tiny FILE" in message
    publisher.status = 200
    break_off(publisher)
    publisher.status, publisher.ranges = status, False
    if status != 416:
        refused_fetch(publisher.backbone)
        assert (store_folder() / "tiny.part").stat().st_size == 3 * CHUNK


def test_a_login_page_is_not_taken_for_the_file_and_the_part_stays(publisher: Publisher) -> None:
    break_off(publisher)
    publisher.content_type, publisher.ranges = "text/html; charset=utf-8", False
    assert "web page" in refused_fetch(publisher.backbone)
    publisher.content_type, publisher.ranges = "application/octet-stream", True
    publisher.sent = 0
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.sent == len(CONTENT) - 3 * CHUNK


def test_no_network_is_said_with_the_ways_out() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/weights.h5"
    backbone = replace(BACKBONE, source=WeightsSource(url, "md5:0", 1, ""))
    message = refused_fetch(backbone)
    assert "online" in message
    assert "try again" in message
    assert f"from {url}" in message
    assert "flowerdesk weights add tiny FILE" in message


@pytest.mark.parametrize("url", ["no address", "ftp://127.0.0.1/weights.h5", "http://"])
def test_an_address_that_is_none_is_a_sentence(url: str) -> None:
    refused_fetch(replace(BACKBONE, source=WeightsSource(url, "md5:0", 1, "")))


def test_a_backbone_without_address_cannot_be_fetched() -> None:
    assert "no address" in refused_fetch(BACKBONE)


def test_cancelling_keeps_what_has_arrived(publisher: Publisher) -> None:
    events: list[Any] = []
    with pytest.raises(JobCancelled):
        fetch(publisher.backbone, events.append, lambda: len(events) == 4)
    kept = (store_folder() / "tiny.part").stat().st_size
    assert kept == events[-1].done
    assert 0 < kept < len(CONTENT)
    assert find(publisher.backbone) is None
    publisher.asked = []
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.asked == [f"bytes={kept}-"]


def test_a_job_cancelled_before_it_began_asks_no_server(publisher: Publisher) -> None:
    with pytest.raises(JobCancelled):
        fetch(publisher.backbone, cancelled=lambda: True)
    assert publisher.asked == []


def test_waiting_for_the_next_attempt_can_be_cancelled(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "RETRY_PAUSES", (3600.0,))
    publisher.cuts = [0]
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(JobCancelled):
        fetch(publisher.backbone, cancelled=cancelled)
    assert len(publisher.asked) == 1


def test_two_downloads_of_one_file_do_not_mix(publisher: Publisher) -> None:
    messages: list[str] = []

    def fetch_as_well(event: Event) -> None:
        if not messages:
            messages.append(refused_fetch(publisher.backbone))

    assert fetch(publisher.backbone, fetch_as_well).read_bytes() == CONTENT
    assert "Another flowerdesk is downloading" in messages[0]
    assert len(publisher.asked) == 1


# ---- no room


def test_a_file_larger_than_the_disk_is_not_begun(publisher: Publisher) -> None:
    publisher.claimed_length = 10**17
    assert "no room for 100,000,000,000 MB" in refused_fetch(publisher.backbone)
    assert not (store_folder() / "tiny.part").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_disk_that_fills_up_is_said_with_the_way_out(publisher: Publisher) -> None:
    store_folder().mkdir(parents=True)
    part = store_folder() / "tiny.part"
    part.symlink_to("/dev/full")
    message = refused_fetch(publisher.backbone)
    assert "no room" in message
    assert "free some space" in message
    part.unlink()
    assert fetch(publisher.backbone).read_bytes() == CONTENT


def test_a_download_that_filled_the_disk_goes_on_when_there_is_room(
    publisher: Publisher, small_disk: Callable[[int], None]
) -> None:
    small_disk(6 * CHUNK)
    other = store_folder()
    assert "no room" in refused_fetch(publisher.backbone)
    kept = (other / "tiny.part").stat().st_size
    assert CHUNK <= kept < 6 * CHUNK
    remount = ["mount", "-o", "remount,size=16m", str(other.parent)]
    subprocess.run(remount, check=True)
    publisher.asked = []
    assert fetch(publisher.backbone).read_bytes() == CONTENT
    assert publisher.asked == [f"bytes={kept}-"]
