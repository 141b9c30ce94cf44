"""The loss of a student that learns to say what the teachers say about the same crop."""

from __future__ import annotations

import torch
from targets import Targets
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - its usual name

TEMPERATURE = 3.0
LOGITS_WEIGHT = 0.3


class Distillation(nn.Module):
    """A linear layer from the student's features to the targets, and the loss on its output.

    The loss is the mean squared error of the standardised targets, every teacher counting the
    same, plus, weighted, the divergence of GoogLeNet's softened answers from those that follow
    from the predicted ``pool5`` (Hinton 2015, arXiv:1503.02531).
    """

    def __init__(self, features: int, targets: Targets, classifier: tuple[Tensor, Tensor]) -> None:
        super().__init__()
        self.project = nn.Linear(features, targets.values.shape[1])
        self._teachers = targets.columns
        columns = targets.columns["googlenet"]
        self._mean = torch.from_numpy(targets.mean[columns])
        self._deviation = torch.from_numpy(targets.deviation[columns])
        self._kernel, self._bias = classifier

    def forward(self, features: Tensor, targets: Tensor) -> Tensor:
        """Features ``(n, features)`` and standardised targets ``(n, d) float32`` to the loss."""
        predicted = self.project(features)
        errors = [
            F.mse_loss(predicted[:, columns], targets[:, columns])
            for columns in self._teachers.values()
        ]
        error = torch.stack(errors).mean()
        return error + LOGITS_WEIGHT * F.kl_div(
            F.log_softmax(self._logits(predicted) / TEMPERATURE, 1),
            F.log_softmax(self._logits(targets) / TEMPERATURE, 1),
            reduction="batchmean",
            log_target=True,
        )

    def fit(self, features: Tensor, targets: Tensor) -> None:
        """Sets the linear layer by ridge regression from features to standardised targets."""
        centre = features.mean(0)
        centred = (features - centre).double()
        squares = centred.T @ centred
        squares += 1e-3 * squares.diagonal().mean() * torch.eye(len(squares))
        kernel = torch.linalg.solve(squares, centred.T @ targets.double()).float().T
        with torch.no_grad():
            self.project.weight.copy_(kernel)
            self.project.bias.copy_(targets.mean(0) - kernel @ centre)

    def _logits(self, standardised: Tensor) -> Tensor:
        pool5 = standardised[:, self._teachers["googlenet"]] * self._deviation + self._mean
        return F.linear(pool5, self._kernel, self._bias)
