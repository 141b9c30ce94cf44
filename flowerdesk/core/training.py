"""Trains a head on feature vectors with TensorFlow: some seconds, the same to the last digit.

Nothing here reads projects or photos: arrays in, heads and a history out.
"""

from __future__ import annotations

import functools
import itertools
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from flowerdesk.core.errors import TrainingError
from flowerdesk.core.events import Cancelled, Emit, EpochFinished, IterationFinished, Validated
from flowerdesk.core.head import Head
from flowerdesk.core.project.records import FeatureKey
from flowerdesk.core.words import say

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

VALIDATE_EVERY = 5  # iterations, as in the article

_ROWS = 64  # in float64 they fit into a processor's cache

_BETAS = (0.9, 0.999)  # how much of Adam's two moments stays from step to step, as it was published


@dataclass(frozen=True)
class HeadSettings:
    """How a head is built and trained; the defaults are the article's, with standardisation and
    dropout (Srivastava et al. 2014, JMLR 15), which some hundred photos need.

    ``early_stopping`` is the number of epochs without a better validation accuracy after which
    training ends, or None. ``weight_decay`` is decoupled (Loshchilov & Hutter 2019, AdamW).
    """

    hidden: tuple[int, ...] = (256,)
    epochs: int = 20
    batches: int = 10
    learning_rate: float = 1e-3
    dropout: float = 0.5
    weight_decay: float = 0.0
    class_weights: Literal["none", "balanced"] = "none"
    early_stopping: int | None = None
    standardize: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        """Raises TrainingError for numbers that cannot work."""
        positive: dict[str, float] = {
            "epochs": self.epochs,
            "batches": self.batches,
            "learning rate": self.learning_rate,
            "early stopping": 1 if self.early_stopping is None else self.early_stopping,
            "hidden layers": min(self.hidden, default=1),
        }
        for name, value in positive.items():
            if not value > 0:
                raise TrainingError(
                    say("{name} must be greater than 0, not {value}.", name=name, value=value)
                )
        if not 0 <= self.dropout < 1:
            raise TrainingError(
                say("dropout must be at least 0 and below 1, not {dropout}.", dropout=self.dropout)
            )
        if not self.weight_decay >= 0:
            raise TrainingError(
                say(
                    "weight decay must not be negative, as {weight_decay} is.",
                    weight_decay=self.weight_decay,
                )
            )
        if not 0 <= self.seed < 2**32:
            raise TrainingError(
                say(
                    "seed must be between 0 and {value}, not {seed}.",
                    value=2**32 - 1,
                    seed=self.seed,
                )
            )


@dataclass(frozen=True)
class Examples:
    """Feature vectors ``(n, feature_dim) float32`` with label numbers ``(n,) int64``."""

    features: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Training:
    """What a training came to.

    ``kept`` is the last head whose validation accuracy was not clearly below the best, by one
    standard error (Breiman et al. 1984, Classification and Regression Trees, section 3.4.3). Among
    a hundred photos the very best is mostly the luckiest, and seldom the one that learned longest.
    """

    kept: Head
    last: Head
    history: tuple[tuple[int, float | None, float | None], ...]
    epochs: int
    best_iteration: int
    best_validation_accuracy: float
    cancelled: bool
    seconds: float

    @property
    def iterations(self) -> int:
        return sum(loss is not None for _, loss, _ in self.history)


def train(
    train: Examples,
    validation: Examples,
    labels: tuple[str, ...],
    feature_key: FeatureKey,
    settings: HeadSettings,
    emit: Emit,
    cancelled: Cancelled,
) -> Training:
    """Trains a head by Adam on the softmax cross-entropy.

    An epoch sees every photo once in ``settings.batches`` batches of equal size, the last one with
    the remainder. The loss is reported at every iteration, the validation accuracy at every fifth
    and at the end of every epoch. When ``cancelled()`` says so after one of these, training ends
    with what it has reached.

    Raises:
        TrainingError: the loss is not a number any more.
    """
    started = time.perf_counter()
    mean, deviation = _standardisation(train.features, settings.standardize)
    weights = _sample_weights(train.labels, len(labels), settings.class_weights)
    network = _network(
        train.features.shape[1],
        settings.hidden,
        len(labels),
        settings.dropout,
        settings.weight_decay,
    )
    network.reset(settings.seed, settings.learning_rate)
    steps = network.steps(_standardised(train.features, mean, deviation), train.labels, weights)
    course = _Course(
        lambda: Head(labels, feature_key, mean, deviation, network.layers()),
        network.accuracy(_standardised(validation.features, mean, deviation), validation.labels),
        len(validation.labels),
        emit,
    )
    shuffling = np.random.default_rng(settings.seed)
    iteration = epochs = 0
    stopped = False
    while epochs < settings.epochs and not stopped:
        epoch = epochs + 1
        losses = []
        batches = _batches(len(train.labels), settings.batches, shuffling)
        for some in _until_validated(batches, iteration):
            for loss in steps(some):
                iteration += 1
                if not np.isfinite(loss):
                    raise TrainingError(
                        say(
                            "Training ran away at iteration {iteration}: the loss is {loss}. "
                            "Choose a learning rate below {learning_rate:g}.",
                            iteration=iteration,
                            loss=loss,
                            learning_rate=settings.learning_rate,
                        )
                    )
                losses.append(loss)
                course.learned(iteration, loss)
            course.validate(iteration, epoch)
            stopped = cancelled()
            if stopped:
                break
        else:
            epochs = epoch
        emit(EpochFinished(epochs, settings.epochs, float(np.mean(losses)), course.best.accuracy))
        if settings.early_stopping and epochs - course.best.epoch >= settings.early_stopping:
            break
    return Training(
        kept=course.kept,
        last=course.head(),
        history=tuple(course.history),
        epochs=epochs,
        best_iteration=course.best.iteration,
        best_validation_accuracy=course.best.accuracy,
        cancelled=stopped,
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True)
class _Check:
    """How well a head did on the validation photos; ``epoch`` is the one it was part of."""

    iteration: int
    epoch: int
    accuracy: float


class _Course:
    """Keeps the history of a training, its best check so far and the head to keep.

    ``head()`` copies the present head, ``accuracy()`` checks it on so many ``photos``.
    """

    def __init__(
        self,
        head: Callable[[], Head],
        accuracy: Callable[[], float],
        photos: int,
        emit: Emit,
    ) -> None:
        self.head = head
        self.history: list[tuple[int, float | None, float | None]] = []
        self._accuracy = accuracy
        self._photos = photos
        self._emit = emit
        self._best: _Check | None = None
        self._kept: Head | None = None

    @property
    def best(self) -> _Check:
        assert self._best is not None, "every epoch ends with a validation"
        return self._best

    @property
    def kept(self) -> Head:
        assert self._kept is not None, "every epoch ends with a validation"
        return self._kept

    def learned(self, iteration: int, loss: float) -> None:
        self.history.append((iteration, loss, None))
        self._emit(IterationFinished(iteration, loss))

    def validate(self, iteration: int, epoch: int) -> None:
        """Measures the present head."""
        accuracy = self._accuracy()
        if self._best is None or accuracy > self._best.accuracy:
            self._best = _Check(iteration, epoch, accuracy)
        if accuracy >= self._best.accuracy - _standard_error(self._best.accuracy, self._photos):
            self._kept = self.head()
        self.history.append((iteration, None, accuracy))
        self._emit(Validated(iteration, accuracy))


def _standard_error(accuracy: float, photos: int) -> float:
    """Of an accuracy on so many photos, with two right and two wrong answers added (Agresti & Coull
    1998, The American Statistician 52): even if all were right, the next one need not be."""
    count = photos + 4
    share = (accuracy * photos + 2) / count
    return float(np.sqrt(share * (1 - share) / count))


def _standardisation(features: np.ndarray, wanted: bool) -> tuple[np.ndarray, np.ndarray]:
    """Mean and deviation of every value over the photos, ``(feature_dim,) float32`` each."""
    if not wanted:
        return np.zeros(features.shape[1], np.float32), np.ones(features.shape[1], np.float32)
    mean = features.mean(axis=0, dtype=np.float64)
    # A copy in float64 of all the differences would take twice the memory of the features.
    squares = np.zeros_like(mean)
    for start in range(0, len(features), _ROWS):
        differences = features[start : start + _ROWS] - mean
        squares += np.einsum("ij,ij->j", differences, differences)
    deviation = np.sqrt(squares / len(features))
    deviation[deviation == 0] = 1  # a value that is the same for all photos tells nothing
    return mean.astype(np.float32), deviation.astype(np.float32)


def _standardised(features: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    standardised: np.ndarray = features - mean
    standardised /= deviation
    return standardised


def _sample_weights(labels: np.ndarray, classes: int, scheme: str) -> np.ndarray:
    """``(n,) float32`` with mean 1; balanced: every label counts as much as any other."""
    if scheme == "none":
        return np.ones(len(labels), np.float32)
    counts = np.bincount(labels, minlength=classes)
    weights = len(labels) / (np.count_nonzero(counts) * counts[labels])
    return np.asarray(weights, np.float32)


def _batches(photos: int, batches: int, shuffling: np.random.Generator) -> Iterator[np.ndarray]:
    """The rows of one epoch's batches in a new order, the last batch with the remainder."""
    order = shuffling.permutation(photos)
    size = max(1, photos // batches)
    count = min(batches, photos)
    for number in range(count):
        yield order[number * size : (number + 1) * size if number < count - 1 else photos]


def _until_validated(batches: Iterable[np.ndarray], before: int) -> Iterator[list[np.ndarray]]:
    """The batches of an epoch that so many iterations went before, in groups that are followed by a
    validation: after every fifth iteration, and at the end of the epoch."""
    group = []
    for iteration, rows in enumerate(batches, start=before + 1):
        group.append(rows)
        if iteration % VALIDATE_EVERY == 0:
            yield group
            group = []
    if group:
        yield group


class _Adam:
    """Adam (Kingma & Ba 2015), the kernels with decoupled weight decay (Loshchilov & Hutter 2019).

    TensorFlow's own fused operation passes once over a kernel where Keras' optimiser passes over it
    some ten times, which takes longer than the multiplications that the gradients come from.
    """

    def __init__(self, variables: Sequence[keras.Variable], weight_decay: float) -> None:
        import tensorflow as tf

        self._weight_decay = weight_decay
        self._weights = [variable.value for variable in variables]
        self._moments = [
            (tf.Variable(tf.zeros_like(weight)), tf.Variable(tf.zeros_like(weight)))
            for weight in self._weights
        ]
        self._learning_rate = tf.Variable(0.0)
        self._powers = tf.Variable(_BETAS)

    def apply(self, gradients: Sequence[tf.Tensor]) -> None:
        """One step along ``gradients``, which are in the order of the variables."""
        import tensorflow as tf

        for weight, moments, gradient in zip(self._weights, self._moments, gradients, strict=True):
            if self._weight_decay and len(weight.shape) > 1:
                weight.assign_sub(weight * (self._weight_decay * self._learning_rate))
            tf.raw_ops.ResourceApplyAdam(
                var=weight.handle,
                m=moments[0].handle,
                v=moments[1].handle,
                beta1_power=self._powers[0],
                beta2_power=self._powers[1],
                lr=self._learning_rate,
                beta1=_BETAS[0],
                beta2=_BETAS[1],
                epsilon=1e-7,
                grad=gradient,
            )
        self._powers.assign(self._powers * _BETAS)

    def reset(self, learning_rate: float) -> None:
        """As before the first step."""
        for moment in itertools.chain.from_iterable(self._moments):
            moment.assign(np.zeros(moment.shape, np.float32))
        self._learning_rate.assign(learning_rate)
        self._powers.assign(_BETAS)


class _Network:
    """A head in TensorFlow with its optimiser. Traced once and used again for the same shape."""

    def __init__(
        self,
        feature_dim: int,
        hidden: tuple[int, ...],
        classes: int,
        dropout: float,
        weight_decay: float,
    ) -> None:
        import keras
        import tensorflow as tf

        model = keras.Sequential([keras.Input((feature_dim,))])
        for width in hidden:
            model.add(keras.layers.Dense(width, activation="relu"))
            if dropout:
                model.add(keras.layers.Dropout(dropout, seed=0))
        model.add(keras.layers.Dense(classes))
        adam = _Adam(model.trainable_variables, weight_decay)

        def step(
            features: tf.Tensor, labels: tf.Tensor, weights: tf.Tensor, rows: tf.Tensor
        ) -> tf.Tensor:
            with tf.GradientTape() as tape:
                logits = model(tf.gather(features, rows), training=True)
                losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
                    tf.gather(labels, rows), logits
                )
                loss = tf.reduce_mean(losses * tf.gather(weights, rows))
            adam.apply(tape.gradient(loss, model.trainable_variables))
            return loss

        def steps(
            features: tf.Tensor,
            labels: tf.Tensor,
            weights: tf.Tensor,
            rows: tf.Tensor,
            ends: tf.Tensor,
        ) -> tf.Tensor:
            """One step for the rows up to each of the ends."""
            starts = tf.concat([[0], ends[:-1]], axis=0)

            def one(number: tf.Tensor, losses: tf.TensorArray) -> tuple[tf.Tensor, tf.TensorArray]:
                some = rows[starts[number] : ends[number]]
                return number + 1, losses.write(number, step(features, labels, weights, some))

            losses = tf.TensorArray(tf.float32, tf.size(ends), element_shape=())
            _, losses = tf.while_loop(lambda number, _: number < tf.size(ends), one, (0, losses))
            return losses.stack()

        signature = [
            tf.TensorSpec((None, feature_dim), tf.float32),
            tf.TensorSpec((None,), tf.int64),
            tf.TensorSpec((None,), tf.float32),
            tf.TensorSpec((None,), tf.int64),
            tf.TensorSpec((None,), tf.int64),
        ]
        self._steps = tf.function(steps, input_signature=signature, autograph=False)
        self._answers = tf.function(
            lambda features: tf.argmax(model(features, training=False), axis=1),
            input_signature=signature[:1],
            autograph=False,
        )
        self._model = model
        self._adam = adam
        self._dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
        self._dropout = [layer for layer in model.layers if isinstance(layer, keras.layers.Dropout)]

    def reset(self, seed: int, learning_rate: float) -> None:
        """Glorot's uniform weights (Glorot & Bengio 2010), zero biases, a fresh optimiser."""
        drawing = np.random.default_rng(seed)
        for layer in self._dense:
            inputs, outputs = layer.kernel.shape
            limit = np.sqrt(6 / (inputs + outputs))
            kernel = drawing.uniform(-limit, limit, (inputs, outputs)).astype(np.float32)
            layer.set_weights([kernel, np.zeros(outputs, np.float32)])
        for layer in self._dropout:
            layer.seed_generator.state.assign([seed, 0])
        self._adam.reset(learning_rate)

    def steps(
        self, features: np.ndarray, labels: np.ndarray, weights: np.ndarray
    ) -> Callable[[Sequence[np.ndarray]], list[float]]:
        """Takes the rows of some batches of these examples; does one step of the optimiser on each
        and returns their losses before it.

        TensorFlow gets the examples once: only row numbers go with the steps. It takes several at
        a time, since its threads fall asleep after each call, and steps are short.
        """
        import tensorflow as tf

        examples = tuple(map(tf.convert_to_tensor, (features, labels, weights)))

        def steps(batches: Sequence[np.ndarray]) -> list[float]:
            ends = np.cumsum([len(rows) for rows in batches], dtype=np.int64)
            losses: list[float] = (
                self._steps(*examples, np.concatenate(batches), ends).numpy().tolist()
            )
            return losses

        return steps

    def accuracy(self, features: np.ndarray, labels: np.ndarray) -> Callable[[], float]:
        """Measures the share of these examples that the present weights answer with their label.

        Not by the head in numpy: the threads of its BLAS wait for more work by turning, and take
        a quarter of the processor from the steps of TensorFlow that follow.
        """
        import tensorflow as tf

        examples = tf.convert_to_tensor(features)
        return lambda: float(np.mean(self._answers(examples) == labels))

    def layers(self) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
        """A copy of the present kernels and biases."""
        return tuple((layer.kernel.numpy(), layer.bias.numpy()) for layer in self._dense)


@functools.lru_cache(maxsize=4)
def _network(
    feature_dim: int, hidden: tuple[int, ...], classes: int, dropout: float, weight_decay: float
) -> _Network:
    return _Network(feature_dim, hidden, classes, dropout, weight_decay)
