"""Which photos of a project were looked at, and which could not be."""

from __future__ import annotations

import numpy as np

from flowerdesk.core.backbones.registry import backbone_named
from flowerdesk.core.backbones.ways import AUTO
from flowerdesk.core.project import FeatureKey
from flowerdesk.core.project.browsing import Snapshot
from flowerdesk.core.workflow import BackboneRequest


def seen_by(
    snapshot: Snapshot, backbone: str, layer: str, request: BackboneRequest | None = None
) -> int:
    """Photos that were looked at by a network's layer, in the way that is asked for and prepared as
    this version prepares them. Exact for the one in use; for others the same photo under two names
    counts once."""
    wanted = (backbone, layer, backbone_named(backbone).preprocessing.version)

    def fits(key: FeatureKey) -> bool:
        return (key.backbone, key.layer, key.preprocessing) == wanted and (
            request is None
            or (
                request.runtime in (AUTO, key.runtime)
                and request.precision in (AUTO, key.precision)
            )
        )

    key = snapshot.feature_key
    if key is not None and fits(key):
        photos = snapshot.photos
        return int(np.count_nonzero(photos.has_features & ~(photos.excluded | photos.missing)))
    # A project goes on in the way in which most of its photos were looked at.
    counts = [vectors for key, _, vectors in snapshot.feature_sets if fits(key)]
    return min(max(counts, default=0), snapshot.photo_count)


def skipped_photos(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Path and reason of the photos that could not be used, without those that are left out."""
    photos = snapshot.photos
    return [
        (photos.paths[row], reason)
        for row, reason in photos.skipped.items()
        if not (photos.excluded[row] or photos.missing[row])
    ]
