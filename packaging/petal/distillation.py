"""The loss of a student that learns to say what the teachers say about the same crop."""

from __future__ import annotations

import torch
from targets import Scale, Targets, means
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - its usual name

TEMPERATURE = 3.0
LOGITS_WEIGHT = 0.3


class Distillation(nn.Module):
    """Two linear layers from the student's features to the targets, and the loss on their outputs.

    One says what the teachers say about the same crop and its parts, the other what they say about
    views of it. The loss is half the mean squared error of the standardised targets of each of the
    three, every teacher counting the same, plus, weighted, the divergence of GoogLeNet's softened
    answers from those that follow from the predicted ``pool5`` of the crop (Hinton 2015,
    arXiv:1503.02531).
    """

    def __init__(
        self,
        features: int,
        scale: Scale,
        columns: dict[str, slice],
        classifier: tuple[Tensor, Tensor],
    ) -> None:
        super().__init__()
        self.of_crop = nn.Linear(features, scale.mean.shape[1])
        self.of_views = nn.Linear(features, scale.mean.shape[1])
        self._teachers = columns
        self.register_buffer("_mean", scale.mean)
        self.register_buffer("_deviation", scale.deviation)
        self._kernel, self._bias = (tensor.to(scale.mean.device) for tensor in classifier)

    def forward(self, maps: Tensor, targets: Targets) -> Tensor:
        """Feature maps ``(n, features, h, w)`` and standardised targets to the loss."""
        features = means(maps)
        predicted = self.of_crop(features)
        crop = predicted[:, 0]
        raw = predicted[:, 1:] * self._deviation[0] + self._mean[0]
        parts = (raw - self._mean[1]) / self._deviation[1]
        errors = (
            self._error(crop, targets.crops[:, 0]),
            self._error(parts, targets.crops[:, 1:]),
            self._error(self.of_views(features[:, 0]), targets.views),
        )
        divergence = self._divergence(crop, targets.crops[:, 0])
        return torch.stack(errors).sum() / 2 + LOGITS_WEIGHT * divergence

    def fit(self, features: Tensor, targets: Targets) -> None:
        """Sets the linear layers by ridge regression from features ``(n, features)`` to
        standardised targets."""
        centre = features.mean(0)
        centred = (features - centre).double()
        squares = centred.T @ centred
        squares += 1e-3 * squares.diagonal().mean() * torch.eye(len(squares), device=squares.device)
        for layer, wanted in ((self.of_crop, targets.crops[:, 0]), (self.of_views, targets.views)):
            kernel = torch.linalg.solve(squares, centred.T @ wanted.double()).float().T
            with torch.no_grad():
                layer.weight.copy_(kernel)
                layer.bias.copy_(wanted.mean(0) - kernel @ centre)

    def _error(self, predicted: Tensor, targets: Tensor) -> Tensor:
        errors = [
            F.mse_loss(predicted[..., columns], targets[..., columns])
            for columns in self._teachers.values()
        ]
        return torch.stack(errors).mean()

    def _divergence(self, predicted: Tensor, targets: Tensor) -> Tensor:
        return F.kl_div(
            F.log_softmax(self._logits(predicted) / TEMPERATURE, 1),
            F.log_softmax(self._logits(targets) / TEMPERATURE, 1),
            reduction="batchmean",
            log_target=True,
        )

    def _logits(self, standardised: Tensor) -> Tensor:
        columns = self._teachers["googlenet"]
        deviation, mean = self._deviation[0, columns], self._mean[0, columns]
        return F.linear(standardised[:, columns] * deviation + mean, self._kernel, self._bias)
