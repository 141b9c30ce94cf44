"""Bad input, each kind tried: a clear sentence, the rest of the work goes on, nothing is lost.

Every test looks at the photo folder before and after: it is the same to the byte.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import shutil
import sqlite3
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command_line import (
    LAYER,
    PROGRAM,
    Command,
    Ended,
    Trained,
    fingerprint,
    folder_of,
    picture,
    run,
    save_weights,
)
from warm_worker import WarmWorker

from flowerdesk.core.backbones.vgg import VGG16
from flowerdesk.core.project import schema
from flowerdesk.core.weights import store


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A good folder of two labels, for a test to spoil."""
    return folder_of(tmp_path / "photos", 4)


class Train:
    """Trains on a folder and sees that it is the same afterwards."""

    def __init__(self, command: Command, weights: Path) -> None:
        self._command = command
        self.weights = weights

    def __call__(self, folder: Path, *words: object) -> Ended:
        before = fingerprint(folder)
        ended = self._command(
            *("train", folder, "--layer", LAYER, "--weights", self.weights),
            *("--epochs", 1, "--json", *words),
        )
        assert fingerprint(folder) == before
        return ended


@pytest.fixture
def train(command: Command, weights: Path) -> Train:
    return Train(command, weights)


def skipped(ended: Ended) -> dict[str, str]:
    """Reasons by the names of the files, of a training that went well."""
    assert ended.code == 0, ended.err
    assert ended.json["test"]["accuracy"] >= 0
    return {Path(one["path"]).name: one["reason"] for one in ended.json["skipped"]}


# ---- folders


def test_a_folder_that_is_not_there(train: Train, command: Command, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert command("train", missing).error == (
        f"There is no folder {missing}. Check its name, or choose another folder."
    )
    assert not (tmp_path / "missing.flowerdesk").exists()


def test_a_file_in_place_of_a_folder(train: Train, photos: Path) -> None:
    error = train(photos / "ash" / "000.jpg").error
    assert "is a file, not a folder. Choose the folder that holds one subfolder for each" in error


@pytest.mark.parametrize("files", [[], ["notes.txt", ".hidden.jpg", "Thumbs.db"]])
def test_an_empty_folder(train: Train, tmp_path: Path, files: list[str]) -> None:
    folder = tmp_path / "empty"
    (folder / "label").mkdir(parents=True)
    for name in files:
        (folder / "label" / name).write_bytes(b"x")
    assert train(folder).error.startswith(f"There are no photos in {folder}. It should hold one")
    assert not folder.with_suffix(".flowerdesk").exists(), "a folder that is refused leaves no file"


def test_no_subfolders(train: Train, tmp_path: Path) -> None:
    folder = tmp_path / "flat"
    for number in range(3):
        picture(folder / f"{number}.jpg", number)
    error = train(folder).error
    assert error.startswith(f"{folder} holds 3 photos without a label. Make one subfolder for each")


def test_one_label(train: Train, tmp_path: Path) -> None:
    error = train(folder_of(tmp_path / "one", 4, ("ash",))).error
    assert error.startswith("There is only one label, “ash”. Telling photos apart takes at least")


def test_a_label_of_one_photo_is_named_and_the_others_are_learned(
    train: Train, photos: Path
) -> None:
    picture(photos / "elm" / "only.jpg", 77)
    ended = train(photos)
    assert ended.json["labels"] == ["ash", "oak"]
    assert "The label “elm” has only 1 photo that can be used and was left out" in ended.err


def test_too_few_photos_to_tell_two_labels_apart(train: Train, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "few", 4, ("ash",))
    picture(folder / "elm" / "only.jpg", 77)
    error = train(folder).error
    assert "“elm” has only 1 photo" in error
    assert "At least two labels with 3 photos each are needed" in error


def test_nothing_but_bad_photos(train: Train, photos: Path) -> None:
    for path in photos.rglob("*.jpg"):
        path.write_bytes(b"")
    ended = train(photos)
    assert ended.error == "Not one of 8 photos can be used; each is listed with its reason."
    assert ended.err.count("the file is empty (0 bytes)") == 8


# ---- photos


def _bomb() -> bytes:
    """A PNG that claims 40,000 × 40,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(5001) * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def test_every_bad_photo_is_listed_with_its_reason_and_the_others_are_learned(
    train: Train, photos: Path, command: Command
) -> None:
    oak = photos / "oak"
    good = (oak / "000.jpg").read_bytes()
    (oak / "zero.jpg").touch()
    large = picture(photos.parent / "large.jpg", 5, (400, 300)).read_bytes()
    (oak / "truncated.jpg").write_bytes(large[: len(large) // 2])
    (oak / "text.jpg").write_text("This is no photo.\n")
    (oak / "bomb.png").write_bytes(_bomb())
    (oak / "dangling.jpg").symlink_to("nowhere.jpg")
    (oak / "loop.jpg").symlink_to("loop.jpg")
    (oak / "loop of folders").symlink_to(oak, target_is_directory=True)
    (oak / "folder.jpg").mkdir()
    (oak / "good link.jpg").symlink_to(photos / "ash" / "001.jpg")
    ended = train(photos)
    reasons = skipped(ended)
    assert {name: reason.split(":")[0].split(",")[0] for name, reason in reasons.items()} == {
        "zero.jpg": "the file is empty (0 bytes)",
        "truncated.jpg": "the file ends too early",
        "text.jpg": "this is not a photo that can be opened",
        "bomb.png": "the picture has more than 178 million pixels",
        "dangling.jpg": "the link points to nothing",
        "loop.jpg": reasons["loop.jpg"],
    }
    assert "Too many levels of symbolic links" in reasons["loop.jpg"]
    for name, reason in reasons.items():
        assert f"{name}: {reason}" in ended.err
    assert ended.json["photos"] == 8 + 7
    assert sum(ended.json["split"].values()) == 8
    about = command("info", photos.with_suffix(".flowerdesk"), "--json").json
    assert {Path(one["path"]).name for one in about["skipped"]} == set(reasons)

    (oak / "truncated.jpg").write_bytes(large)
    (oak / "zero.jpg").write_bytes(good + b"\0")
    again = train(photos)
    assert set(skipped(again)) == set(reasons) - {"truncated.jpg", "zero.jpg"}
    assert again.json["extraction"]["computed"] == 2, "a photo that was mended is looked at"


NAMES = [
    "two words",
    "  leading and trailing  ",
    'it\'s "quoted" `so` $HOME',
    "100 % sure? yes; & more! {braces}",
    "🌻🌻",
    "向日葵",
    "e\u0301te\u0301",  # decomposed, as macOS writes it
    "новый\tряд\nи ещё",
    "--json",
    "[bold]markup",
]


def test_any_name_will_do(train: Train, tmp_path: Path, command: Command) -> None:
    folder = tmp_path / "all 'the' \"names\" 🌳"
    for number, name in enumerate(NAMES):
        for photo in range(3):
            picture(folder / name / f"{name} {photo}.jpg", 10 * number + photo)
    for photo in range(3):
        picture(folder / f"{'long' * 62}ab" / f"{photo}{'x' * 245}.jpg", 500 + photo)
    (folder / NAMES[3] / "broken {one}.jpg").touch()
    ended = train(folder)
    assert set(skipped(ended)) == {"broken {one}.jpg"}
    assert ended.json["labels"] == sorted([*NAMES, f"{'long' * 62}ab"])
    assert sum(ended.json["split"].values()) == 3 * (len(NAMES) + 1)
    project = tmp_path / (folder.name + ".flowerdesk")
    answers = command("predict", project, folder, "--json").json["predictions"]
    assert len(answers) == 3 * (len(NAMES) + 1) + 1
    assert command("predict", project, folder, "--csv").code == 0
    assert command("info", project).code == command("evaluate", project).code == 0
    assert command("codes", project, tmp_path / "codes").code == 0
    assert len((tmp_path / "codes" / "labels").read_text().splitlines()) == 33


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows names that are not text")
def test_a_name_that_is_not_text_is_skipped(
    train: Train, photos: Path, command: Command, tmp_path: Path
) -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    shutil.copy(photos / "oak" / "000.jpg", photos / "oak" / name)
    assert skipped(train(photos)) == {name: "its name is not valid text; rename the file"}
    new = tmp_path / name
    shutil.copy(photos / "oak" / "000.jpg", new)
    project = photos.with_suffix(".flowerdesk")
    assert command("predict", project, new, "--json").json["predictions"][0]["path"] == str(new)
    assert r"caf\udce9.jpg: " in command("predict", project, new).out


# ---- permissions, as an ordinary user meets them

# The administrator may do anything, whatever the permissions say; without these two capabilities
# (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH) permissions hold for him as for anybody.
_AS_ANYBODY = """
import ctypes, os, sys
if os.geteuid() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    PR_CAPBSET_DROP = 24
    for capability in (1, 2):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
            sys.exit("cannot drop capabilities")
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@pytest.fixture
def as_anybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """Runs the program, in a process of its own, as somebody for whom permissions hold."""
    locked = tmp_path / "locked"
    locked.write_text("secret")
    locked.chmod(0)
    begin = [sys.executable, "-c", _AS_ANYBODY]
    probe = subprocess.run([*begin, "-c", f"open({str(locked)!r})"], capture_output=True, text=True)
    if "PermissionError" not in probe.stderr:
        pytest.skip(f"permissions cannot be made to hold for this user: {probe.stderr}")
    monkeypatch.setattr("command_line.PROGRAM", [*begin, *PROGRAM[1:]])
    yield run
    for path in [tmp_path, *tmp_path.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755)


def test_what_may_not_be_read_is_skipped_and_the_others_are_learned(
    as_anybody: Command, photos: Path, weights: Path, tmp_path: Path
) -> None:
    picture(photos / "oak" / "locked.jpg", 50).chmod(0)
    for number in range(3):
        picture(photos / "oak" / "locked folder" / f"{number}.jpg", 60 + number)
    (photos / "oak" / "locked folder").chmod(0)
    before = fingerprint(photos)
    words = ["--layer", LAYER, "--weights", weights, "--epochs", 1, "--json"]
    reasons = skipped(as_anybody("train", photos, *words))
    assert reasons == {
        "locked.jpg": "this file may not be read: its permissions forbid it",
        "locked folder": "the folder cannot be read (Permission denied)",
    }
    assert fingerprint(photos) == before


def test_a_folder_that_may_not_be_read(as_anybody: Command, photos: Path) -> None:
    photos.chmod(0)
    error = as_anybody("train", photos).error
    assert error.startswith(f"The folder {photos} cannot be read (Permission denied). Change its")


def test_a_project_that_may_not_be_written(
    as_anybody: Command, trained: Trained, weights: Path
) -> None:
    trained.project.chmod(0o444)
    before = trained.project.read_bytes()
    train = ["train", trained.photos, "--layer", LAYER, "--weights", weights]
    error = as_anybody(*train).error
    assert error.startswith(f"The project {trained.project} is read-only. Make it writable, or")
    trained.project.parent.chmod(0o555)
    error = as_anybody(*train).error
    assert error.startswith(f"The project {trained.project} cannot be written (Permission denied)")
    assert as_anybody("info", trained.project, "--json").json["photos"] == 30
    assert as_anybody("evaluate", trained.project, "--json").json["test"]["accuracy"] >= 0
    trained.project.chmod(0)
    error = as_anybody("info", trained.project).error
    assert error == f"The project {trained.project} may not be read: its permissions forbid it."
    trained.project.chmod(0o444)
    assert trained.project.read_bytes() == before
    assert list(trained.project.parent.glob("*.flowerdesk*")) == [trained.project]
    error = as_anybody("codes", trained.project, trained.project.parent / "c").error
    assert "cannot be written" in error


def test_beside_a_folder_that_may_not_be_written_the_project_is_made_here(
    as_anybody: Command, photos: Path, weights: Path, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "locked away").mkdir()
    moved = photos.rename(tmp_path / "locked away" / "photos")
    moved.parent.chmod(0o555)
    words = ["--layer", LAYER, "--weights", weights, "--epochs", 1, "--json"]
    ended = as_anybody("train", moved, *words, cwd=tmp_path / "here")
    assert ended.json["project"] == str(tmp_path / "here" / "photos.flowerdesk")
    assert (tmp_path / "here" / "photos.flowerdesk").is_file()


# ---- project files


def _not_sqlite(project: Path) -> None:
    project.write_text("Dear diary, today I planted tulips. " * 40)


def _truncated(project: Path) -> None:
    os.truncate(project, project.stat().st_size // 2)


def _of_the_future(project: Path) -> None:
    with contextlib.closing(sqlite3.connect(project)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")


def _of_another_program(project: Path) -> None:
    project.unlink()
    with contextlib.closing(sqlite3.connect(project)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_not_sqlite, "is not a flowerdesk project. Nothing was changed; choose another file."),
        (_truncated, "is damaged (database disk image is malformed). Nothing was changed; go back"),
        (_of_the_future, f"was made by a newer flowerdesk (its version is {schema.VERSION + 1}, "),
        (
            _of_another_program,
            "is a database of another program, not a flowerdesk project.",
        ),
    ],
)
def test_a_project_file_that_is_none_is_refused_and_left_as_it_is(
    spoil: Any, sentence: str, trained: Trained, train: Train, command: Command, tmp_path: Path
) -> None:
    spoil(trained.project)
    before = trained.project.read_bytes()
    for words in (
        ["info"],
        ["evaluate"],
        ["predict", trained.photos],
        ["codes", tmp_path / "codes"],
        ["extract", "--layer", LAYER, "--weights", train.weights],
    ):
        name, *more = words
        assert sentence in command(name, trained.project, *more).error, name
        assert trained.project.read_bytes() == before, name
    assert sentence in train(trained.photos).error
    assert trained.project.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.flowerdesk*")] == [trained.project.name]


def test_a_folder_in_place_of_a_project(trained: Trained, train: Train, command: Command) -> None:
    for ended in (
        command("info", trained.photos),
        train(trained.photos, "--project", trained.photos),
    ):
        assert ended.error.startswith(f"{trained.photos} is a folder, not a project file.")


def test_a_project_in_a_folder_that_is_not_there(trained: Trained, train: Train) -> None:
    project = trained.photos.with_name("nowhere") / "p.flowerdesk"
    error = train(trained.photos, "--project", project).error
    assert error.startswith(f"There is no folder {project.parent} for the project. Make it first.")


def test_a_project_that_is_at_work_in_another_process(
    trained: Trained, train: Train, command: Command
) -> None:
    code = (
        "import sys; from pathlib import Path; from flowerdesk.core.project import *\n"
        "with project_lock(Path(sys.argv[1])), Project(Path(sys.argv[1])) as project:\n"
        "    project.set_setting('here', 1)\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(trained.project)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        error = train(trained.photos).error
        assert error.startswith(f"The project {trained.project} is at work in another flowerdesk.")
        assert command("info", trained.project, "--json").json["photos"] == 30
        assert command("evaluate", trained.project).code == 0
        other.communicate()
    assert train(trained.photos).code == 0


# ---- weights files


class Malice:
    """Runs a command when an ordinary unpickler reads it."""

    def __init__(self, marker: Path) -> None:
        self._marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self._marker}",)


def _malicious_npy(path: Path, marker: Path) -> Path:
    np.save(path, np.array({"block1_conv1": [Malice(marker)]}, dtype=object), allow_pickle=True)
    return path


def _malicious_npz(path: Path, marker: Path) -> Path:
    malice = np.array([Malice(marker)], dtype=object)
    return save_weights(path, **{"block1_conv1/kernel": malice})


def _bare_pickle(path: Path, marker: Path) -> Path:
    path.write_bytes(pickle.dumps({"block1_conv1": Malice(marker)}))
    return path


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (_malicious_npy, "vgg16.npy"),
        (_malicious_npz, "vgg16.npz"),
        (_bare_pickle, "vgg16.npy"),
        (_bare_pickle, "vgg16.pkl"),
    ],
)
def test_a_malicious_pickle_is_not_executed(
    make: Any, name: str, trained: Trained, train: Train, command: Command, tmp_path: Path
) -> None:
    marker = tmp_path / "executed"
    train.weights = make(tmp_path / name, marker)
    assert str(train.weights) in train(trained.photos).error
    assert str(train.weights) in command("weights", "add", "vgg16", train.weights).error
    assert not marker.exists()
    assert store.find(VGG16) is None
    np.load(tmp_path / name, allow_pickle=True) if make is _malicious_npy else None
    assert marker.exists() == (make is _malicious_npy), "an ordinary unpickler would have run it"


def _nothing(path: Path) -> None:
    pass


def _half(path: Path) -> None:
    save_weights(path)
    os.truncate(path, path.stat().st_size // 2)


def _empty(path: Path) -> None:
    path.touch()


def _text(path: Path) -> None:
    path.write_text("no numbers here")


def _another_network(path: Path) -> None:
    np.savez(path, **{"fire2/kernel": np.ones((1, 1, 4, 4), "f4"), "fire2/bias": np.ones(4, "f4")})


def _another_shape(path: Path) -> None:
    save_weights(path, **{"block1_conv2/kernel": np.ones((5, 5, 64, 64), "f4")})


def _not_numbers(path: Path) -> None:
    save_weights(path, **{"block1_conv1/bias": np.full(64, np.nan, "f4")})


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_nothing, "weights file"),
        (_half, ""),
        (_empty, ""),
        (_text, ""),
        (_another_network, "another network"),
        (_another_shape, "another network"),
        (_not_numbers, ""),
    ],
)
def test_weights_that_cannot_be_used_are_refused(
    make: Any, sentence: str, trained: Trained, train: Train, command: Command, tmp_path: Path
) -> None:
    before = command("info", trained.project, "--json").json
    train.weights = tmp_path / "given.npz"
    make(train.weights)
    for ended in (
        train(trained.photos),
        command("weights", "add", "vgg16", train.weights),
        command("predict", trained.project, trained.photos, "--weights", train.weights),
    ):
        assert str(train.weights) in ended.error
        assert sentence in ended.error
        assert "inside flowerdesk" not in ended.error, "it is told as a bug"
    assert store.find(VGG16) is None
    assert command("info", trained.project, "--json").json == before, "the project is as it was"


def test_weights_that_end_before_the_layer_name_those_that_they_reach(
    trained: Trained, train: Train
) -> None:
    error = train(trained.photos, "--layer", "block3_pool").error
    assert "ends before block3_pool: it lacks block2_conv1" in error
    assert f"choose one of these with --layer: {LAYER}" in error


# ---- a full disk


@pytest.fixture
def room() -> Iterator[Any]:
    """``room(bytes)``: no file may grow beyond that, as on a disk that is full."""
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux can limit the files of another process")
    limited: list[int] = []

    def limit(size: int) -> None:
        pid = WarmWorker.pid()
        assert pid
        limited.append(pid)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    yield limit
    for pid in limited:
        with contextlib.suppress(ProcessLookupError):
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)


def check_whole(project: Path) -> None:
    with contextlib.closing(sqlite3.connect(project)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("more", [0, 4096, 40_000])
def test_a_full_disk_loses_nothing_that_was_done(
    more: int, room: Any, trained: Trained, train: Train, command: Command
) -> None:
    grown = trained.photos.with_name("grown")
    shutil.copytree(trained.photos, grown)
    for number in range(35):
        picture(grown / "tulips" / f"new {number}.jpg", number)
    before = command("info", trained.project, "--json").json
    room(4096 * (trained.project.stat().st_size // 4096 // 2) + more)
    error = train(grown, "--project", trained.project).error
    assert error.startswith(f"The disk with {trained.project} is full or failing")
    assert "free some space and start again: the work goes on where it stopped" in error
    room(resource.RLIM_INFINITY)
    check_whole(trained.project)
    after = command("info", trained.project, "--json").json
    assert after["runs"] == before["runs"]
    assert after["feature_sets"][0]["vectors"] >= before["feature_sets"][0]["vectors"]
    report = train(grown, "--project", trained.project).json
    assert report["extraction"]["computed"] + after["feature_sets"][0]["vectors"] == 65


@pytest.mark.parametrize("size", [0, 8192])
def test_no_room_for_a_new_project(size: int, room: Any, photos: Path, train: Train) -> None:
    assert train(photos, "--epochs", 1).code == 0
    project = photos.with_suffix(".flowerdesk")
    project.unlink()
    room(size)
    error = train(photos).error
    assert error.startswith(f"The disk with {project} is full or failing")
    room(resource.RLIM_INFINITY)
    assert train(photos).code == 0


def test_a_disk_that_is_really_full(
    trained: Trained, train: Train, command: Command, tmp_path: Path
) -> None:
    disk = tmp_path / "small disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be made here: {mounted.stderr.strip()}")
    try:
        project = Path(shutil.copy(trained.project, disk / "p.flowerdesk"))
        (disk / "other things").write_bytes(bytes(shutil.disk_usage(disk).free - 8192))
        error = command("codes", project, disk / "codes").error
        assert error.startswith(f"The codes cannot be written to {disk / 'codes'} (No space left")
        assert list((disk / "codes").iterdir()) == []
        error = train(trained.photos, "--project", project).error
        assert error.startswith(f"The disk with {project} is full or failing")
        (disk / "other things").unlink()
        check_whole(project)
        about = command("info", project, "--json").json
        assert [run["id"] for run in about["runs"]] == [1]
        assert train(trained.photos, "--project", project).json["extraction"]["computed"] == 0
    finally:
        subprocess.run(["umount", str(disk)], check=True)
