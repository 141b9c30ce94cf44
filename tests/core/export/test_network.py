"""The exported network gives the numbers of the runtime and the head that it was made of."""

from __future__ import annotations

import numpy as np
import pytest

from flowerdesk.core.backbones import loading
from flowerdesk.core.export.network import classifier
from flowerdesk.core.head import Head


@pytest.mark.parametrize("layer", ["features", "stage2"])
def test_a_classifier_is_the_runtime_and_the_head_in_one(layer: str) -> None:
    choice = loading.choose("petal", layer)
    loaded = loading.load(choice)
    random = np.random.default_rng(1)
    dim = loaded.layer.feature_dim
    head = Head(
        ("ash", "elm", "oak"),
        loaded.key,
        random.normal(0, 1, dim).astype("f4"),
        random.uniform(0.5, 2, dim).astype("f4"),
        (
            (random.normal(0, 0.1, (dim, 8)).astype("f4"), random.normal(0, 1, 8).astype("f4")),
            (random.normal(0, 1, (8, 3)).astype("f4"), random.normal(0, 1, 3).astype("f4")),
        ),
    )
    size = loaded.runtime.input_size
    photos = random.integers(0, 256, (2, size, size, 3), np.uint8)
    model = classifier(choice.backbone, choice.layer, loading.weights_of(choice), head)
    expected = head.probabilities(loaded.runtime(photos))
    np.testing.assert_allclose(model.predict(photos, verbose=0), expected, atol=1e-5)
