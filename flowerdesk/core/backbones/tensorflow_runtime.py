"""Runs a backbone with TensorFlow. The only place that turns pixels into a network's input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import numpy as np

from flowerdesk.core.backbones.backbone import Backbone, Layer, Preprocessing
from flowerdesk.core.errors import ComputingError
from flowerdesk.core.weights.files import LayerWeights
from flowerdesk.core.words import say

if TYPE_CHECKING:
    import tensorflow as tf

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before the import: TensorFlow is talkative

Precision = Literal["float32", "bfloat16"]
_POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16"}


class TensorFlowRuntime:
    """A backbone up to one layer, ready to be called.

    Building takes a second or two, the first call of each batch size some tenths of a second more.
    """

    def __init__(
        self,
        backbone: Backbone,
        layer: Layer,
        weights: Mapping[str, LayerWeights],
        precision: Precision = "float32",
    ) -> None:
        """``weights`` holds every layer in ``layer.weights``, of those shapes.

        With bfloat16 the network computes in it, from float32 weights; processors that have
        instructions for it are several times as fast, others slower. Vectors are float32.
        """
        import tensorflow as tf

        self.input_size = backbone.input_size
        self.feature_dim = layer.feature_dim
        self.batch_size = backbone.batch_size(layer.name)
        self.precision = precision
        with _computing_in(precision):
            self.network = backbone.build(
                layer.name, {name: weights[name] for name in layer.weights}
            )
        preprocessing = backbone.preprocessing
        size = self.input_size

        def features(photos: tf.Tensor) -> tf.Tensor:
            return pooled(self.network(prepared(photos, preprocessing), training=False))

        signature = [tf.TensorSpec((None, size, size, 3), tf.uint8)]
        self._features = tf.function(features, input_signature=signature, autograph=False)

    def __call__(self, photos: np.ndarray) -> np.ndarray:
        """``(n, input_size, input_size, 3) uint8, RGB`` in, ``(n, feature_dim) float32`` out."""
        features = np.empty((len(photos), self.feature_dim), np.float32)
        for start in range(0, len(photos), self.batch_size):
            some = slice(start, start + self.batch_size)
            features[some] = self._computed(photos[some])
        return features

    def _computed(self, photos: np.ndarray) -> tf.Tensor:
        """Raises ComputingError where the processor lacks the instructions, which TensorFlow finds
        out when it computes, and MemoryError."""
        import tensorflow as tf

        try:
            return self._features(photos)
        except tf.errors.ResourceExhaustedError as error:
            raise MemoryError from error
        except tf.errors.OpError as error:
            raise ComputingError(
                say(
                    "TensorFlow cannot compute this network in {precision} on this computer. "
                    "Choose another --precision, or auto.",
                    precision=self.precision,
                )
            ) from error


@contextmanager
def _computing_in(precision: Precision) -> Iterator[None]:
    """Keras builds layers by a policy of the whole process; it is put back."""
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(_POLICIES[precision])
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def prepared(photos: tf.Tensor, preprocessing: Preprocessing) -> tf.Tensor:
    """``(n, h, w, 3)`` RGB from 0 to 255, of any type, as the network's input in float32."""
    import tensorflow as tf

    channels = [2, 1, 0] if preprocessing.channel_order == "BGR" else [0, 1, 2]
    pixels = tf.gather(tf.cast(photos, tf.float32), channels, axis=-1)
    return (pixels - tf.constant(preprocessing.mean, tf.float32)) * preprocessing.scale


def pooled(output: tf.Tensor) -> tf.Tensor:
    """What the network gives as feature vectors in float32: of ``(n, h, w, c)`` the mean over
    positions followed by the maximum over positions, ``(n, 2c)``; vectors stay as they are."""
    import tensorflow as tf

    values = tf.cast(output, tf.float32)
    if len(values.shape) != 4:
        return values
    mean = tf.reduce_mean(values, axis=(1, 2))
    return tf.concat([mean, tf.reduce_max(values, axis=(1, 2))], axis=-1)
