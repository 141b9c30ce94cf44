"""A trained project to try commands on, and the command line itself."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import (
    LAYER,
    PHOTOS_PER_LABEL,
    Command,
    Ended,
    Trained,
    fingerprint,
    save_weights,
)
from warm_worker import WarmWorker

from flowerdesk.cli import commands, main
from flowerdesk.core.backbones.loading import choose
from flowerdesk.core.events import ignore
from flowerdesk.core.sample import draw_sample
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.workflow import BackboneRequest, train
from flowerdesk.jobs import Finished


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the console program in this process; its work is done in the child of all tests."""
    monkeypatch.setattr(commands, "Worker", WarmWorker)

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["flowerdesk", *map(str, arguments)])
        capsys.readouterr()
        code: object = 0
        try:
            main.main()
        except SystemExit as end:
            code = end.code
        assert isinstance(code, int)
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A weights file of a few kilobytes that serves ``block1_pool``."""
    path = save_weights(tmp_path_factory.mktemp("weights") / "first_block.npz")
    assert choose("vgg16", LAYER, path).layer.name == LAYER
    return path


@pytest.fixture(scope="session")
def trained_once(tmp_path_factory: pytest.TempPathFactory, weights: Path) -> Trained:
    folder = tmp_path_factory.mktemp("trained")
    trained = Trained(folder / "photos", folder / "photos.flowerdesk")
    draw_sample(trained.photos, PHOTOS_PER_LABEL)
    outcome = WarmWorker().run(
        train,
        trained.project,
        trained.photos,
        BackboneRequest("vgg16", LAYER, weights),
        HeadSettings(),
        on_event=ignore,
    )
    assert isinstance(outcome, Finished)
    return trained


@pytest.fixture
def trained(trained_once: Trained, tmp_path: Path) -> Iterator[Trained]:
    """A copy, to do with as a test likes; its photos are the same to the byte afterwards."""
    copy = Trained(tmp_path / "photos", tmp_path / "photos.flowerdesk")
    shutil.copytree(trained_once.photos, copy.photos)
    shutil.copy(trained_once.project, copy.project)
    before = fingerprint(copy.photos)
    yield copy
    assert fingerprint(copy.photos) == before
