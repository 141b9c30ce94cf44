"""Downloads weights from their publisher into the store: resumed after a break, checked, whole.

Nothing here is called unless a person asked for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flowerdesk.core.backbones.backbone import Backbone, WeightsSource
from flowerdesk.core.errors import WeightsError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress, ignore, never
from flowerdesk.core.weights import store
from flowerdesk.core.words import say

if TYPE_CHECKING:
    import requests

RETRY_PAUSES = (0.5, 1.0, 2.0)
"""Seconds before each further attempt after a broken connection that brought nothing new."""

_TIMEOUTS = (10.0, 30.0)  # seconds to connect, seconds of silence
_CHUNK = 1 << 16


def fetch(backbone: Backbone, emit: Emit = ignore, cancelled: Cancelled = never) -> Path:
    """Downloads the publisher's file into the store and checks it; returns where it is.

    Reports ``Progress("download", bytes, bytes of all)``. What has arrived is kept when the
    connection breaks, the work is cancelled or the program ends, and the next call asks for the
    rest only, provided that the server still has the same file (RFC 9110, sections 13.1.5 and 14).
    A file that is here already and passes its check is not downloaded again.

    Raises:
        WeightsError: there is no address, no connection, no such file, no room, another program
            is downloading it, or what came is not the publisher's file.
        JobCancelled: ``cancelled()`` said so.
    """
    source = backbone.source
    if source is None:
        raise WeightsError(
            say("{title} has no address to fetch weights from.", title=backbone.title)
        )
    folder = store.store_folder()
    target = folder / f"{backbone.name}{PurePosixPath(urlsplit(source.url).path).suffix}"
    part = _Part(folder / f"{backbone.name}.part", folder / f"{backbone.name}.part.json")
    with store.disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if target.is_file() and _passes_check(target, source, cancelled):
            return target
        with _alone(backbone, folder):
            _download(backbone, source, part, emit, cancelled)
            if not _passes_check(part.path, source, cancelled):
                part.remove()
                raise WeightsError(
                    say(
                        "What came from {url} is not the file that its publisher describes "
                        "(wrong checksum), so it was removed. Try again; if it happens "
                        "twice, {by_hand}",
                        url=source.url,
                        by_hand=_by_hand(backbone),
                    )
                )
            _sync(part.path)
            os.replace(part.path, target)
            part.remove()
    store.remove_others(backbone, target)
    return target


@dataclass(frozen=True)
class _Version:
    """Which file at which address the bytes of a part belong to.

    ``validator`` is the server's strong ETag or its Last-Modified; None when it gave neither.
    """

    url: str
    validator: str | None
    size: int | None


@dataclass(frozen=True)
class _Part:
    """What has arrived so far, and beside it a note of its version."""

    path: Path
    note: Path

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def version(self) -> _Version | None:
        try:
            return _Version(**json.loads(self.note.read_bytes()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def begin(self, version: _Version) -> None:
        """Empties the part before it notes the version: no bytes ever stand beside another's."""
        self.path.write_bytes(b"")
        self.note.write_text(json.dumps(vars(version)))

    def resumable(self, url: str) -> _Version | None:
        version = self.version()
        if version is None or version.url != url or not version.validator or not self.size:
            return None
        return version

    def is_complete(self, url: str) -> bool:
        version = self.resumable(url)
        return version is not None and version.size == self.size

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(backbone: Backbone, folder: Path) -> Iterator[None]:
    """Two programs that write one part would spoil it for both."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / f"{backbone.name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise WeightsError(
            say(
                "Another flowerdesk is downloading the weights of {title} already: wait for"
                " it to end.",
                title=backbone.title,
            )
        ) from error
    try:
        yield
    finally:
        lock.release()


def _download(
    backbone: Backbone, source: WeightsSource, part: _Part, emit: Emit, cancelled: Cancelled
) -> None:
    """Fills the part, in several attempts if need be. An attempt that got further than all
    before does not count, so that a poor connection ends only when nothing moves any more."""
    from requests import exceptions

    pauses = iter(RETRY_PAUSES)
    furthest = part.size
    while not part.is_complete(source.url):
        try:
            _attempt(backbone, source, part, emit, cancelled)
            return
        except (
            exceptions.ConnectionError,
            exceptions.Timeout,
            exceptions.ChunkedEncodingError,
        ) as error:
            if part.size > furthest:
                furthest, pauses = part.size, iter(RETRY_PAUSES)
            pause = next(pauses, None)
            if pause is None:
                raise _no_connection(backbone, source, part) from error
            _wait(pause, cancelled)
        except exceptions.RequestException as error:
            raise WeightsError(
                say(
                    "The download from {url} failed ({error}): try again later, or {by_hand}",
                    url=source.url,
                    error=error,
                    by_hand=_by_hand(backbone),
                )
            ) from error


def _attempt(
    backbone: Backbone, source: WeightsSource, part: _Part, emit: Emit, cancelled: Cancelled
) -> None:
    """One connection, until the part is complete or the connection breaks."""
    import requests

    if cancelled():
        raise JobCancelled
    # Ranges count the bytes as they are sent: they must not be compressed on the way.
    headers = {"Accept-Encoding": "identity"}
    version = part.resumable(source.url)
    if version and version.validator:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": version.validator}
    with requests.get(source.url, headers=headers, stream=True, timeout=_TIMEOUTS) as response:
        if version and _is_another(response, version, part.size):
            part.remove()
            _attempt(backbone, source, part, emit, cancelled)
            return
        if version is None or response.status_code != 206:
            _check_answer(backbone, source, response)
            length = response.headers.get("Content-Length", "")
            size = int(length) if length.isdecimal() else None
            version = _Version(source.url, _validator(response), size)
            store.check_space(part.path.parent, size or 0)
            part.begin(version)
        else:
            store.check_space(part.path.parent, (version.size or 0) - part.size)
        _receive(response, part, version.size, emit, cancelled)


def _is_another(response: requests.Response, version: _Version, start: int) -> bool:
    """Whether the server offers a range that does not go on at ``start`` of the same file, or
    says that there is none."""
    if response.status_code != 206:
        return response.status_code == 416
    match = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", response.headers.get("Content-Range", ""))
    return (
        match is None
        or int(match[1]) != start
        or int(match[2]) != version.size
        or _validator(response) not in (None, version.validator)
    )


def _validator(response: requests.Response) -> str | None:
    """A weak ETag does not promise the same bytes, and If-Range does not admit it."""
    tag = response.headers.get("ETag")
    if tag and not tag.startswith("W/"):
        return tag
    return response.headers.get("Last-Modified")


def _check_answer(backbone: Backbone, source: WeightsSource, response: requests.Response) -> None:
    status = response.status_code
    if status == 200 and "text/html" not in response.headers.get("Content-Type", ""):
        return
    if status == 200:
        raise WeightsError(
            say(
                "{url} answered with a web page instead of the weights. If this network "
                "asks for a login in the browser, log in and try again: a download goes on "
                "where it stopped.",
                url=source.url,
            )
        )
    if status in (404, 410):
        raise WeightsError(
            say(
                "The publisher no longer keeps the weights at {url} (answer {status}). If "
                "you get the file elsewhere, run: flowerdesk weights add {name} FILE",
                url=source.url,
                status=status,
                name=backbone.name,
            )
        )
    if status == 429 or status >= 500:
        raise WeightsError(
            say(
                "The server of {url} is out of order or busy (answer {status}): try again "
                "later, a download goes on where it stopped; or {by_hand}",
                url=source.url,
                status=status,
                by_hand=_by_hand(backbone),
            )
        )
    raise WeightsError(
        say(
            "The server of {url} refused the download (answer {status}): {by_hand}",
            url=source.url,
            status=status,
            by_hand=_by_hand(backbone),
        )
    )


def _receive(
    response: requests.Response, part: _Part, size: int | None, emit: Emit, cancelled: Cancelled
) -> None:
    from requests import exceptions

    with part.path.open("ab") as file:
        done = part.size
        for chunk in response.iter_content(_CHUNK):
            file.write(chunk)
            done += len(chunk)
            emit(Progress("download", done, size))
            if cancelled():
                raise JobCancelled
    if size is not None and done < size:
        raise exceptions.ConnectionError("closed before the end")


def _no_connection(backbone: Backbone, source: WeightsSource, part: _Part) -> WeightsError:
    host = urlsplit(source.url).hostname
    kept = f" What has arrived ({part.size:,} bytes) is kept." if part.size else ""
    return WeightsError(
        say(
            "The connection to {host} failed.{kept} Check that this computer is online and "
            "try again: the download goes on where it stopped. Or {by_hand}",
            host=host,
            kept=kept,
            by_hand=_by_hand(backbone),
        )
    )


def _wait(seconds: float, cancelled: Cancelled) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if cancelled():
            raise JobCancelled
        time.sleep(min(left, 0.1))


def _passes_check(path: Path, source: WeightsSource, cancelled: Cancelled) -> bool:
    """Whether the file has the checksum that the publisher states, ``algorithm:hex digest``."""
    algorithm, _, wanted = source.checksum.partition(":")
    total: Any = hashlib.new(algorithm, usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if cancelled():
                raise JobCancelled
            total.update(block)
    return bool(total.hexdigest() == wanted.lower())


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _by_hand(backbone: Backbone) -> str:
    """How a person gets the weights without this program, as the end of a sentence."""
    address = f"from {backbone.source.url} " if backbone.source else ""
    return (
        f"fetch the file {address}with a browser and run: "
        f"flowerdesk weights add {backbone.name} FILE"
    )
