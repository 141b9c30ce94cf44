"""Which photo of a snapshot each point of the map is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from flowerdesk.app.pages.review.map import cloud
from flowerdesk.app.widgets.photo_model import ShownPhoto, photo_at
from flowerdesk.core.photo_map import FEWEST_PHOTOS
from flowerdesk.core.project.browsing import Snapshot
from flowerdesk.core.project.maps import MapPoints


@dataclass(frozen=True)
class Placed:
    """The points whose photos take part, numbered from 0."""

    snapshot: Snapshot
    points: MapPoints
    rows: np.ndarray
    """``(n,) int64``: rows of the snapshot's photos"""
    places: np.ndarray
    """``(n,) int64``: places among the map's positions"""

    @property
    def ids(self) -> np.ndarray:
        """``(n,) int64``: the ids of the photos"""
        return np.asarray(self.snapshot.photos.ids[self.rows])

    @property
    def positions(self) -> np.ndarray:
        """``(n, 2) float32``, between -1 and 1"""
        return np.asarray(cloud.fitted(self.points.positions)[self.places])

    @property
    def on_map(self) -> np.ndarray:
        """``(photos,) bool``, by the rows of the snapshot"""
        marked = np.zeros(len(self.snapshot.photos), bool)
        marked[self.rows] = True
        return marked

    def photo(self, number: int) -> ShownPhoto:
        return photo_at(self.snapshot, int(self.rows[number]))

    def numbers_of(self, ids: np.ndarray) -> np.ndarray:
        """``(n,) bool``: the points of these photos"""
        return np.asarray(np.isin(self.ids, ids))

    def moved(self, positions: np.ndarray) -> Placed:
        """The same photos at other positions of the map."""
        return replace(self, points=replace(self.points, positions=positions))


def placed(snapshot: Snapshot, points: MapPoints) -> Placed:
    """Finds the photos by their ids, and leaves out those that do not take part."""
    photos = snapshot.photos
    if not len(photos) or not len(points.ids):
        none = np.zeros(0, np.int64)
        return Placed(snapshot, points, none, none)
    order = np.argsort(photos.ids)
    found = np.searchsorted(photos.ids, points.ids, sorter=order)
    rows = order[np.minimum(found, len(order) - 1)]
    there = photos.ids[rows] == points.ids
    there &= ~(photos.excluded[rows] | photos.missing[rows])
    return Placed(snapshot, points, rows[there], points.places[there])


def is_enough(snapshot: Snapshot) -> bool:
    """Whether the network has looked at enough photos for a map."""
    photos = snapshot.photos
    used = photos.has_features & ~(photos.excluded | photos.missing)
    return int(used.sum()) >= FEWEST_PHOTOS
