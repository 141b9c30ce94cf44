"""Opens, locks and closes the SQLite file of a project, and puts its failures into words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flowerdesk.core.errors import ProjectError
from flowerdesk.core.project import schema
from flowerdesk.core.words import say

SUFFIX = ".flowerdesk"

_BUSY_SECONDS = 30.0
"""How long a write waits for another process to finish its own."""


def beside(photos: Path) -> Path:
    """``PHOTOS.flowerdesk`` beside a folder of photos, or in the present folder when that place
    cannot be written."""
    folder = photos.resolve()
    path = folder.with_name(folder.name + SUFFIX)
    if path.exists() or os.access(folder.parent, os.W_OK):
        return path
    return Path.cwd() / path.name


def connect(path: Path, *, create: bool = False, read_only: bool = False) -> sqlite3.Connection:
    """An open connection to the project at ``path``, in WAL mode and at the present schema.

    Raises:
        ProjectError: there is no such file, it is not a project, is damaged, comes from a newer
            flowerdesk, or cannot be read or written.
    """
    if path.is_dir():
        raise ProjectError(
            say("{path} is a folder, not a project file. Name a file in it.", path=path)
        )
    if not create and not path.exists():
        raise ProjectError(
            say(
                "There is no project {path}. Check its name, or make one with: flowerdesk "
                "train PHOTOS --project FILE",
                path=path,
            )
        )
    with told_in_words(path):
        if not os.access(path if path.exists() else path.absolute().parent, os.R_OK):
            raise ProjectError(
                say("The project {path} may not be read: its permissions forbid it.", path=path)
            )
        connection = _open(path, read_only)
        try:
            _check_version(path, connection)
            _prepare(path, connection, read_only)
        except BaseException:
            connection.close()
            raise
    return connection


def bring_up_to_date(path: Path) -> None:
    """Turns a project of an older flowerdesk into one of the present, if it may be written.

    Raises:
        ProjectError: as :func:`connect`, where there is something to do and it fails.
    """
    if not (path.is_file() and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return
    with told_in_words(path):
        connection = _open(path, read_only=True)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        finally:
            connection.close()
    if 0 < version < schema.VERSION:
        close(connect(path), read_only=False)


def _open(path: Path, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rwc"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    if read_only and not os.access(path.absolute().parent, os.W_OK) and not _wal(path).exists():
        uri += "&immutable=1"  # without it SQLite wants to make its -shm file beside the project
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection


def _check_version(path: Path, connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > schema.VERSION:
        raise ProjectError(
            say(
                "The project {path} was made by a newer flowerdesk (its version is "
                "{version}, this program knows up to {version2}). Nothing was changed; "
                "update flowerdesk to open it.",
                path=path,
                version=version,
                version2=schema.VERSION,
            )
        )
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    identity = connection.execute("PRAGMA application_id").fetchone()[0]
    if tables and identity != schema.APPLICATION_ID:
        raise ProjectError(
            say(
                "{path} is a database of another program, not a flowerdesk project. Nothing"
                " was changed; choose another name for the project.",
                path=path,
            )
        )


def _prepare(path: Path, connection: sqlite3.Connection, read_only: bool) -> None:
    if read_only:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            raise ProjectError(
                say(
                    "The project {path} is empty. Fill it with: flowerdesk train PHOTOS "
                    "--project {path}",
                    path=path,
                )
            )
        if version < schema.VERSION:
            raise ProjectError(
                say(
                    "The project {path} is of an older flowerdesk and must be brought up to"
                    " date, but it may not be written. Copy it to a folder of your own and "
                    "open the copy.",
                    path=path,
                )
            )
        return
    if path.exists() and not os.access(path, os.W_OK):
        raise ProjectError(
            say(
                "The project {path} is read-only. Make it writable, or copy it to a folder "
                "of your own and open the copy.",
                path=path,
            )
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # one fsync a batch; a power cut costs no more
    with transaction(connection):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version < schema.VERSION:
            schema.migrate(connection, version)
    # Not before: a migration may put another table in the place of one that others refer to.
    connection.execute("PRAGMA foreign_keys = ON")


def close(connection: sqlite3.Connection, read_only: bool) -> None:
    """Closes the project; the last one to leave folds the WAL back into the one file."""
    if not read_only:
        try:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error:
            pass  # somebody else has it open, or the disk is full: the WAL stays and is complete
    connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All statements inside are committed together, or none of them."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def told_in_words(path: Path) -> Iterator[None]:
    """Turns SQLite's and the system's errors into a :class:`ProjectError` that helps."""
    try:
        yield
    except sqlite3.Error as error:
        raise ProjectError(_sentence(path, error)) from error


def _sentence(path: Path, error: sqlite3.Error) -> str:
    text = str(error)
    if "full" in text or "disk I/O" in text:
        return say(
            "The disk with {path} is full or failing ({text}). What was done before is saved; "
            "free some space and start again: the work goes on where it stopped.",
            path=path,
            text=text,
        )
    if "not a database" in text:
        return say(
            "{path} is not a flowerdesk project. Nothing was changed; choose another file.",
            path=path,
        )
    if "malformed" in text or "corrupt" in text or "no such table" in text:
        return say(
            "The project {path} is damaged ({text}). Nothing was changed; go back to a copy of "
            "it, or make a new project from the photos: they were never touched.",
            path=path,
            text=text,
        )
    if "locked" in text or "busy" in text:
        return say(
            "Another program is writing to {path}. Close the other flowerdesk, or wait until it "
            "is done, and try again.",
            path=path,
        )
    if "readonly" in text or "unable to open" in text:
        return say(
            "{path} cannot be written there. Choose a place of your own for it with --project, "
            "or change the folder's permissions.",
            path=path,
        )
    return say("The project {path} cannot be used ({text}).", path=path, text=text)


def _wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


@contextmanager
def project_lock(path: Path) -> Iterator[None]:
    """Holds the project against a second program that would work on it at the same time.

    SQLite already keeps two writers from harming each other; this keeps them from doing the same
    work twice. It ends with the process, however that ends.

    Raises:
        ProjectError: another program holds the project, or its folder cannot be written.
    """
    import filelock

    folder = path.absolute().parent
    if not folder.is_dir():
        raise ProjectError(
            say("There is no folder {folder} for the project. Make it first.", folder=folder)
        )
    lock = filelock.FileLock(folder / f".{path.name}.lock", blocking=False)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise ProjectError(
            say(
                "The project {path} is at work in another flowerdesk. Wait until it is "
                "done, or close it, and try again.",
                path=path,
            )
        ) from error
    except OSError as error:
        raise ProjectError(
            say(
                "The project {path} cannot be written ({strerror}). Choose a place of your "
                "own for it with --project, or change the folder's permissions.",
                path=path,
                strerror=error.strerror,
            )
        ) from error
    try:
        yield
    finally:
        # filelock notices a lock on a file that was removed, so that removing it here is safe;
        # on Windows an open file cannot be removed and stays behind, empty.
        with suppress(OSError):
            Path(lock.lock_file).unlink()
        lock.release()
