"""Proves an export: its own example program must answer as the app does, from the same files.

Meant for a process of its own, in which nothing of the app's network is loaded.
"""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from flowerdesk.core.backbones.openvino_devices import keep_quiet
from flowerdesk.core.errors import ExportError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress
from flowerdesk.core.export.formats import Format, format_named
from flowerdesk.core.export.readme import readme
from flowerdesk.core.export.writing import ABOUT, EXPECTED, Written, cannot_write
from flowerdesk.core.words import say

STAGE = "prove"

Classify = Callable[[str], dict[str, float]]


@dataclass(frozen=True)
class Proof:
    """How an export in ``folder`` compared with the app."""

    folder: str
    format: str
    photos: int
    """Compared, all of them in agreement."""
    unread: int
    """Photos of kinds that the example program does not open."""
    largest_difference: float
    """Of any probability."""
    bound: float
    runtime: str
    """The name and version of what read the model."""
    bytes: int
    """Of all files."""


def prove_export(written: Written, emit: Emit, cancelled: Cancelled) -> Proof:
    """Compares the export with the app and puts it into its place.

    Raises:
        ExportError: it cannot be read by its own runtime, answers differently, or cannot be put
            into its place; it is removed.
        JobCancelled: ``cancelled()`` said so; it is removed.
    """
    try:
        return _prove(written, emit, cancelled)
    except OSError as error:
        raise cannot_write(written.folder, error) from error
    finally:
        discard_export(written)


def discard_export(written: Written) -> None:
    """Removes an export that was not proven."""
    shutil.rmtree(written.unfinished, ignore_errors=True)


def _prove(written: Written, emit: Emit, cancelled: Cancelled) -> Proof:
    unfinished = written.unfinished
    about = json.loads((unfinished / ABOUT).read_text(encoding="utf-8"))
    expected = json.loads((unfinished / EXPECTED).read_text(encoding="utf-8"))
    chosen = format_named(about["format"])
    emit(Progress(STAGE, 0, len(expected)))
    classify = _example(unfinished, chosen)
    unread, largest = 0, 0.0
    for number, photo in enumerate(expected, start=1):
        if cancelled():
            raise JobCancelled
        try:
            answers = classify(photo["path"])
        except OSError:
            unread += 1
        else:
            largest = max(largest, _difference(photo["path"], photo["answers"], answers, chosen))
        emit(Progress(STAGE, number, len(expected), photo["path"]))
    if unread == len(expected):
        raise ExportError(
            say(
                "Not one test photo could be compared with the export, so that nothing proves "
                "it; it was removed."
            )
        )
    (unfinished / EXPECTED).unlink()
    proof = Proof(
        folder=str(written.folder),
        format=chosen.name,
        photos=len(expected) - unread,
        unread=unread,
        largest_difference=largest,
        bound=chosen.bound,
        runtime=f"{chosen.runtime} {_version(chosen.runtime)}",
        bytes=sum(file.stat().st_size for file in unfinished.rglob("*") if file.is_file()),
    )
    about["proof"] = {key: value for key, value in asdict(proof).items() if key != "folder"}
    (unfinished / ABOUT).write_text(
        json.dumps(about, indent=2, ensure_ascii=False), encoding="utf-8"
    )
    (unfinished / "README.md").write_text(readme(chosen, about), encoding="utf-8")
    _put_into_place(unfinished, written.folder)
    return proof


def _version(distribution: str) -> str:
    """Of what is installed under that name, or as TensorFlow without graphics cards is."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return importlib.metadata.version(f"{distribution}-cpu")


def _example(folder: Path, chosen: Format) -> Classify:
    """``classify`` of the example program that lies in the folder."""
    spec = spec_from_file_location("flowerdesk_export_example", folder / "classify.py")
    assert spec is not None
    assert spec.loader is not None
    example = module_from_spec(spec)
    keep_quiet()
    sys.path.insert(0, str(folder))
    try:
        spec.loader.exec_module(example)
    # Every runtime has errors of its own for a file that it cannot read.
    except Exception as error:
        raise ExportError(
            say(
                "The export cannot be read by {runtime} ({reason}); it was removed.",
                runtime=chosen.runtime,
                reason=str(error).partition("\n")[0],
            )
        ) from error
    finally:
        sys.path.remove(str(folder))
        sys.modules.pop("photo", None)
    classify: Classify = example.classify
    return classify


def _difference(
    path: str, expected: dict[str, float], answers: dict[str, float], chosen: Format
) -> float:
    """The largest difference of a probability.

    Raises:
        ExportError: it is more than rounding, or another label is on top where one clearly was.
    """
    if expected.keys() != answers.keys():
        raise ExportError(say("The export has other labels than the app; it was removed."))
    largest = max(abs(expected[label] - answers[label]) for label in expected)
    first, *others = sorted(expected.values(), reverse=True)
    clear = not others or first - others[0] > chosen.bound
    top, its_top = max(expected, key=expected.__getitem__), max(answers, key=answers.__getitem__)
    if not largest <= chosen.bound or (clear and top != its_top):
        if chosen.finer:
            raise ExportError(
                say(
                    "{title} is too coarse for this classifier: for {path} a probability differs "
                    "by {difference:.3f} from that of the app. It was removed; export as {finer}.",
                    title=chosen.title,
                    path=path,
                    difference=largest,
                    finer=chosen.finer,
                )
            )
        raise ExportError(
            say(
                "The export answers differently than the app: {path} is {app} in the app and "
                "{export} there, and a probability differs by {difference:.3f}, where up to "
                "{bound:g} would be rounding. It was removed. Please tell the makers of "
                "flowerdesk.",
                path=path,
                app=top,
                export=its_top,
                difference=largest,
                bound=chosen.bound,
            )
        )
    return largest


def _put_into_place(unfinished: Path, folder: Path) -> None:
    """What was there before goes only when the new one stands."""
    folder = folder.absolute()
    before = folder.with_name(f".{folder.name}.before")
    shutil.rmtree(before, ignore_errors=True)
    if folder.exists():
        folder.rename(before)
    try:
        unfinished.rename(folder)
    except OSError:
        if before.exists():
            before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)
