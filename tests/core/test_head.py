"""A head answers with numpy what Keras would, and survives the journey through bytes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from flowerdesk.core.head import Head
from flowerdesk.core.project import FeatureKey

KEY = FeatureKey("vgg16", "fc6", "0" * 64, 1, "float32")
LABELS = ("daisy", "Löwenzahn", "郁金香")


def drawn_head(*widths: int) -> Head:
    """A head with random numbers whose layers have these widths, the features first."""
    generator = np.random.default_rng(0)

    def draw(*shape: int) -> np.ndarray:
        return generator.normal(size=shape).astype(np.float32)

    return Head(
        labels=LABELS,
        feature_key=KEY,
        mean=draw(widths[0]),
        deviation=np.abs(draw(widths[0])) + 0.5,
        layers=tuple(
            (draw(inputs, outputs), draw(outputs)) for inputs, outputs in itertools.pairwise(widths)
        ),
    )


FEATURES = np.random.default_rng(1).normal(size=(20, 6)).astype(np.float32)


@pytest.mark.parametrize("widths", [(6, 3), (6, 8, 3), (6, 8, 5, 3)])
def test_a_head_answers_what_keras_answers(widths: tuple[int, ...]) -> None:
    import keras

    head = drawn_head(*widths)
    network = keras.Sequential([keras.Input((6,))])
    for width in widths[1:-1]:
        network.add(keras.layers.Dense(width, activation="relu"))
    network.add(keras.layers.Dense(widths[-1], activation="softmax"))
    network.set_weights([array for layer in head.layers for array in layer])
    expected = network((FEATURES - head.mean) / head.deviation).numpy()
    probabilities = head.probabilities(FEATURES)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities, expected, atol=1e-5)


def test_probabilities_of_huge_logits_are_still_probabilities() -> None:
    head = drawn_head(6, 3)
    probabilities = head.probabilities(FEATURES * 1e6)
    assert np.isfinite(probabilities).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-6)


def test_an_answer_does_not_depend_on_the_photos_beside_it() -> None:
    head = drawn_head(6, 8, 3)
    alone = np.vstack([head.logits(FEATURES[n : n + 1]) for n in range(len(FEATURES))])
    np.testing.assert_allclose(alone, head.logits(FEATURES), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("widths", [(6, 3), (6, 8, 5, 3)])
def test_a_head_comes_back_from_its_bytes_as_it_was(widths: tuple[int, ...]) -> None:
    head = drawn_head(*widths)
    back = Head.from_bytes(head.to_bytes())
    assert (back.labels, back.feature_key) == (head.labels, head.feature_key)
    np.testing.assert_array_equal(back.logits(FEATURES), head.logits(FEATURES))


def test_a_head_of_many_layers_comes_back_in_their_order() -> None:
    head = drawn_head(*[6] * 12, 3)
    back = Head.from_bytes(head.to_bytes())
    np.testing.assert_array_equal(back.logits(FEATURES), head.logits(FEATURES))


def test_the_same_head_has_the_same_bytes() -> None:
    assert drawn_head(6, 8, 3).to_bytes() == drawn_head(6, 8, 3).to_bytes()
