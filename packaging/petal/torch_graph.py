"""Trains a Keras network as a PyTorch module: the same layers and names, at PyTorch's speed.

PyTorch trains convolutions with normalisation on a processor about twice as fast as TensorFlow, and
its own batch normalisation is much faster than that of Keras on top of it.
"""

from __future__ import annotations

import keras
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - its usual name


class _SameConv(nn.Conv2d):
    """A convolution that pads like Keras' ``padding="same"``, also at stride 2.

    ``full_precision`` keeps it in float32 on a processor where the others are cast to bfloat16: at
    stride 2 and on few positions PyTorch 2.13 has no quick bfloat16 gradient there (measured: 550
    ms in place of 60).
    """

    full_precision = False

    def forward(self, x: Tensor) -> Tensor:
        if self.full_precision and x.device.type == "cpu":
            with torch.autocast("cpu", enabled=False):
                return self._convolve(x.float())
        return self._convolve(x)

    def _convolve(self, x: Tensor) -> Tensor:
        padding: list[int] = []
        for size, kernel, stride in zip(
            reversed(x.shape[2:]), reversed(self.kernel_size), reversed(self.stride), strict=True
        ):
            total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
            padding += [total // 2, total - total // 2]
        left, right, top, bottom = padding
        if left == right == top == bottom:
            return F.conv2d(x, self.weight, self.bias, self.stride, left)
        return F.conv2d(F.pad(x, padding), self.weight, self.bias, self.stride)


class TorchGraph(nn.Module):
    """A functional Keras model of convolutions, batch normalisations, ReLUs, sums and a final mean.

    Takes ``(n, 3, h, w)`` and gives what the model's output layer gives, at any size of photos.
    """

    def __init__(self, model: keras.Model) -> None:
        super().__init__()
        self.layers = nn.ModuleDict()
        self._steps: list[tuple[str, list[str]]] = []
        first, *others = model.layers
        giving = {id(first.output): first.name}
        for layer in others:
            self.layers[layer.name] = _module(layer)
            self._steps.append((layer.name, [giving[id(tensor)] for tensor in _inputs(layer)]))
            giving[id(layer.output)] = layer.name
        self._input, self._output = first.name, others[-1].name

    def forward(self, photos: Tensor) -> Tensor:
        values = {self._input: photos}
        for name, sources in self._steps:
            values[name] = self.layers[name](*(values[source] for source in sources))
        return values[self._output]

    def copy_to(self, model: keras.Model) -> None:
        """Gives the Keras model that this was made from the present weights and statistics."""
        for name, module in self.layers.items():
            if isinstance(module, nn.Conv2d):
                tensors = [module.weight.permute(2, 3, 1, 0), *_given(module.bias)]
            elif isinstance(module, nn.BatchNorm2d):
                tensors = [module.weight, module.bias, *_given(module.running_mean)]
                tensors += _given(module.running_var)
            else:
                continue
            model.get_layer(name).set_weights([tensor.detach().cpu().numpy() for tensor in tensors])


def _given(tensor: Tensor | None) -> list[Tensor]:
    return [] if tensor is None else [tensor]


def _inputs(layer: keras.Layer) -> list[keras.KerasTensor]:
    inputs = layer.input
    return inputs if isinstance(inputs, list) else [inputs]


class _Sum(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return x + y


class _Mean(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.float().mean((2, 3))


def _module(layer: keras.Layer) -> nn.Module:
    if isinstance(layer, keras.layers.Conv2D):
        kernel = layer.kernel.shape
        module = _SameConv(
            kernel[2], kernel[3], tuple(kernel[:2]), layer.strides, bias=layer.use_bias
        )
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        positions = layer.output.shape[1] * layer.output.shape[2]
        module.full_precision = max(layer.strides) > 1 or (positions < 64 and max(kernel[:2]) > 1)
        return module
    if isinstance(layer, keras.layers.BatchNormalization):
        # Statistics over the last 20 steps or so; PyTorch's momentum is 1 minus that of Keras.
        return nn.BatchNorm2d(layer.gamma.shape[0], eps=layer.epsilon, momentum=0.05)
    if isinstance(layer, keras.layers.ReLU):
        return nn.ReLU(inplace=True)
    if isinstance(layer, keras.layers.Add):
        return _Sum()
    if isinstance(layer, keras.layers.GlobalAveragePooling2D):
        return _Mean()
    raise TypeError(f"{layer.name} is a {type(layer).__name__}, which is not translated yet")
