"""Looks into a network at work: its layers' maps, and the gradients that lead to an answer.

The network stays one flat graph: from its input through the layer that is looked at to the vector
that it gives, then pooling, standardisation and head as in :mod:`flowerdesk.core.head`.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from flowerdesk.core.backbones.backbone import Layer
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.errors import SeeingError
from flowerdesk.core.head import Head
from flowerdesk.core.project.records import FeatureKey
from flowerdesk.core.see.receptive import ReceptiveField, receptive_fields
from flowerdesk.core.weights import files as weights_files
from flowerdesk.core.words import say

if TYPE_CHECKING:
    import keras
    import tensorflow as tf


@dataclass(frozen=True, eq=False)
class Peaks:
    """Of some photos: how strongly each channel of a layer responds at most, and where."""

    strengths: np.ndarray
    """``(n, channels) float32``"""
    places: np.ndarray
    """``(n, channels) int32``: row times the map's width, plus column"""


class Sight:
    """Looks into one loaded network. Made by :func:`sight_of`, which keeps it as long as that."""

    def __init__(self, loaded: LoadedBackbone, network: keras.Model) -> None:
        self.backbone = loaded.backbone
        self.network = network
        self._key = loaded.key
        self._made: dict[object, Any] = {}
        self._keys: dict[str, FeatureKey] = {}
        self.fields: dict[str, ReceptiveField] = receptive_fields(network)
        """By name: every layer that still has places, and what its units see of the input."""
        convolutional = [layer for layer in loaded.backbone.layers if len(layer.shape) == 3]
        self.tour = tuple(layer for layer in convolutional if layer.name in self.fields)
        """The backbone's layers of maps that the network reaches, the first one first."""
        self.beyond = tuple(layer for layer in convolutional if layer.name not in self.fields)
        """Those that it does not reach: it ends before them."""

    @property
    def last_maps(self) -> str:
        """The last layer with places that weighs its input: what Grad-CAM is usually taken at."""
        from keras import layers

        pooling = (layers.MaxPooling2D, layers.AveragePooling2D)
        names = [n for n in self.fields if not isinstance(self.network.get_layer(n), pooling)]
        return names[-1]

    def layer(self, name: str) -> Layer:
        """The layer of the tour with that name.

        Raises:
            SeeingError: there is none; the sentence lists those that there are.
        """
        for layer in self.tour:
            if layer.name == name:
                return layer
        raise SeeingError(_no_layer(name, [layer.name for layer in self.tour]))

    def key(self, layer: Layer) -> FeatureKey:
        """What the maps of a layer are known by, in the manner of feature vectors."""
        if layer.name not in self._keys:
            numbers = {
                name: weights_files.LayerWeights(*self.network.get_layer(name).get_weights())
                for name in layer.weights
            }
            digest = weights_files.digest(numbers)
            self._keys[layer.name] = replace(self._key, layer=layer.name, weights_sha256=digest)
        return self._keys[layer.name]

    def maps(self, pixels: np.ndarray) -> dict[str, np.ndarray]:
        """The maps of every layer of the tour, ``(h, w, channels) float32``.

        ``pixels`` is one photo as :meth:`LoadedBackbone.decode` gives it.
        """
        names = tuple(layer.name for layer in self.tour)
        outputs = self.kept("maps", lambda: _maps(self._network_to(names)))
        found = outputs(self._prepared(pixels[np.newaxis]))
        return {name: np.asarray(one)[0] for name, one in zip(names, found, strict=True)}

    def peaks(self, photos: np.ndarray, layers: Sequence[Layer]) -> dict[str, Peaks]:
        """By name of the layer; ``photos`` is ``(n, size, size, 3) uint8, RGB``."""
        names = tuple(layer.name for layer in layers)
        found = self.kept(("peaks", names), lambda: _peaks(self._network_to(names)))
        outputs = found(self._prepared(photos))
        return {
            name: Peaks(np.asarray(strengths), np.asarray(places))
            for name, (strengths, places) in zip(names, outputs, strict=True)
        }

    def spoke_for(
        self, pixels: np.ndarray, head: Head, label: int, layer: str
    ) -> tuple[np.ndarray, np.ndarray]:
        """Grad-CAM of one photo (Selvaraju et al. 2017, arXiv:1610.02391), and its logits.

        The maps of a layer, each weighed by the mean over places of how much the label's logit
        grows with it, are added up; what speaks against the label is cut off.

        Returns:
            ``(h, w) float32`` from 0 on, and ``(labels,) float32``.

        Raises:
            SeeingError: the network has no such layer, or it has no places.
        """
        if layer not in self.fields:
            raise SeeingError(_no_layer(layer, list(self.fields)))
        weighed = self.kept(("heat", layer), lambda: _heat(self._network_to((layer,), True)))
        numbers = [(kernel, bias) for kernel, bias in head.layers]
        heat, logits = weighed(
            self._prepared(pixels[np.newaxis]), head.mean, head.deviation, numbers, np.int32(label)
        )
        return np.asarray(heat)[0], np.asarray(logits)[0]

    def first_kernels(self) -> np.ndarray:
        """What the first layer weighs its input with, ``(n, h, w, 3) float32`` in RGB."""
        from keras import layers

        first = next(one for one in self.network.layers if isinstance(one, layers.Conv2D))
        kernels = np.moveaxis(np.asarray(first.get_weights()[0]), -1, 0)
        is_bgr = self.backbone.preprocessing.channel_order == "BGR"
        return kernels[..., ::-1] if is_bgr else kernels

    def run_to(self, layer: str, inputs: tf.Tensor) -> tf.Tensor:
        """The maps of a layer for a prepared input ``(n, h, w, 3)`` of any width and height."""
        values = {id(self.network.inputs[0]): inputs}
        for one in self.network.layers[1:]:
            many = isinstance(one.input, list)
            given = [values[id(tensor)] for tensor in (one.input if many else [one.input])]
            values[id(one.output)] = result = one(given if many else given[0], training=False)
            if one.name == layer:
                return result
        raise AssertionError(f"the network has no layer {layer}")

    def _prepared(self, photos: np.ndarray) -> tf.Tensor:
        from flowerdesk.core.backbones.tensorflow_runtime import prepared

        return prepared(photos, self.backbone.preprocessing)

    def _network_to(self, names: Sequence[str], to_the_end: bool = False) -> keras.Model:
        import keras

        outputs = [self.network.get_layer(name).output for name in names]
        if to_the_end:
            outputs.append(self.network.output)
        return keras.Model(self.network.input, outputs)

    def kept(self, key: object, make: Callable[[], Any]) -> Any:
        """What was made for that key, such as a traced function; made when it is not there."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


_sights: weakref.WeakKeyDictionary[object, Sight] = weakref.WeakKeyDictionary()


def sight_of(loaded: LoadedBackbone) -> Sight:
    """Looks into a loaded network; what was traced for it stays as long as it is loaded.

    Raises:
        SeeingError: nothing but TensorFlow can be looked into.
    """
    from flowerdesk.core.backbones.tensorflow_runtime import TensorFlowRuntime

    runtime = loaded.runtime
    if not isinstance(runtime, TensorFlowRuntime):
        raise SeeingError(
            say(
                "{title} runs in a way that cannot be looked into. The second opinion works: it "
                "looks at answers alone.",
                title=loaded.backbone.title,
            )
        )
    if runtime not in _sights:
        _sights[runtime] = Sight(loaded, runtime.network)
    return _sights[runtime]


def _maps(network: keras.Model) -> Callable[..., Any]:
    import tensorflow as tf

    @tf.function(reduce_retracing=True, autograph=False)  # type: ignore[untyped-decorator]
    def maps(inputs: tf.Tensor) -> list[tf.Tensor]:
        return [tf.cast(one, tf.float32) for one in _as_list(network(inputs, training=False))]

    return maps  # type: ignore[no-any-return]


def _peaks(network: keras.Model) -> Callable[..., Any]:
    import tensorflow as tf

    @tf.function(reduce_retracing=True, autograph=False)  # type: ignore[untyped-decorator]
    def peaks(inputs: tf.Tensor) -> list[tuple[tf.Tensor, tf.Tensor]]:
        found = []
        for one in _as_list(network(inputs, training=False)):
            height, width, channels = one.shape[1:]
            values = tf.reshape(tf.cast(one, tf.float32), (-1, height * width, channels))
            places = tf.argmax(values, axis=1, output_type=tf.int32)
            found.append((tf.reduce_max(values, axis=1), places))
        return found

    return peaks  # type: ignore[no-any-return]


def _heat(network: keras.Model) -> Callable[..., Any]:
    import tensorflow as tf

    from flowerdesk.core.backbones.tensorflow_runtime import pooled

    @tf.function(reduce_retracing=True, autograph=False)  # type: ignore[untyped-decorator]
    def heat(
        inputs: tf.Tensor,
        mean: tf.Tensor,
        deviation: tf.Tensor,
        layers: list[tuple[tf.Tensor, tf.Tensor]],
        label: tf.Tensor,
    ) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(inputs)
            maps, output = network(inputs, training=False)
            values = (pooled(output) - mean) / deviation
            for kernel, bias in layers[:-1]:
                values = tf.nn.relu(values @ kernel + bias)
            logits = values @ layers[-1][0] + layers[-1][1]
            spoken = tf.gather(logits, label, axis=1)
        growth = tf.cast(tape.gradient(spoken, maps), tf.float32)
        weights = tf.reduce_mean(growth, axis=(1, 2), keepdims=True)
        weighed = tf.reduce_sum(weights * tf.cast(maps, tf.float32), axis=-1)
        return tf.nn.relu(weighed), logits

    return heat  # type: ignore[no-any-return]


def _as_list(outputs: Any) -> list[Any]:
    return list(outputs) if isinstance(outputs, list | tuple) else [outputs]


def _no_layer(wanted: str, known: list[str]) -> str:
    return say(
        "There is no layer “{wanted}” with maps to look at. Choose one of: {known}.",
        wanted=wanted,
        known=", ".join(known),
    )
