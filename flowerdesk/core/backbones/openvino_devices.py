"""What OpenVINO can compute on and in here, and OpenVINO itself, which is an optional extra."""

from __future__ import annotations

import functools
import importlib.util
import os
import sys
import time
from collections.abc import Mapping
from typing import Any, Literal

from flowerdesk.core.apart import apart
from flowerdesk.core.errors import ComputingError
from flowerdesk.core.events import JobCancelled

Precision = Literal["float32", "bfloat16", "float16", "int8"]
PROCESSOR = "CPU"
DEVICES = {"openvino": PROCESSOR, "openvino-gpu": "GPU", "openvino-npu": "NPU"}
"""OpenVINO's names for what computes, by the name of the runtime."""
_SECONDS_FOR_DRIVERS = 30.0
_CAPABILITIES = {"float32": "FP32", "bfloat16": "BF16", "float16": "FP16", "int8": "INT8"}


def is_installed() -> bool:
    """Whether the extra is here; it is not imported."""
    return importlib.util.find_spec("openvino") is not None


def keep_quiet() -> None:
    """Before OpenVINO is imported: it would tell its makers that it was, and what it converts, from
    processes of its own. Nothing leaves this computer."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]


def openvino() -> Any:
    """The module, which keeps quiet."""
    keep_quiet()
    import openvino

    return openvino


def capable_of(precision: Precision) -> bool:
    """Whether this processor has instructions for it."""
    # OpenVINO looks at the processor and not at this limit, and dies in bfloat16 below it.
    limit = os.environ.get("ONEDNN_MAX_CPU_ISA", "").upper()
    if precision == "bfloat16" and limit and not ("BF16" in limit or "AMX" in limit):
        return limit in ("ALL", "DEFAULT")
    return _CAPABILITIES[precision] in _capabilities()


@functools.cache
def _capabilities() -> tuple[str, ...]:
    return tuple(openvino().Core().get_property(PROCESSOR, "OPTIMIZATION_CAPABILITIES"))


def device_capable_of(device: str, precision: Precision) -> bool:
    """Whether this computer has that device, other than its processor, and it computes in that."""
    return _CAPABILITIES[precision] in _other_devices().get(device, ())


@functools.cache
def _other_devices() -> Mapping[str, tuple[str, ...]]:
    """What other devices than the processor compute in, by name. Apart: looking for them starts
    all drivers, of which some end the process (openvino issues 26567 and 33923)."""
    end = time.monotonic() + _SECONDS_FOR_DRIVERS
    try:
        return apart(ask_for_devices, cancelled=lambda: time.monotonic() > end)
    except (ComputingError, JobCancelled, ImportError, RuntimeError):
        return {}


def ask_for_devices() -> dict[str, tuple[str, ...]]:
    """Of several of a kind OpenVINO means the first when it is told the kind alone."""
    core = openvino().Core()
    kinds = {name.partition(".")[0] for name in core.available_devices} - {PROCESSOR}
    return {kind: tuple(core.get_property(kind, "OPTIMIZATION_CAPABILITIES")) for kind in kinds}
