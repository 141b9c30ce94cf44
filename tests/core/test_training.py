"""Training a head: what is reported, what is kept, what every setting does, and repeatability."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from flowerdesk.core.errors import TrainingError
from flowerdesk.core.events import (
    EpochFinished,
    Event,
    IterationFinished,
    Validated,
    ignore,
    never,
)
from flowerdesk.core.head import Head
from flowerdesk.core.project import FeatureKey
from flowerdesk.core.training import Examples, HeadSettings, Training, train

KEY = FeatureKey("fake", "grid", "0" * 64, 1, "float32")
LABELS = ("daisy", "rose", "tulip")


def clouds(
    per_label: tuple[int, ...] = (35, 35, 35), seed: int = 0, spread: float = 0.3
) -> Examples:
    """Points around three corners in eight dimensions, shifted and scaled unevenly."""
    generator = np.random.default_rng(seed)
    labels = np.repeat(np.arange(3), per_label)
    points = generator.normal(0, spread, (len(labels), 8))
    points[np.arange(len(labels)), labels] += 1
    return Examples((points * [1, 1, 1, 9, 1, 1, 1, 1] + 5).astype(np.float32), labels)


TRAIN, VALIDATION = clouds(), clouds((10, 10, 10), seed=1)
DEFAULT = HeadSettings(hidden=(16,), epochs=4, dropout=0)


def trained(settings: HeadSettings = DEFAULT, **options: object) -> Training:
    arguments = {"train": TRAIN, "validation": VALIDATION, "emit": ignore, "cancelled": never}
    return train(
        **{**arguments, **options},  # type: ignore[arg-type]
        labels=LABELS,
        feature_key=KEY,
        settings=settings,
    )


def accuracy(head: Head, examples: Examples) -> float:
    return float((head.logits(examples.features).argmax(axis=1) == examples.labels).mean())


def numbers(head: Head) -> np.ndarray:
    return np.concatenate([array.ravel() for layer in head.layers for array in layer])


# ---- learning


def test_a_head_learns_to_tell_labels_apart() -> None:
    result = trained(replace(DEFAULT, epochs=20, learning_rate=0.01))
    assert accuracy(result.kept, clouds((50, 50, 50), seed=2)) > 0.8  # chance is a third
    assert result.kept.labels == LABELS
    assert result.kept.feature_key == KEY


def test_two_trainings_with_one_seed_are_alike_to_the_last_digit() -> None:
    settings = replace(DEFAULT, dropout=0.3, weight_decay=0.01)
    first, second = trained(settings), trained(settings)
    assert first.kept.to_bytes() == second.kept.to_bytes()
    assert first.last.to_bytes() == second.last.to_bytes()
    assert first.history == second.history


def test_a_training_in_between_leaves_no_trace_in_the_next() -> None:
    first = trained()
    trained(replace(DEFAULT, seed=3, learning_rate=0.1))
    assert trained().history == first.history


def test_another_seed_gives_another_head() -> None:
    assert trained().history != trained(replace(DEFAULT, seed=1)).history


# ---- reports


def test_the_loss_comes_at_every_iteration_and_the_validation_accuracy_at_every_fifth() -> None:
    events: list[Event] = []
    result = trained(emit=events.append)
    losses = [event for event in events if isinstance(event, IterationFinished)]
    validations = [event for event in events if isinstance(event, Validated)]
    assert [event.iteration for event in losses] == list(range(1, 41))
    assert [event.iteration for event in validations] == [5, 10, 15, 20, 25, 30, 35, 40]
    assert result.history == tuple(
        (event.iteration, event.loss, None)
        if isinstance(event, IterationFinished)
        else (event.iteration, None, event.validation_accuracy)
        for event in events
        if isinstance(event, IterationFinished | Validated)
    )
    assert result.iterations == 40


def test_the_end_of_an_epoch_is_validated_even_if_it_is_no_fifth_iteration() -> None:
    result = trained(replace(DEFAULT, epochs=2, batches=7))
    assert [point[0] for point in result.history if point[2] is not None] == [5, 7, 10, 14]


@pytest.mark.parametrize("photos", [2, 3, 4])
def test_a_handful_of_photos_is_enough_to_train_with(photos: int) -> None:
    """An epoch has fewer than five iterations then."""
    few = Examples(TRAIN.features[::20][:photos], TRAIN.labels[::20][:photos])
    result = trained(train=few)
    assert (result.epochs, result.iterations) == (4, 4 * photos)


def test_every_epoch_is_reported_with_the_mean_of_its_losses() -> None:
    events: list[Event] = []
    result = trained(emit=events.append)
    epochs = [event for event in events if isinstance(event, EpochFinished)]
    assert [(event.epoch, event.epochs) for event in epochs] == [(n, 4) for n in (1, 2, 3, 4)]
    losses = [loss for _, loss, _ in result.history if loss is not None]
    assert [event.loss for event in epochs] == pytest.approx(
        [float(np.mean(losses[start : start + 10])) for start in (0, 10, 20, 30)]
    )


def test_the_loss_is_the_cross_entropy_before_the_step() -> None:
    """With no hidden layer and one batch the first loss can be worked out from the start."""
    settings = HeadSettings(hidden=(), epochs=1, batches=1, learning_rate=1e-12)
    result = trained(settings)
    logits = result.last.logits(TRAIN.features).astype(float)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    expected = -logits[np.arange(len(TRAIN.labels)), TRAIN.labels].mean()
    assert result.history[0][1] == pytest.approx(expected, rel=1e-5)


# ---- batches


def batch_sizes(monkeypatch: pytest.MonkeyPatch, photos: int, settings: HeadSettings) -> list[int]:
    from flowerdesk.core import training

    seen: list[np.ndarray] = []
    steps = training._Network.steps

    def watched(network: training._Network, *examples: np.ndarray) -> Callable[..., list[float]]:
        step = steps(network, *examples)

        def take(batches: Sequence[np.ndarray]) -> list[float]:
            seen.extend(batches)
            return step(batches)

        return take

    monkeypatch.setattr(training._Network, "steps", watched)
    trained(settings, train=Examples(TRAIN.features[:photos], TRAIN.labels[:photos]))
    rows = np.concatenate(seen).reshape(settings.epochs, photos)
    assert (np.sort(rows) == np.arange(photos)).all()  # every photo once an epoch
    return [len(batch) for batch in seen]


def test_the_last_batch_of_an_epoch_takes_the_remainder(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(DEFAULT, epochs=2)
    assert batch_sizes(monkeypatch, 105, settings) == ([10] * 9 + [15]) * 2


def test_with_fewer_photos_than_batches_every_photo_is_a_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert batch_sizes(monkeypatch, 7, replace(DEFAULT, epochs=2)) == [1] * 14


# ---- what is kept


def test_a_head_that_got_clearly_worse_is_not_kept() -> None:
    """Photos to check with whose labels are wrong get ever worse: an early head is kept."""
    wrong = Examples(VALIDATION.features, (VALIDATION.labels + 1) % 3)
    result = trained(replace(DEFAULT, learning_rate=0.02), validation=wrong)
    assert result.best_iteration < 40
    by_iteration = {point[0]: point[2] for point in result.history if point[2] is not None}
    assert result.best_validation_accuracy == max(by_iteration.values())
    assert by_iteration[result.best_iteration] == result.best_validation_accuracy
    share = (result.best_validation_accuracy * 30 + 2) / 34
    near = result.best_validation_accuracy - (share * (1 - share) / 34) ** 0.5
    good_enough = [value for value in by_iteration.values() if value >= near]
    assert accuracy(result.kept, wrong) == good_enough[-1]
    assert accuracy(result.last, wrong) == by_iteration[40] < near
    assert not np.array_equal(numbers(result.kept), numbers(result.last))


def kept_of(right: list[int], photos: int) -> int:
    """Which check's head is kept, of checks with so many right answers."""
    from flowerdesk.core.training import _Course

    nothing, one = np.zeros(3, np.float32), np.ones(3, np.float32)
    heads = []

    def head() -> Head:
        heads.append((course.history[-1][0], Head(LABELS, KEY, nothing, one, ())))
        return heads[-1][1]

    shares = iter(count / photos for count in right)
    course = _Course(head, lambda: next(shares), photos, ignore)
    for iteration in range(len(right)):
        course.learned(iteration, 0.0)
        course.validate(iteration, 1)
    return next(iteration for iteration, head in heads if head is course.kept)


@pytest.mark.parametrize(
    ("right", "photos", "kept"),
    [
        ([50, 103, 100], 119, 2),  # three photos fewer are luck: the error is 3.8 photos
        ([50, 103, 98], 119, 1),  # five are not
        ([103, 98, 100, 98], 119, 2),
        ([80, 100, 102, 99], 119, 3),
        ([9000, 8900], 10_000, 0),  # where many are checked a little is much
        ([20, 19], 20, 1),  # all right, and yet the next one need not be
        ([20, 17], 20, 0),
    ],
)
def test_the_last_head_is_kept_that_is_not_clearly_worse_than_the_best(
    right: list[int], photos: int, kept: int
) -> None:
    assert kept_of(right, photos) == kept


def test_cancelling_keeps_what_was_reached() -> None:
    events: list[Event] = []

    def cancelled() -> bool:
        return sum(isinstance(event, IterationFinished) for event in events) >= 13

    result = trained(emit=events.append, cancelled=cancelled)
    assert result.cancelled
    assert (result.iterations, result.epochs) == (15, 1)
    assert [point[0] for point in result.history if point[2] is not None] == [5, 10, 15]
    whole = trained(replace(DEFAULT, epochs=4))
    undisturbed = [loss for _, loss, _ in whole.history if loss is not None][:15]
    assert [loss for _, loss, _ in result.history if loss is not None] == undisturbed
    assert accuracy(result.last, VALIDATION) == result.history[-1][2]


def test_cancelling_at_the_first_validation_still_gives_a_head() -> None:
    result = trained(cancelled=lambda: True)
    assert (result.iterations, result.epochs, result.best_iteration) == (5, 0, 5)
    assert result.kept.probabilities(TRAIN.features).shape == (105, 3)


def test_epochs_of_any_number_of_batches_are_validated_at_their_end() -> None:
    result = trained(replace(DEFAULT, epochs=2, batches=7))
    assert [point[0] for point in result.history if point[2] is not None] == [5, 7, 10, 14]
    assert result.iterations == 14


def test_a_training_that_was_not_cancelled_says_so() -> None:
    result = trained()
    assert (result.cancelled, result.epochs) == (False, 4)


# ---- settings


@pytest.mark.parametrize(("hidden", "layers"), [((), 1), ((16,), 2), ((16, 8), 3)])
def test_hidden_layers_are_a_list_that_may_be_empty(hidden: tuple[int, ...], layers: int) -> None:
    result = trained(replace(DEFAULT, hidden=hidden, epochs=20, learning_rate=0.01))
    shapes = [kernel.shape for kernel, _ in result.last.layers]
    widths = (8, *hidden, 3)
    assert shapes == list(itertools.pairwise(widths))
    assert len(shapes) == layers
    assert accuracy(result.kept, VALIDATION) > 0.6


def test_features_are_standardised_by_the_training_photos_unless_not_wanted() -> None:
    with_it, without = trained().kept, trained(replace(DEFAULT, standardize=False)).kept
    np.testing.assert_allclose(with_it.mean, TRAIN.features.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(with_it.deviation, TRAIN.features.std(axis=0), rtol=1e-5)
    assert (without.mean == 0).all()
    assert (without.deviation == 1).all()


def test_a_value_that_is_the_same_for_all_photos_does_no_harm() -> None:
    features = TRAIN.features.copy()
    features[:, 5] = 7
    result = trained(train=Examples(features, TRAIN.labels))
    assert np.isfinite(result.kept.logits(VALIDATION.features)).all()


def test_balanced_class_weights_give_a_rare_label_its_due() -> None:
    uneven = clouds((120, 120, 6), spread=0.9)
    rare = clouds((0, 0, 200), seed=3, spread=0.9)
    settings = replace(DEFAULT, hidden=(), epochs=20, learning_rate=0.01)
    without = trained(settings, train=uneven).last
    balanced = trained(replace(settings, class_weights="balanced"), train=uneven).last
    assert accuracy(balanced, rare) > accuracy(without, rare) + 0.1


def test_early_stopping_ends_a_training_that_gets_no_better() -> None:
    wrong = Examples(VALIDATION.features, (VALIDATION.labels + 1) % 3)
    settings = replace(DEFAULT, epochs=50, learning_rate=0.02, early_stopping=3)
    result = trained(settings, validation=wrong)
    assert result.epochs < 50
    assert not result.cancelled
    best_epoch = (result.best_iteration - 1) // 10 + 1
    assert result.epochs == best_epoch + 3


def test_without_early_stopping_all_epochs_are_trained() -> None:
    wrong = Examples(VALIDATION.features, (VALIDATION.labels + 1) % 3)
    assert trained(replace(DEFAULT, epochs=12), validation=wrong).epochs == 12


def test_dropout_changes_the_training_and_not_the_answers() -> None:
    result = trained(replace(DEFAULT, dropout=0.5))
    assert result.history[0][1] != trained().history[0][1]
    again = result.kept.logits(VALIDATION.features)
    np.testing.assert_array_equal(again, result.kept.logits(VALIDATION.features))
    assert len(result.kept.layers) == 2


def test_dropout_draws_anew_at_every_step() -> None:
    """At a learning rate of nothing, one batch would have the same loss again and again."""
    still = replace(DEFAULT, epochs=3, batches=1, learning_rate=1e-12)
    losses = {round(loss, 4) for _, loss, _ in trained(still).history if loss is not None}
    dropped = trained(replace(still, dropout=0.5)).history
    assert len(losses) == 1
    assert len({round(loss, 4) for _, loss, _ in dropped if loss is not None}) == 3


def test_weight_decay_makes_kernels_smaller_and_spares_biases() -> None:
    """Decoupled: at each step a kernel loses the share learning rate × decay of itself."""
    settings = HeadSettings(hidden=(), epochs=1, batches=1, learning_rate=0.01)
    ((plain, plain_bias),) = trained(settings).last.layers
    ((decayed, decayed_bias),) = trained(replace(settings, weight_decay=10)).last.layers
    ((start, _),) = trained(replace(settings, learning_rate=1e-12)).last.layers
    np.testing.assert_allclose(plain - decayed, 0.1 * start, atol=2e-3)
    np.testing.assert_array_equal(plain_bias, decayed_bias)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"epochs": 0}, "epochs must be greater than 0"),
        ({"batches": 0}, "batches must be greater"),
        ({"learning_rate": 0.0}, "learning rate must be greater"),
        ({"learning_rate": float("nan")}, "learning rate must be greater"),
        ({"hidden": (16, 0)}, "hidden layers must be greater"),
        ({"early_stopping": 0}, "early stopping must be greater"),
        ({"dropout": 1.0}, "dropout must be"),
        ({"dropout": -0.1}, "dropout must be"),
        ({"weight_decay": -1.0}, "weight decay must not be negative"),
        ({"seed": -1}, "seed must be between"),
        ({"seed": 2**32}, "seed must be between"),
    ],
)
def test_settings_that_cannot_work_are_refused_by_name(wrong: dict[str, float], told: str) -> None:
    with pytest.raises(TrainingError, match=told):
        HeadSettings(**wrong)  # type: ignore[arg-type]


def test_a_training_that_runs_away_is_stopped_with_advice() -> None:
    with pytest.raises(TrainingError, match="Choose a learning rate below"):
        trained(replace(DEFAULT, learning_rate=1e30, epochs=20))
