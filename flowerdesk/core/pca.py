"""Principal components of vectors that need not fit into memory, without scikit-learn's weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from flowerdesk.core.events import Cancelled, JobCancelled

_AT_ONCE = 1024  # vectors; 16 MB of VGG16's
_KEPT_IN_MEMORY = 256_000_000  # bytes; what is smaller is read once and not for every pass
_PASSES = 4  # on photos, the components have settled to three digits by then
_SPARE = 10  # more directions than wanted, so that the last one wanted is found as well


def principal_components(
    read: Callable[[int, int], np.ndarray],
    shape: tuple[int, int],
    wanted: int,
    seed: int,
    passed: Callable[[int, int], None],
    cancelled: Cancelled,
) -> np.ndarray:
    """The coordinates of vectors along the directions in which they differ most.

    ``read(start, stop)`` gives vectors ``(stop - start, d) float32`` of ``shape`` ``(n, d)``.
    Returns ``(n, k) float32``, the widest direction first, where k is ``wanted`` or as many
    directions as there can be. Subspace iteration from a random start (Halko, Martinsson and Tropp
    2011, algorithm 4.4): each pass reads the vectors in pieces, and memory stays at a few of them.
    The same ``seed`` gives the same coordinates, with signs by the largest entry of a direction.
    ``passed(done, total)`` hears of every piece.

    Raises:
        JobCancelled: ``cancelled()`` said so.
    """
    n, d = shape
    wanted = min(wanted, n, d)
    width = min(wanted + _SPARE, n, d)
    pieces = _Pieces(read, n, d)
    total, done = (_PASSES + 1) * -(-n // _AT_ONCE), 0

    def each() -> Iterator[tuple[int, np.ndarray]]:
        nonlocal done
        for start, piece in pieces:
            if cancelled():
                raise JobCancelled
            yield start, piece
            done += 1
            passed(done, total)

    directions = np.linalg.qr(np.random.default_rng(seed).standard_normal((d, width)))[0]
    mean = np.zeros(d)
    for _ in range(_PASSES):
        mean, product = np.zeros(d), np.zeros((d, width))
        narrow = directions.astype(np.float32)
        for _, piece in each():
            mean += piece.sum(axis=0, dtype=np.float64) / n
            product += piece.T @ (piece @ narrow)
        product -= n * np.outer(mean, mean @ directions)  # as if the mean had been taken off
        directions = np.linalg.qr(product)[0]
    coordinates = np.empty((n, directions.shape[1]))
    for start, piece in each():
        coordinates[start : start + len(piece)] = piece @ directions.astype(np.float32)
    coordinates -= mean @ directions
    turn = np.linalg.svd(coordinates.T @ coordinates)[0]
    directions = directions @ turn
    signs = np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(directions.shape[1])])
    return np.asarray(((coordinates @ turn) * signs)[:, :wanted], np.float32)


class _Pieces:
    """The vectors in pieces, over and over; read once where they are few."""

    def __init__(self, read: Callable[[int, int], np.ndarray], n: int, d: int) -> None:
        self._read = read
        self._n = n
        self._keep = 4 * n * d <= _KEPT_IN_MEMORY
        self._kept: dict[int, np.ndarray] = {}

    def __iter__(self) -> Iterator[tuple[int, np.ndarray]]:
        for start in range(0, self._n, _AT_ONCE):
            piece = self._kept.get(start)
            if piece is None:
                piece = self._read(start, min(start + _AT_ONCE, self._n))
            if self._keep:
                self._kept[start] = piece
            yield start, piece
