"""The transformer gives the program's own vectors, and behaves as scikit-learn's do."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks

from flowerdesk import PhotoFeatures
from flowerdesk.core import photos
from flowerdesk.core.backbones import loading
from flowerdesk.core.errors import PhotoError, WeightsError
from flowerdesk.core.project import Project
from flowerdesk.core.sample import draw_photo

LABELS = ("daisy", "roses")


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("drawn")
    drawn = [(folder / f"{label}-{n}.jpg", label, n) for n in range(4) for label in LABELS]
    for path, label, seed in drawn:
        draw_photo(path, label, seed)
    return [path for path, _, _ in drawn]


@pytest.fixture(scope="module")
def vectors(paths: list[Path]) -> np.ndarray:
    """As the program computes them."""
    loaded = loading.load(loading.choose("petal"))
    return loaded.runtime(np.stack([loaded.decode(path.read_bytes()) for path in paths]))


def petal(**options: object) -> PhotoFeatures:
    return PhotoFeatures("petal", **options)


def test_paths_in_and_the_programs_own_vectors_out(paths: list[Path], vectors: np.ndarray) -> None:
    out = petal().fit_transform(paths)
    assert out.dtype == np.float32
    np.testing.assert_allclose(out, vectors, atol=1e-4)
    np.testing.assert_allclose(
        petal().transform(np.array(list(map(str, paths)))), vectors, atol=1e-4
    )


def test_arrays_of_any_size_are_framed_like_files(paths: list[Path]) -> None:
    arrays = [np.asarray(photos.open_rgb(path.read_bytes())) for path in paths[:2]]
    arrays[1] = arrays[1][:, 40:]
    size = loading.backbone_named("petal").input_size
    framed = np.stack([photos.frame(array, size, "whole") for array in arrays])
    expected = loading.load(loading.choose("petal")).runtime(framed)
    np.testing.assert_allclose(petal().transform(arrays), expected, atol=1e-4)
    same = np.stack([arrays[0], arrays[0]])
    assert np.array_equal(*petal().transform(same))


def test_what_is_in_the_cache_is_not_computed_again(
    paths: list[Path], vectors: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "vectors.flowerdesk"
    features = petal(cache=cache)
    np.testing.assert_allclose(features.transform(paths[:3]), vectors[:3], atol=1e-4)
    looked_at = []
    decode = loading.LoadedBackbone.decode
    monkeypatch.setattr(
        loading.LoadedBackbone,
        "decode",
        lambda self, data: looked_at.append(data) or decode(self, data),
    )
    again = features.transform([*paths[:4], paths[3]])
    assert looked_at == [paths[3].read_bytes()]
    np.testing.assert_allclose(again, vectors[[0, 1, 2, 3, 3]], atol=1e-4)
    with Project(cache, read_only=True) as project:
        ((key, dim, count),) = project.feature_sets()
    assert (key.backbone, key.layer, dim, count) == ("petal", "features", 768, 4)


def test_it_works_in_a_pipeline_with_cross_validation(paths: list[Path]) -> None:
    pipeline = make_pipeline(petal(), LogisticRegression())
    labels = [path.name.split("-")[0] for path in paths]
    assert cross_val_score(pipeline, paths, labels, cv=2).shape == (2,)
    fitted = pipeline.fit(paths, labels)
    assert list(fitted.predict(paths)) == labels


def test_it_is_cloned_and_pickled(paths: list[Path]) -> None:
    features = petal(layer="stage1").fit(paths)
    assert clone(features).get_params() == features.get_params()
    again = pickle.loads(pickle.dumps(features))
    np.testing.assert_array_equal(again.transform(paths[:1]), features.transform(paths[:1]))
    names = features.get_feature_names_out()
    assert names[0] == "petal_stage1_0"
    assert len(names) == features.feature_dim_ == features.transform(paths[:1]).shape[1]


@pytest.mark.parametrize(
    "check",
    [
        # Those of scikit-learn's common checks that feed no table of numbers.
        "check_estimator_cloneable",
        "check_estimator_repr",
        "check_no_attributes_set_in_init",
        "check_get_params_invariance",
        "check_set_params",
        "check_valid_tag_types",
        "check_estimator_tags_renamed",
        "check_parameters_default_constructible",
    ],
)
def test_scikit_learns_own_checks(check: str) -> None:
    getattr(estimator_checks, check)("PhotoFeatures", petal())


# What cannot be


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "one photo or more"),
        ("photo.jpg", "a list of photos, not a single path"),
        ([1.5], "not float"),
        (np.zeros((2, 5)), r"not an array \(5,\) of float64"),
        ([np.zeros((4, 4, 3))], r"not an array \(4, 4, 3\) of float64"),
        ([np.zeros((4, 0, 3), np.uint8)], r"not an array \(4, 0, 3\) of uint8"),
    ],
)
def test_what_is_no_photo_is_refused(given: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        petal().fit(given)
    with pytest.raises(ValueError, match=sentence):
        petal().transform(given)


def test_a_photo_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.jpg", tmp_path / "good.png"
    bad.write_bytes(b"no photo")
    Image.new("RGB", (9, 9)).save(good)
    with pytest.raises(PhotoError, match=r"bad\.jpg: this is not a photo"):
        petal().transform([good, bad])
    with pytest.raises(PhotoError, match=r"gone\.jpg: the file is gone"):
        petal().transform([tmp_path / "gone.jpg"])


def test_a_network_that_there_is_not_is_refused_when_fitting(paths: list[Path]) -> None:
    with pytest.raises(WeightsError, match="petunia"):
        PhotoFeatures("petunia").fit(paths)


def test_the_package_alone_imports_nothing_heavy() -> None:
    heavy = "{'sklearn', 'numpy', 'PIL', 'tensorflow'}"
    program = f"import flowerdesk, sys; print({heavy} & set(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert said.stdout == "set()\n"
