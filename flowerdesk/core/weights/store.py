"""Where weights are kept, how they get there, and the download from their publisher. What is in a
weights file is known to :mod:`flowerdesk.core.weights.files` only."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import platformdirs

from flowerdesk.core.backbones.backbone import Backbone, WeightsSource
from flowerdesk.core.errors import FlowerdeskError, WeightsError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress, ignore, never
from flowerdesk.core.resources import resource_path
from flowerdesk.core.weights.files import (
    SUFFIXES,
    Shape,
    layer_shapes,
    read_weights,
    weights_suffix,
)
from flowerdesk.core.words import say

if TYPE_CHECKING:
    import requests

RETRY_PAUSES = (0.5, 1.0, 2.0)
"""Seconds before each further attempt after a broken connection that brought nothing new."""

_TIMEOUTS = (10.0, 30.0)  # seconds to connect, seconds of silence
_CHUNK = 1 << 16


def store_folder() -> Path:
    """The folder of this person's weights, which may not exist yet.

    ``$FLOWERDESK_HOME/weights`` where that variable is set, else in the user's data folder.
    """
    home = os.environ.get("FLOWERDESK_HOME")
    if home:
        return Path(home).expanduser() / "weights"
    return platformdirs.user_data_path("flowerdesk", appauthor=False) / "weights"


def find(backbone: Backbone, named: Path | None = None) -> Path | None:
    """The file to take the weights from: the one named, else the store's, else the program's own.

    Returns None when there is none.

    Raises:
        WeightsError: the named file does not exist, or the program's own file is missing.
    """
    if named is not None:
        weights_suffix(named.expanduser())
        return named.expanduser()
    kept = _kept(backbone)
    if kept:
        return kept[0]
    if backbone.bundled_weights is None:
        return None
    try:
        return resource_path(backbone.bundled_weights)
    except FlowerdeskError as error:
        raise WeightsError(str(error)) from error


def add(backbone: Backbone, file: Path, expected: Mapping[str, tuple[Shape, Shape]]) -> Path:
    """Checks ``file`` and copies it into the store, where it takes the place of any other.

    ``expected`` holds the shapes of kernel and bias of the network's layers. One layer of them
    is enough. Returns the copy. The store is changed only when the copy is complete on disk.

    Raises:
        WeightsError: the file cannot be read, is damaged, belongs to another network, or cannot
            be stored.
    """
    file = file.expanduser()
    _check_belongs(backbone, file, expected)
    target = store_folder() / f"{backbone.name}{weights_suffix(file)}"
    with _disk_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and target.samefile(file):
            return target
        _check_space(target.parent, file.stat().st_size)
        _copy_atomically(file, target)
    _remove_others(backbone, target)
    return target


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
    folder = store_folder()
    target = folder / f"{backbone.name}{PurePosixPath(urlsplit(source.url).path).suffix}"
    part = _Part(folder / f"{backbone.name}.part", folder / f"{backbone.name}.part.json")
    with _disk_errors(folder):
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
                        by_hand=by_hand(backbone),
                    )
                )
            _sync(part.path)
            os.replace(part.path, target)
            part.remove()
    _remove_others(backbone, target)
    return target


def by_hand(backbone: Backbone) -> str:
    """How a person gets the weights without this program, as the end of a sentence."""
    address = f"from {backbone.source.url} " if backbone.source else ""
    return (
        f"fetch the file {address}with a browser and run: "
        f"flowerdesk weights add {backbone.name} FILE"
    )


# ---- The store


def _kept(backbone: Backbone) -> list[Path]:
    """The store's files of a backbone, the newest first: an older one that could not be removed
    when it was replaced must not come back."""
    paths = (store_folder() / f"{backbone.name}{suffix}" for suffix in SUFFIXES)
    return sorted(
        (path for path in paths if path.is_file()),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )


def _remove_others(backbone: Backbone, target: Path) -> None:
    for path in _kept(backbone):
        if path != target:
            with contextlib.suppress(OSError):  # open in another program, on Windows
                path.unlink()


def _check_belongs(
    backbone: Backbone, file: Path, expected: Mapping[str, tuple[Shape, Shape]]
) -> None:
    shapes = layer_shapes(file)
    shared = [name for name in expected if name in shapes]
    if not shared:
        raise WeightsError(
            say(
                "{file} belongs to another network: it holds no layer of {title}. Its first"
                " layer is {next}; {title} begins with {next2}.",
                file=file,
                title=backbone.title,
                next=next(iter(shapes)),
                next2=next(iter(expected)),
            )
        )
    for name in shared:
        if shapes[name] != expected[name]:
            raise WeightsError(
                say(
                    "{file} belongs to another network: its layer {name} has the shapes "
                    "{shapes}, and {title} needs {expected}.",
                    file=file,
                    name=name,
                    shapes=shapes[name],
                    title=backbone.title,
                    expected=expected[name],
                )
            )
    read_weights(file, shared)


def _copy_atomically(file: Path, target: Path) -> None:
    for left_over in target.parent.glob(f"{target.stem}.*.new"):  # of a copy that was killed
        with contextlib.suppress(OSError):
            left_over.unlink()
    new = target.with_name(f"{target.stem}.{os.getpid()}.new")
    try:
        with new.open("wb") as copy, file.open("rb") as original:
            shutil.copyfileobj(original, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        os.replace(new, target)
    finally:
        new.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    """Says what a failing disk means. Network errors, which are OSErrors too, end before."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _no_space(folder) from error
        raise WeightsError(
            say(
                "The weights cannot be kept in {folder} ({reason}): make that folder "
                "writable, or set FLOWERDESK_HOME to another one.",
                folder=folder,
                reason=error.strerror or error,
            )
        ) from error


def _check_space(folder: Path, needed: int) -> None:
    if shutil.disk_usage(folder).free < needed:
        raise _no_space(folder, needed)


def _no_space(folder: Path, needed: int | None = None) -> WeightsError:
    amount = "" if needed is None else f" for {max(1, round(needed / 1e6)):,} MB"
    return WeightsError(
        say(
            "The disk has no room{amount} in {folder}: free some space and try again (a "
            "download goes on where it stopped), or set FLOWERDESK_HOME to a folder on "
            "another disk.",
            amount=amount,
            folder=folder,
        )
    )


# ---- The download


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
                    by_hand=by_hand(backbone),
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
            _check_space(part.path.parent, size or 0)
            part.begin(version)
        else:
            _check_space(part.path.parent, (version.size or 0) - part.size)
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
                by_hand=by_hand(backbone),
            )
        )
    raise WeightsError(
        say(
            "The server of {url} refused the download (answer {status}): {by_hand}",
            url=source.url,
            status=status,
            by_hand=by_hand(backbone),
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
            by_hand=by_hand(backbone),
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
