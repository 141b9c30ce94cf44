"""OpenVINO is asked what there is to compute on, without harm, and tells nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from flowerdesk.core.apart import ProcessDiedError
from flowerdesk.core.backbones import openvino_devices
from flowerdesk.core.events import Cancelled, JobCancelled

pytest.importorskip("openvino", reason="OpenVINO is an extra: flowerdesk[fast]")


def test_a_processor_below_a_limit_has_no_bfloat16(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino_devices, "_capabilities", lambda: ("FP32", "BF16", "INT8"))
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", "AVX2_VNNI")
    assert not openvino_devices.capable_of("bfloat16")
    assert openvino_devices.capable_of("int8")
    monkeypatch.delenv("ONEDNN_MAX_CPU_ISA")
    assert openvino_devices.capable_of("bfloat16")


@pytest.fixture
def no_devices_known() -> Iterator[None]:
    openvino_devices._other_devices.cache_clear()
    yield
    openvino_devices._other_devices.cache_clear()


def kill(*_: object, **__: object) -> None:
    raise ProcessDiedError


def hang(*_: object, cancelled: Cancelled) -> None:
    while not cancelled():
        pass
    raise JobCancelled


@pytest.mark.usefixtures("no_devices_known")
@pytest.mark.parametrize("drivers", [kill, hang])
def test_drivers_that_end_or_hang_the_process_that_asks_them_are_as_good_as_none(
    drivers: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openvino_devices, "_SECONDS_FOR_DRIVERS", 0.0)
    monkeypatch.setattr(openvino_devices, "apart", drivers)
    assert not openvino_devices.device_capable_of("GPU", "float16")


def test_devices_are_asked_by_their_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    class Core:
        available_devices = ("CPU", "GPU.0", "GPU.1", "NPU")

        def get_property(self, device: str, name: str) -> list[str]:
            assert name == "OPTIMIZATION_CAPABILITIES"
            return {"GPU": ["FP32", "FP16", "INT8"], "NPU": ["FP16", "INT8"]}[device]

    monkeypatch.setattr(openvino_devices, "openvino", lambda: SimpleNamespace(Core=Core))
    assert openvino_devices.ask_for_devices() == {
        "GPU": ("FP32", "FP16", "INT8"),
        "NPU": ("FP16", "INT8"),
    }


def test_importing_it_tells_nobody(tmp_path: Path) -> None:
    """Its own telemetry would; a module of that name stands by to be caught at it."""
    (tmp_path / "openvino_telemetry.py").write_text("raise SystemExit('it would tell')")
    code = (
        "from flowerdesk.core.backbones import openvino_devices\n"
        "openvino_devices.openvino().Core()\n"
    )
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[3])])
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, check=True)
