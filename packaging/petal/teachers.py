"""The published networks whose features Petal learns to predict, in PyTorch.

Kernels come from ``.npz`` files in HWIO order under ``layer/kernel`` and ``layer/bias``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - its usual name

MEAN_BGR = (104.0, 117.0, 123.0)
"""Of ImageNet's photos, as both teachers were trained with."""
_DTYPE = torch.bfloat16  # correlates with float32 to 0.9999 and takes half the time


@dataclass(frozen=True)
class Teacher:
    """A network, to the last maps before its classifier."""

    size: int
    """Pixels of a side of its input."""
    channels: int
    maps: Callable[[Tensor], Tensor]
    """Preprocessed photos ``(n, 3, size, size)`` to ``(n, channels, h, w)``."""

    def __call__(self, crops: Tensor) -> Tensor:
        """``(n, 3, h, w) float32`` crops, RGB from 0 to 255, to ``(n, channels, h, w)``."""
        return self.maps(_preprocessed(crops, self.size))


def load(weights: Path, device: torch.device) -> dict[str, Teacher]:
    """All teachers by their names, from the ``.npz`` files in a folder."""
    return {
        "squeezenet": Teacher(227, 512, _squeezenet(weights / "squeezenet1.1.npz", device)),
        "googlenet": Teacher(224, 1024, _googlenet(weights / "googlenet.npz", device)),
    }


def _preprocessed(crops: Tensor, size: int) -> Tensor:
    x = crops.flip(1)
    if x.shape[-1] != size:
        x = F.interpolate(x, (size, size), mode="bilinear", antialias=True)
    x = x - torch.tensor(MEAN_BGR, device=x.device).view(1, 3, 1, 1)
    return x.to(_DTYPE).contiguous(memory_format=torch.channels_last)


class _Weights:
    """Convolutions by name."""

    def __init__(self, file: Path, device: torch.device) -> None:
        with np.load(file) as arrays:
            self._tensors = {name: self._tensor(arrays[name]).to(device) for name in arrays.files}

    @staticmethod
    def _tensor(array: np.ndarray) -> Tensor:
        tensor = torch.from_numpy(array.astype(np.float32)).to(_DTYPE)
        if tensor.dim() == 4:
            tensor = tensor.permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last)
        return tensor

    def convolve(self, x: Tensor, name: str, stride: int = 1, padding: int = 0) -> Tensor:
        """A convolution and ReLU."""
        kernel, bias = self._tensors[f"{name}/kernel"], self._tensors[f"{name}/bias"]
        return F.relu_(F.conv2d(x, kernel, bias, stride, padding))


def _pool(x: Tensor) -> Tensor:
    return F.max_pool2d(x, 3, 2, ceil_mode=True)


def _squeezenet(file: Path, device: torch.device) -> Callable[[Tensor], Tensor]:
    """SqueezeNet 1.1 (Iandola et al. 2016, arXiv:1602.07360): preprocessed photos to
    ``fire9``, ``(n, 512, h, w)``."""
    weights = _Weights(file, device)

    def fire(x: Tensor, name: str) -> Tensor:
        squeezed = weights.convolve(x, f"{name}/squeeze1x1")
        ones = weights.convolve(squeezed, f"{name}/expand1x1")
        return torch.cat([ones, weights.convolve(squeezed, f"{name}/expand3x3", padding=1)], 1)

    def features(x: Tensor) -> Tensor:
        x = _pool(weights.convolve(x, "conv1", stride=2))
        x = _pool(fire(fire(x, "fire2"), "fire3"))
        x = _pool(fire(fire(x, "fire4"), "fire5"))
        for number in range(6, 10):
            x = fire(x, f"fire{number}")
        return x

    return features


def _googlenet(file: Path, device: torch.device) -> Callable[[Tensor], Tensor]:
    """GoogLeNet (Szegedy et al. 2014, arXiv:1409.4842), as trained by BVLC: preprocessed photos to
    ``inception_5b``, ``(n, 1024, h, w)``, whose mean over positions is ``pool5``."""
    weights = _Weights(file, device)

    def normalise(x: Tensor) -> Tensor:
        """Local response normalisation over 5 channels (alpha 1e-4, beta 0.75).

        The sum over neighbours is a 1×1 convolution with a band of ones: many times as fast as
        PyTorch's own, which pools in three dimensions.
        """
        channels = torch.arange(x.shape[1], device=x.device)
        band = (channels[:, None] - channels[None]).abs() <= 2
        kernel = band.to(x.dtype)[:, :, None, None] * (1e-4 / 5)
        total = F.conv2d(x * x, kernel).add_(1)
        root = total.rsqrt()  # total ** -0.75 = total ** -0.5 * total ** -0.25
        return x * root * root.sqrt()

    def inception(x: Tensor, name: str) -> Tensor:
        name = f"inception_{name}"
        three = weights.convolve(x, f"{name}/3x3_reduce")
        five = weights.convolve(x, f"{name}/5x5_reduce")
        pooled = F.max_pool2d(x, 3, 1, 1)
        branches = [
            weights.convolve(x, f"{name}/1x1"),
            weights.convolve(three, f"{name}/3x3", padding=1),
            weights.convolve(five, f"{name}/5x5", padding=2),
            weights.convolve(pooled, f"{name}/pool_proj"),
        ]
        return torch.cat(branches, 1)

    def features(x: Tensor) -> Tensor:
        x = normalise(_pool(weights.convolve(x, "conv1/7x7_s2", stride=2, padding=3)))
        x = weights.convolve(weights.convolve(x, "conv2/3x3_reduce"), "conv2/3x3", padding=1)
        x = _pool(normalise(x))
        x = _pool(inception(inception(x, "3a"), "3b"))
        for name in ("4a", "4b", "4c", "4d", "4e"):
            x = inception(x, name)
        return inception(inception(_pool(x), "5a"), "5b")

    return features


def googlenet_classifier(weights: Path) -> tuple[Tensor, Tensor]:
    """Kernel (1000, 1024) and bias (1000,) of GoogLeNet's last layer, from ``pool5`` to logits,
    from the ``.npz`` file in a folder."""
    with np.load(weights / "googlenet.npz") as arrays:
        kernel = arrays["loss3/classifier/kernel"].astype(np.float32).reshape(1024, 1000)
        bias = arrays["loss3/classifier/bias"].astype(np.float32)
    return torch.from_numpy(kernel.T.copy()), torch.from_numpy(bias)
