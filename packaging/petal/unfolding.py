"""Brings batch normalisation back into folded weights: a training needs it again."""

from __future__ import annotations

from functools import partial

import numpy as np
import torch
from torch import Tensor, nn
from torch_graph import TorchGraph


@torch.no_grad()
def unfold(arrays: dict[str, np.ndarray], graph: TorchGraph, photos: Tensor) -> None:
    """Gives ``graph``, Petal with normalisation, the function of folded weights.

    Every normalisation takes over the statistics that its inputs have on ``photos``, so that a
    training can go on from there; kernels are scaled so that these inputs have a deviation of 1.
    """
    hooks = []
    for name, convolution in graph.layers.items():
        if not isinstance(convolution, nn.Conv2d):
            continue
        kernel = torch.from_numpy(arrays[f"{name}/kernel"].astype(np.float32))
        convolution.weight.copy_(kernel.permute(3, 2, 0, 1))
        bias = torch.from_numpy(arrays[f"{name}/bias"].astype(np.float32))
        take_over = partial(_take_over, convolution=convolution, bias=bias)
        hooks.append(graph.layers[f"{name}_normalised"].register_forward_pre_hook(take_over))
    graph.eval()
    graph(photos)  # from the first layer to the last, each on what those before it give by then
    for hook in hooks:
        hook.remove()


def _take_over(
    norm: nn.BatchNorm2d, inputs: tuple[Tensor], *, convolution: nn.Conv2d, bias: Tensor
) -> tuple[Tensor]:
    """Sets one normalisation and the kernel before it; returns its input as it is from now on."""
    variance, mean = torch.var_mean(inputs[0], (0, 2, 3), correction=0)
    bias = bias.to(mean.device)
    scale = (variance + norm.eps).sqrt()
    convolution.weight.div_(scale[:, None, None, None])
    norm.running_mean.copy_(mean / scale)
    norm.running_var.copy_(variance / scale**2)
    norm.weight.copy_(scale * (norm.running_var + norm.eps).sqrt())
    norm.bias.copy_(bias + mean)
    return (inputs[0] / scale[:, None, None],)
