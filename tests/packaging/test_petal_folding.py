"""The network in use computes what the network in training did."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from flowerdesk.core.backbones.petal import INPUT_SIZE, petal

_PROGRAM = Path(__file__).parents[2] / "packaging" / "petal"


def test_folding_keeps_the_features(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    monkeypatch.syspath_prepend(_PROGRAM)
    from folding import folded

    random = np.random.default_rng(0)
    trained = petal(normalisation=True)
    for layer in trained.layers:
        if isinstance(layer, keras.layers.Conv2D):
            (kernel,) = layer.get_weights()
            deviation = np.sqrt(2 / np.prod(kernel.shape[:3]))
            layer.set_weights([random.normal(scale=deviation, size=kernel.shape)])
        elif isinstance(layer, keras.layers.BatchNormalization):
            gamma, beta, mean, variance = (
                random.uniform(low, high, layer.gamma.shape)
                for low, high in ((0.5, 1.5), (-0.2, 0.2), (-0.2, 0.2), (0.5, 1.5))
            )
            layer.set_weights([gamma, beta, mean, variance])

    arrays = folded(trained)
    used = petal()
    for layer in used.layers:
        if layer.weights:
            layer.set_weights([arrays[f"{layer.name}/kernel"], arrays[f"{layer.name}/bias"]])

    photos = random.normal(size=(2, INPUT_SIZE, INPUT_SIZE, 3)).astype(np.float32)
    expected = trained(photos, training=False).numpy()
    assert expected.std() > 0.1
    np.testing.assert_allclose(used(photos).numpy(), expected, rtol=1e-3, atol=1e-4)
