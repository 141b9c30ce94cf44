"""The head: a small dense network from feature vectors to labels, as numbers and as bytes.

Using a head takes numpy alone; how one is trained is in :mod:`flowerdesk.core.training`.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass

import numpy as np

from flowerdesk.core.project.records import FeatureKey


@dataclass(frozen=True)
class Head:
    """Dense layers with ReLU between them, and softmax over the labels at the end.

    ``layers`` holds ``(kernel (inputs, outputs), bias (outputs,))`` as float32. Features are
    standardised by ``mean`` and ``deviation`` ``(feature_dim,) float32`` first, zeros and ones
    where that is not wanted. The head belongs to vectors of ``feature_key`` and to no others.
    """

    labels: tuple[str, ...]
    feature_key: FeatureKey
    mean: np.ndarray
    deviation: np.ndarray
    layers: tuple[tuple[np.ndarray, np.ndarray], ...]

    def logits(self, features: np.ndarray) -> np.ndarray:
        """``(n, feature_dim) float32`` in, ``(n, labels) float32`` out, before the softmax."""
        values = (features - self.mean) / self.deviation
        for kernel, bias in self.layers[:-1]:
            values = np.maximum(values @ kernel + bias, 0)
        kernel, bias = self.layers[-1]
        return np.asarray(values @ kernel + bias, np.float32)

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """``(n, feature_dim) float32`` in, ``(n, labels) float32`` out; every row sums to 1."""
        logits = self.logits(features)
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True), np.float32)

    def to_bytes(self) -> bytes:
        """The head as the bytes of an ``.npz`` file that holds no pickles."""
        about = {"labels": self.labels, "feature_key": asdict(self.feature_key)}
        arrays = {"mean": self.mean, "deviation": self.deviation}
        for number, (kernel, bias) in enumerate(self.layers):
            arrays[f"kernel{number}"] = kernel
            arrays[f"bias{number}"] = bias
        file = io.BytesIO()
        arrays["about"] = np.array(json.dumps(about, ensure_ascii=False))
        np.savez(file, allow_pickle=False, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Head:
        """The head that :meth:`to_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            about = json.loads(str(file["about"]))
            count = sum(name.startswith("kernel") for name in file.files)
            return cls(
                labels=tuple(about["labels"]),
                feature_key=FeatureKey(**about["feature_key"]),
                mean=file["mean"],
                deviation=file["deviation"],
                layers=tuple((file[f"kernel{n}"], file[f"bias{n}"]) for n in range(count)),
            )
