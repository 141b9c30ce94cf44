from __future__ import annotations

import numpy as np
import pytest

from flowerdesk.core import photos
from flowerdesk.core.backbones.petal import PETAL
from flowerdesk.core.sample import LABELS, draw_photo


@pytest.fixture(scope="session")
def flowers(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """Forty drawn photos as Petal sees them."""
    file = tmp_path_factory.mktemp("flowers") / "photo.jpg"
    found = []
    for number in range(40):
        draw_photo(file, LABELS[number % len(LABELS)], number)
        found.append(photos.decode(file.read_bytes(), PETAL.input_size, "whole"))
    return np.stack(found)
