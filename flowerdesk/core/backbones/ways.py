"""The ways in which a network can be computed: by which runtime and in which precision.

Which of them this computer has is asked of the runtimes, without a network.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, get_args

from flowerdesk.core.backbones.backbone import Backbone
from flowerdesk.core.errors import ComputingError
from flowerdesk.core.project.records import FeatureKey
from flowerdesk.core.words import say

RuntimeName = Literal["tensorflow", "ncnn", "openvino", "openvino-gpu", "openvino-npu"]
Precision = Literal["float32", "bfloat16", "float16", "int8"]
AUTO = "auto"
RUNTIMES: tuple[str, ...] = (AUTO, *get_args(RuntimeName))
PRECISIONS: tuple[str, ...] = (AUTO, *get_args(Precision))
TITLES = {
    "tensorflow": "TensorFlow",
    "ncnn": "ncnn",
    "openvino": "OpenVINO",
    "openvino-gpu": "OpenVINO (GPU)",
    "openvino-npu": "OpenVINO (NPU)",
}


@dataclass(frozen=True)
class Way:
    """A runtime and what it computes in."""

    runtime: RuntimeName
    precision: Precision

    def __str__(self) -> str:
        return f"{TITLES[self.runtime]} {self.precision}"


PLAIN = Way("tensorflow", "float32")
"""What every computer can do, and what all others are measured against."""

WAYS = (
    PLAIN,
    Way("ncnn", "float32"),
    Way("openvino", "float32"),
    Way("tensorflow", "bfloat16"),
    Way("openvino", "bfloat16"),
    Way("openvino", "int8"),
    Way("openvino-gpu", "float16"),
    Way("openvino-gpu", "int8"),
    Way("openvino-npu", "float16"),
    Way("openvino-npu", "int8"),
)


def way_of(key: FeatureKey) -> Way:
    """The way in which vectors of that key were made."""
    way = next((w for w in WAYS if (w.runtime, w.precision) == (key.runtime, key.precision)), None)
    if way is None:
        raise ComputingError(
            say(
                "Vectors by {runtime} in {precision} are unknown to this version of flowerdesk. "
                "Update it, or look at the photos again.",
                runtime=key.runtime,
                precision=key.precision,
            )
        )
    return way


def obstacle(way: Way, backbone: Backbone) -> str:
    """Why this computer cannot look with the backbone in that way, and what to do; or nothing."""
    from flowerdesk.core.backbones import ncnn_runtime, openvino_devices

    if way.runtime == "tensorflow":
        return ""
    library = way.runtime.partition("-")[0]
    module = ncnn_runtime if library == "ncnn" else openvino_devices
    runtime = TITLES[library]
    if backbone.steps is None:
        return say(
            "{runtime} does not know the network {title}.", runtime=runtime, title=backbone.title
        )
    if library == "ncnn" and not ncnn_runtime.FITS_HERE:
        return say("{runtime} cannot be used on macOS. Choose --runtime auto.", runtime=runtime)
    if not module.is_installed():
        return say(
            "{runtime} is not installed. Install it with: pip install 'flowerdesk[fast]'",
            runtime=runtime,
        )
    device = openvino_devices.DEVICES.get(way.runtime, openvino_devices.PROCESSOR)
    if device != openvino_devices.PROCESSOR:
        if openvino_devices.device_capable_of(device, way.precision):
            return ""
        return say(
            "OpenVINO finds no {device} on this computer that computes in {precision}. If it has "
            "one of Intel's, install its driver; or choose --runtime auto.",
            device=device,
            precision=way.precision,
        )
    try:
        capable = module.capable_of(way.precision)
    except (ImportError, RuntimeError) as error:  # a library that it needs is missing or another's
        return say(
            "{runtime} is installed but cannot be used ({error}). Install it again with: "
            "pip install --force-reinstall {package}",
            runtime=runtime,
            error=error,
            package=library,
        )
    if not capable:
        return say(
            "This computer's processor has no instructions for {precision}.",
            precision=way.precision,
        )
    return ""


def available(backbone: Backbone) -> tuple[Way, ...]:
    """The ways that this computer has, the plain one first."""
    return tuple(way for way in WAYS if not obstacle(way, backbone))


def may_pay(way: Way) -> bool:
    """Whether the way can be faster than float32. TensorFlow computes in bfloat16 on any processor,
    but many times as slowly without instructions for it, of which OpenVINO tells."""
    from flowerdesk.core.backbones import openvino_devices

    if way != Way("tensorflow", "bfloat16") or not openvino_devices.is_installed():
        return True
    with suppress(ImportError, RuntimeError):
        return openvino_devices.capable_of("bfloat16")
    return True


def asked_for(runtime: str, precision: str, backbone: Backbone) -> tuple[Way, ...]:
    """The ways that fit a wish, ``auto`` for either part of it, the plain one first if it does.

    Raises:
        ComputingError: this computer has none of them; the sentence says what to do.
    """
    fitting = [
        way for way in WAYS if runtime in (AUTO, way.runtime) and precision in (AUTO, way.precision)
    ]
    if not fitting:
        raise ComputingError(
            say(
                "{runtime} cannot compute in {precision}. Choose another --precision, or "
                "--runtime auto.",
                runtime=TITLES.get(runtime, runtime),
                precision=precision,
            )
        )
    obstacles = {way: obstacle(way, backbone) for way in fitting}
    free = tuple(way for way in fitting if not obstacles[way])
    if not free:
        raise ComputingError(
            say(
                "This computer cannot look at photos in the way asked for ({way}). {obstacle}",
                way=fitting[0],
                obstacle=obstacles[fitting[0]],
            )
        )
    return free
