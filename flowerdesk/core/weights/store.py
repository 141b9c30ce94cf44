"""Where weights are kept, and how a file that a person has gets there.

What is in a weights file is known to :mod:`flowerdesk.core.weights.files` only; the download from a
publisher is in :mod:`flowerdesk.core.weights.download`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import platformdirs

from flowerdesk.core.backbones.backbone import Backbone
from flowerdesk.core.errors import FlowerdeskError, WeightsError
from flowerdesk.core.resources import resource_path
from flowerdesk.core.weights.files import (
    SUFFIXES,
    Shape,
    layer_shapes,
    read_weights,
    weights_suffix,
)
from flowerdesk.core.words import say


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
    with disk_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and target.samefile(file):
            return target
        check_space(target.parent, file.stat().st_size)
        _copy_atomically(file, target)
    remove_others(backbone, target)
    return target


def _kept(backbone: Backbone) -> list[Path]:
    """The store's files of a backbone, the newest first: an older one that could not be removed
    when it was replaced must not come back."""
    paths = (store_folder() / f"{backbone.name}{suffix}" for suffix in SUFFIXES)
    return sorted(
        (path for path in paths if path.is_file()),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )


def remove_others(backbone: Backbone, target: Path) -> None:
    """Takes every file of a backbone out of the store but ``target``, which has replaced them."""
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


@contextlib.contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
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


def check_space(folder: Path, needed: int) -> None:
    """Raises WeightsError unless the disk with ``folder`` has room for ``needed`` bytes."""
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
