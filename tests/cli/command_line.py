"""Runs the program as a person would, and keeps what it said."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image

PROGRAM = [sys.executable, "-m", "flowerdesk.cli.main"]
LAYER = "block1_pool"
PHOTOS_PER_LABEL = 6


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object that is all of stdout."""
        assert self.out, self.err
        return json.loads(self.out)

    @property
    def last_words(self) -> str:
        """The last line of stderr."""
        return self.err.rstrip("\n").splitlines()[-1]

    @property
    def error(self) -> str:
        """The one sentence that is the last line of stderr."""
        assert self.code == 1, self
        assert "Traceback" not in self.err, self.err
        assert self.last_words.startswith("Error: "), self.err
        return self.last_words.removeprefix("Error: ")


Command = Callable[..., Ended]
"""What the fixture ``command`` is: the words of a command line in, its end out."""


@dataclass(frozen=True)
class Trained:
    """A folder with photos, and the project that was trained on them."""

    photos: Path
    project: Path


def run(*arguments: object, **options: Any) -> Ended:
    """A real process of its own."""
    ended = subprocess.run(
        [*PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False, **options
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


class Running:
    """A real process that is interrupted; it heads a group of its own, as in a terminal."""

    def __init__(self, *arguments: object, **options: Any) -> None:
        self._process = subprocess.Popen(
            [*PROGRAM, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **options,
        )
        self.heard: list[str] = []

    def wait_for(self, beginning: str) -> None:
        """Reads stderr up to a line that begins so."""
        assert self._process.stderr
        for line in self._process.stderr:
            self.heard.append(line)
            if line.startswith(beginning):
                return
        raise AssertionError(f"it never said {beginning!r}, but {self.heard}")

    def read_line(self) -> str:
        """The next line of stdout."""
        assert self._process.stdout
        return self._process.stdout.readline()

    def interrupt(self) -> None:
        """Ctrl-C in a terminal: every process of the group hears it."""
        os.killpg(self._process.pid, signal.SIGINT)

    def kill(self) -> None:
        """Kills the program as the system would; whatever it started must end of itself."""
        children = psutil.Process(self._process.pid).children(recursive=True)
        self._process.kill()
        assert psutil.wait_procs(children, timeout=30)[1] == []

    def ended(self) -> Ended:
        out, err = self._process.communicate(timeout=240)
        return Ended(self._process.returncode, out, "".join(self.heard) + err)


def picture(path: Path, seed: int, size: tuple[int, int] = (40, 30)) -> Path:
    """A small photo of coloured patches, another one for each seed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    patches = np.random.default_rng(seed).integers(0, 256, (3, 4, 3), np.uint8)
    image = Image.fromarray(patches).resize(size, Image.Resampling.BICUBIC)
    image.save(path, "PNG" if path.suffix == ".png" else "JPEG")
    return path


def folder_of(folder: Path, per_label: int, labels: tuple[str, ...] = ("ash", "oak")) -> Path:
    """A folder of labels with as many small photos each."""
    for number, label in enumerate(labels):
        for photo in range(per_label):
            picture(folder / label / f"{photo:03d}.jpg", 1000 * number + photo)
    return folder


def fingerprint(folder: Path) -> dict[str, tuple[object, ...]]:
    """Everything below a folder: kinds, permissions, times of change, link targets, bytes."""
    found = {}
    for path in sorted([folder, *folder.rglob("*")]):
        status = path.lstat()
        content: object = None
        if path.is_symlink():
            content = path.readlink()
        elif path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        found[str(path)] = (status.st_mode, status.st_mtime_ns, content)
    return found


def save_weights(path: Path, **changed: Any) -> Path:
    """Random weights of VGG16's first block, as ``.npz``."""
    drawing = np.random.default_rng(0)
    arrays = {}
    for name, channels in (("block1_conv1", 3), ("block1_conv2", 64)):
        arrays[f"{name}/kernel"] = drawing.normal(0, 0.1, (3, 3, channels, 64)).astype("f4")
        arrays[f"{name}/bias"] = np.zeros(64, "f4")
    np.savez(path, **arrays | changed)
    return path
