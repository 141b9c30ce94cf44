"""How long a backbone will take: counted, estimated, and remembered from what really happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowerdesk.core import user_folders
from flowerdesk.core.backbones import speed
from flowerdesk.core.backbones.registry import layer_named
from flowerdesk.core.backbones.vgg import VGG16, VGG19

FC6 = layer_named(VGG16, "fc6")
BLOCK1 = layer_named(VGG16, "block1_pool")


def test_multiply_adds_are_those_of_the_paper() -> None:
    # 15.3 billion are published for the convolutions of VGG16 and 19.5 for those of VGG19.
    assert layer_named(VGG16, "block5_pool").multiply_adds == 15_346_630_656
    assert layer_named(VGG19, "block5_pool").multiply_adds == 19_508_428_800
    assert FC6.multiply_adds - 15_346_630_656 == 7 * 7 * 512 * 4096


def test_what_is_not_known_is_estimated_from_the_speed_of_this_computer() -> None:
    estimate = speed.expected(VGG16, FC6)
    assert not estimate.measured
    assert 0.01 < estimate.photos_per_second < 10_000
    assert speed.expected(VGG16, BLOCK1).photos_per_second > 5 * estimate.photos_per_second


def test_this_computer_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = speed.expected(VGG16, FC6)
    monkeypatch.setattr(speed, "matmul_speed", lambda: pytest.fail("measured again"))
    assert speed.expected(VGG16, FC6) == first


def test_a_real_extraction_is_remembered_in_place_of_the_estimate() -> None:
    speed.remember(VGG16, FC6, photos=120, seconds=10)
    assert speed.expected(VGG16, FC6) == speed.Speed(12, measured=True)
    assert not speed.expected(VGG16, BLOCK1).measured
    speed.remember(VGG16, FC6, photos=300, seconds=10)
    assert speed.expected(VGG16, FC6) == speed.Speed(30, measured=True)


def test_too_few_photos_tell_nothing() -> None:
    speed.remember(VGG16, FC6, photos=speed.ENOUGH_PHOTOS - 1, seconds=1)
    assert not speed.expected(VGG16, FC6).measured


@pytest.mark.parametrize("damage", ["", "[]", '{"photos_per_second": 3}', "\x00\xff", '{"a": NaN'])
def test_a_damaged_file_is_as_good_as_none(damage: str) -> None:
    file = user_folders.state_folder() / "speed.json"
    file.parent.mkdir(parents=True)
    file.write_text(damage)
    assert not speed.expected(VGG16, FC6).measured
    speed.remember(VGG16, FC6, photos=120, seconds=10)
    assert speed.expected(VGG16, FC6).measured


def test_a_folder_that_cannot_be_made_costs_nothing(own_home: Path) -> None:
    own_home.parent.mkdir(exist_ok=True)
    own_home.write_text("a file where the folder should be")
    speed.remember(VGG16, FC6, photos=120, seconds=10)
    assert speed.expected(VGG16, FC6).photos_per_second > 0
