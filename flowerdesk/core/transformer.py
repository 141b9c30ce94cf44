"""flowerdesk's feature vectors for people who write Python: a transformer of scikit-learn's."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin

from flowerdesk.core import photos
from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.errors import PhotoError
from flowerdesk.core.project import Project, project_lock

_BATCH_SIZE = 32
_DECODING_THREADS = 2

Photos = Sequence[str | Path] | Sequence[np.ndarray] | np.ndarray


class PhotoFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turns photos into the feature vectors of a frozen network.

    There is nothing to fit: the network learned from other photos, long ago. Use it as the first
    step of a :class:`sklearn.pipeline.Pipeline`.

    Args:
        backbone: the network, as ``flowerdesk backbones`` lists them; ``auto`` takes the best one
            whose weights are here.
        layer: which of its layers; by default its usual one.
        weights: a file with its weights; by default those that are here.
        cache: a project of flowerdesk, ``anything.flowerdesk``: vectors that it has are taken from
            it, others are added, also those of photos that are not in the project. It is made when
            it is not there. By default nothing is kept.

    Example:
        >>> from flowerdesk import PhotoFeatures
        >>> from sklearn.linear_model import LogisticRegression
        >>> from sklearn.pipeline import make_pipeline
        >>> classifier = make_pipeline(PhotoFeatures(), LogisticRegression())
        >>> classifier.fit(paths, labels).predict(["new.jpg"])  # doctest: +SKIP
    """

    def __init__(
        self,
        backbone: str = loading.AUTO,
        layer: str | None = None,
        weights: str | Path | None = None,
        cache: str | Path | None = None,
    ) -> None:
        self.backbone = backbone
        self.layer = layer
        self.weights = weights
        self.cache = cache

    def fit(self, X: Photos, y: object = None) -> Self:  # noqa: N803 - scikit-learn's name
        """Only looks whether the network is here.

        Raises:
            WeightsError: there is no such network or layer, or its weights are not here.
            ValueError: ``X`` holds no photos.
        """
        _checked(X)
        self.feature_dim_ = self._choice().layer.feature_dim
        return self

    def transform(self, X: Photos) -> np.ndarray:  # noqa: N803 - scikit-learn's name
        """The feature vectors of photos, ``(n, feature_dim) float32``, in their order.

        Args:
            X: paths of photos, or photos as arrays ``(h, w, 3) uint8, RGB``, of any sizes.

        Raises:
            PhotoError: a photo cannot be read; the error names it.
            WeightsError: as :meth:`fit`, or the weights are damaged.
            ValueError: ``X`` holds no photos.
        """
        wanted = _checked(X)
        loaded = loading.load(self._choice())
        vectors = np.empty((len(wanted), loaded.layer.feature_dim), np.float32)
        with ExitStack() as stack:
            pool = stack.enter_context(ThreadPoolExecutor(_DECODING_THREADS, "decode"))
            project, feature_set = None, 0
            if self.cache is not None:
                path = Path(self.cache)
                stack.enter_context(project_lock(path))
                project = stack.enter_context(Project(path, create=True))
                feature_set = project.feature_set(loaded.key, loaded.layer.feature_dim)
            for start in range(0, len(wanted), _BATCH_SIZE):
                batch = list(pool.map(_Photo, wanted[start : start + _BATCH_SIZE]))
                rows = slice(start, start + len(batch))
                vectors[rows] = _vectors(batch, loaded, project, feature_set, pool)
        return vectors

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """A name for every number of a vector: network, layer and place."""
        choice = self._choice()
        stem = f"{choice.backbone.name}_{choice.layer.name}"
        names = [f"{stem}_{number}" for number in range(choice.layer.feature_dim)]
        return np.asarray(names, object)

    def _choice(self) -> loading.Choice:
        weights = None if self.weights is None else Path(self.weights)
        return loading.choose(self.backbone, self.layer, weights)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        tags.transformer_tags.preserves_dtype = []
        return tags


class _Photo:
    """One photo that was asked for: its hash, and its pixels when they are wanted."""

    def __init__(self, photo: str | Path | np.ndarray) -> None:
        self._photo = photo
        self._data: bytes | np.ndarray
        if isinstance(photo, np.ndarray):
            self._data = content = np.ascontiguousarray(photo)
            self.sha256 = hashlib.sha256(repr(content.shape).encode() + content.tobytes()).digest()
            return
        try:
            file = photos.read(Path(photo))
        except PhotoError as error:
            raise _named(photo, error) from error
        self._data, self.sha256 = file.data, file.sha256

    def decode(self, loaded: LoadedBackbone) -> np.ndarray:
        if isinstance(self._data, np.ndarray):
            framing = loaded.backbone.preprocessing.framing
            return photos.frame(self._data, loaded.runtime.input_size, framing)
        try:
            return loaded.decode(self._data)
        except PhotoError as error:
            raise _named(self._photo, error) from error


def _named(photo: object, error: PhotoError) -> PhotoError:
    return PhotoError(f"{photo}: {error.sentence}")


def _vectors(
    batch: list[_Photo],
    loaded: LoadedBackbone,
    project: Project | None,
    feature_set: int,
    pool: ThreadPoolExecutor,
) -> np.ndarray:
    """Of one batch: those that are kept, and those that are computed, each photo once."""
    known: dict[bytes, np.ndarray] = {}
    if project is not None:
        kept = [one.sha256 for one in batch if project.has_features(feature_set, one.sha256)]
        known = dict(zip(kept, project.vectors(feature_set, kept), strict=True))
    unknown = {one.sha256: one for one in batch if one.sha256 not in known}
    if unknown:
        pixels = list(pool.map(lambda one: one.decode(loaded), unknown.values()))
        computed = dict(zip(unknown, loaded.runtime(np.stack(pixels)), strict=True))
        if project is not None:
            project.add_vectors(feature_set, computed)
        known |= computed
    return np.stack([known[one.sha256] for one in batch])


def _checked(given: Any) -> list[str | Path | np.ndarray]:
    """Photos one by one; a column of a table counts as a list of paths.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(given, str | Path):
        raise ValueError("Give a list of photos, not a single path: [path]")
    if hasattr(given, "to_numpy"):  # a column, or a table with one column
        given = given.to_numpy()
    if isinstance(given, np.ndarray) and given.dtype.kind in "OUT":
        given = given.ravel() if given.ndim == 2 and given.shape[1] == 1 else given
    wanted = list(given)
    if not wanted:
        raise ValueError("Found array with 0 sample(s): give one photo or more")
    for one in wanted:
        if not (isinstance(one, str | Path) or _is_photo(one)):
            raise ValueError(
                "Give paths of photos, or photos as arrays (height, width, 3) of uint8 in RGB, not "
                f"{_told(one)}"
            )
    return wanted


def _is_photo(one: object) -> bool:
    return (
        isinstance(one, np.ndarray)
        and one.ndim == 3
        and one.shape[2] == 3
        and min(one.shape) > 0
        and one.dtype == np.uint8
    )


def _told(one: object) -> str:
    if isinstance(one, np.ndarray):
        return f"an array {one.shape} of {one.dtype}"
    return f"{type(one).__name__}"
