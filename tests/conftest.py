"""What holds for every test: a home of its own, no network for its children, none left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from warm_worker import WarmWorker

_TESTS = Path(__file__).parent


@pytest.fixture(scope="session", autouse=True)
def no_network_for_children() -> Iterator[None]:
    """pytest-socket guards this process; what it starts is guarded by a file of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(_TESTS / "no_network"), prepend=os.pathsep)
        yield


@pytest.fixture(scope="session", autouse=True)
def warm_worker_ends_with_the_session() -> Iterator[None]:
    yield
    WarmWorker.end()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``$FLOWERDESK_HOME``: no test sees the settings, weights or caches of the person or of
    another test."""
    folder = tmp_path_factory.mktemp("home") / "flowerdesk"
    monkeypatch.setenv("FLOWERDESK_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_child_is_left_behind() -> Iterator[None]:
    before = set(_children())
    yield
    left = [child for child in _children() if child not in before]
    told = [f"{child.pid} {' '.join(child.cmdline())}" for child in left]
    for child in left:
        child.kill()
    psutil.wait_procs(left, timeout=5)
    assert not told, f"child processes were left running: {told}"


def _children() -> list[psutil.Process]:
    """Without the one that tests share, and Python's own that tracks what processes share."""
    running = []
    for child in psutil.Process().children(recursive=True):
        try:
            ended = child.status() == psutil.STATUS_ZOMBIE
            tracker = "multiprocessing.resource_tracker" in " ".join(child.cmdline())
        except psutil.NoSuchProcess:
            continue
        if not (ended or tracker or child.pid == WarmWorker.pid()):
            running.append(child)
    return running


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of photos and weights that is no part of the repository."""
    folder = Path(os.environ.get("FLOWERDESK_SHARED", _TESTS.parents[1] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"needs {folder}; $FLOWERDESK_SHARED names another place")
    return folder


@pytest.fixture(scope="session")
def shared_photos(shared: Path) -> Path:
    return _present(shared / "data" / "flower_photos")


@pytest.fixture(scope="session")
def shared_weights(shared: Path) -> Path:
    """VGG16's published weights up to ``block3_pool``."""
    return _present(shared / "weights" / "vgg16_blocks1-3.npz")


def _present(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"needs {path}")
    return path
