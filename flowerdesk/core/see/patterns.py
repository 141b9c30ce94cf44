"""Makes the picture that excites a channel most, by gradient ascent on the input.

Erhan et al. 2009, “Visualizing higher-layer features of a deep network”, with regularisers as in
Mahendran & Vedaldi 2016 (arXiv:1512.02017) and Olah, Mordvintsev & Schubert 2017, “Feature
visualization” (Distill): the picture is a sum of waves of which coarse ones weigh more, in colours
that are told apart from brightness, moved about a little at each step, and drawn towards plain
grey. It stays within what a photo can show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress
from flowerdesk.core.see.pictures import Picture, picture
from flowerdesk.core.see.sight import Sight

STAGE = "pattern"
RECIPE = "1"
"""Raise it when the same seed gives another picture."""

STEPS = 128
_RATE = 0.06
_FIRST_SPREADS = (0.02, 0.1, 0.4)
"""Of the waves that the ascent begins with; stronger ones where weaker ones excite nothing."""
_DECAY = 1.0  # of the wish to be plain grey, beside that to excite
_JITTER = 6  # pixels
_MARGIN = 2 * _JITTER
_SMALLEST = 64
_COLOURS = np.array(
    # Brightness, red to green, blue to yellow: of unit length and at right angles.
    [[3**-0.5] * 3, [2**-0.5, -(2**-0.5), 0], [6**-0.5, 6**-0.5, -2 * 6**-0.5]],
    np.float32,
)
_COLOUR_WEIGHTS = np.array([1.0, 0.4, 0.3], np.float32)  # photos are far more bright than coloured


@dataclass(frozen=True)
class Pattern:
    """A picture, and the mean of the channel's map for it. Nothing excites a channel of strength 0,
    as far as the ascent could find."""

    picture: Picture
    strength: float


def recipe(seed: int) -> str:
    """What a pattern is kept by beside its channel."""
    return f"{RECIPE}:{seed}"


def pattern(
    sight: Sight, layer: str, channel: int, seed: int, emit: Emit, cancelled: Cancelled
) -> Pattern:
    """The pattern of a channel of the tour; the same seed gives the same picture.

    Raises:
        SeeingError: there is no such layer.
        JobCancelled: ``cancelled()`` said so.
    """
    sight.layer(layer)
    side = picture_side(sight, layer)
    ascent = _ascent(sight, layer, side)
    random = np.random.default_rng(seed)
    noise = random.normal(0, 1, (2, 3, side, side // 2 + 1)).astype(np.float32)
    waves = _beginning(ascent, noise, channel)
    moment, spread = np.zeros_like(waves), np.zeros_like(waves)
    for step in range(1, STEPS + 1):
        if cancelled():
            raise JobCancelled
        shift = random.integers(-_JITTER, _JITTER, 2, endpoint=True).astype(np.int32)
        growth = np.asarray(ascent.growth(waves, shift, np.int32(channel)))
        # Adam (Kingma & Ba 2014, arXiv:1412.6980), uphill.
        moment += 0.1 * (growth - moment)
        spread += 0.001 * (growth * growth - spread)
        reach = _RATE / (1 - 0.9**step)
        waves += reach * moment / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
        emit(Progress(STAGE, step, STEPS))
    drawn, strength = ascent.drawn(waves, np.int32(channel))
    edge = _MARGIN // 2
    inner = np.asarray(drawn)[0, edge : side - edge, edge : side - edge]
    return Pattern(picture(np.round(inner)), float(strength))


def _beginning(ascent: _Ascent, noise: np.ndarray, channel: int) -> np.ndarray:
    """Noise that excites the channel a little: where nothing does, there is no way up."""
    for spread in _FIRST_SPREADS:
        if float(ascent.drawn(noise * spread, np.int32(channel))[1]) > 0:
            return noise * spread
    return noise * _FIRST_SPREADS[0]


def picture_side(sight: Sight, layer: str) -> int:
    """How many pixels a pattern is worked out with: some that the layer's units see at once, in
    whole units, and never more than the network is made for."""
    field, largest = sight.fields[layer], sight.backbone.input_size
    wanted = max(_SMALLEST, round(1.25 * field.size) + _MARGIN)
    wanted = -(-wanted // field.step) * field.step
    return min(wanted, largest)


@dataclass(frozen=True)
class _Ascent:
    """Traced for one layer. ``growth(waves, shift, channel)`` is the direction uphill,
    ``drawn(waves, channel)`` the picture ``(1, side, side, 3)`` from 0 to 255 and what it excites.
    """

    growth: Any
    drawn: Any


def _ascent(sight: Sight, layer: str, side: int) -> _Ascent:
    made: _Ascent = sight.kept(("ascent", layer), lambda: _make_ascent(sight, layer, side))
    return made


def _make_ascent(sight: Sight, layer: str, side: int) -> _Ascent:
    import tensorflow as tf

    from flowerdesk.core.backbones.tensorflow_runtime import prepared

    down, across = np.fft.fftfreq(side)[:, np.newaxis], np.fft.rfftfreq(side)[np.newaxis]
    coarse = 1 / np.maximum(np.hypot(down, across), 1 / side)
    weights = tf.constant(coarse * (side / np.sqrt(np.mean(coarse**2))), tf.float32)
    colours = tf.constant(_COLOURS * _COLOUR_WEIGHTS[:, np.newaxis])
    preprocessing = sight.backbone.preprocessing

    def draw(waves: tf.Tensor) -> tf.Tensor:
        spectrum = tf.complex(waves[0] * weights, waves[1] * weights)
        planes = tf.signal.irfft2d(spectrum, [side, side])
        values = tf.einsum("khw,kc->hwc", planes, colours)
        return 255 * tf.sigmoid(values)[tf.newaxis]

    def strength(drawn: tf.Tensor, channel: tf.Tensor) -> tf.Tensor:
        maps = sight.run_to(layer, prepared(drawn, preprocessing))
        return tf.reduce_mean(tf.gather(tf.cast(maps, tf.float32), channel, axis=-1))

    def growth(waves: tf.Tensor, shift: tf.Tensor, channel: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(waves)
            drawn = draw(waves)
            moved = tf.roll(drawn, shift, axis=[1, 2])
            plain = tf.reduce_mean(tf.square(drawn / 127.5 - 1))
            excited = strength(moved, channel)
            # The logarithm makes all channels of all networks of one measure.
            aim = tf.math.log(excited + 1e-6) - _DECAY * plain
        return tape.gradient(aim, waves)

    def result(waves: tf.Tensor, channel: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        drawn = draw(waves)
        return drawn, strength(drawn, channel)

    return _Ascent(tf.function(growth, autograph=False), tf.function(result, autograph=False))
