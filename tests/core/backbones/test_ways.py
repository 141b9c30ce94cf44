"""Which ways of computing this computer has, and what is said of those that it lacks."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from flowerdesk.core.backbones import ncnn_runtime, openvino_devices, ways
from flowerdesk.core.backbones.petal import PETAL
from flowerdesk.core.backbones.ways import PLAIN, Way

INT8 = Way("openvino", "int8")
NCNN = Way("ncnn", "float32")


def test_without_the_extra_tensorflow_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino_devices, "is_installed", lambda: False)
    monkeypatch.setattr(ncnn_runtime, "is_installed", lambda: False)
    assert ways.available(PETAL) == (PLAIN, Way("tensorflow", "bfloat16"))
    for way in (INT8, NCNN):
        assert "pip install 'flowerdesk[fast]'" in ways.obstacle(way, PETAL)


@pytest.mark.parametrize("error", [ImportError("libtbb.so.12"), RuntimeError("no plugin")])
@pytest.mark.parametrize(("way", "module"), [(INT8, openvino_devices), (NCNN, ncnn_runtime)])
def test_a_runtime_that_cannot_be_used_is_as_good_as_none(
    way: Way, module: ModuleType, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> bool:
        raise error

    monkeypatch.setattr(module, "is_installed", lambda: True)
    monkeypatch.setattr(module, "capable_of", fail)
    assert ways.available(PETAL)[0] == PLAIN
    assert way not in ways.available(PETAL)
    assert str(error) in ways.obstacle(way, PETAL)
    assert ways.obstacle(way, PETAL).endswith(f"--force-reinstall {way.runtime}")


def test_a_processor_without_the_instructions_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino_devices, "is_installed", lambda: True)
    monkeypatch.setattr(openvino_devices, "capable_of", lambda precision: precision != "bfloat16")
    assert "no instructions for bfloat16" in ways.obstacle(Way("openvino", "bfloat16"), PETAL)
    assert ways.available(PETAL)[-1] == INT8


def test_ncnn_stays_out_of_processes_that_its_openmp_would_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ncnn_runtime, "FITS_HERE", False)
    assert NCNN not in ways.available(PETAL)
    assert "cannot be used on macOS" in ways.obstacle(NCNN, PETAL)


@pytest.mark.parametrize("device", ["GPU", "NPU"])
def test_other_devices_are_taken_where_openvino_finds_them(
    device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openvino_devices, "is_installed", lambda: True)
    monkeypatch.setattr(openvino_devices, "_other_devices", lambda: {device: ("FP16",)})
    way = Way("openvino-gpu" if device == "GPU" else "openvino-npu", "float16")
    others = [one for one in ways.WAYS if one.runtime in ("openvino-gpu", "openvino-npu")]
    assert [one for one in ways.available(PETAL) if one in others] == [way]
    missing = ways.obstacle(replace(way, precision="int8"), PETAL)
    assert f"finds no {device} on this computer that computes in int8" in missing


@pytest.mark.parametrize("capable", [True, False])
def test_bfloat16_by_tensorflow_pays_where_the_processor_has_instructions_for_it(
    capable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openvino_devices, "is_installed", lambda: True)
    monkeypatch.setattr(openvino_devices, "capable_of", lambda _: capable)
    assert ways.may_pay(Way("tensorflow", "bfloat16")) == capable
    assert ways.may_pay(PLAIN)
    assert ways.may_pay(INT8)
    monkeypatch.setattr(openvino_devices, "is_installed", lambda: False)  # nobody tells
    assert ways.may_pay(Way("tensorflow", "bfloat16"))
