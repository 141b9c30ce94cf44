"""The command line's contract with scripts and people: what each command prints and ends with."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import pty
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from command_line import (
    LAYER,
    PHOTOS_PER_LABEL,
    PROGRAM,
    Command,
    Trained,
    folder_of,
    picture,
    run,
    save_weights,
)
from PIL import Image

from flowerdesk.cli import commands
from flowerdesk.core.backbones.backbone import WeightsSource
from flowerdesk.core.backbones.vgg import VGG16
from flowerdesk.core.project import Project
from flowerdesk.core.sample import LABELS, draw_photo
from flowerdesk.core.weights import store

PHOTOS = PHOTOS_PER_LABEL * len(LABELS)

# ---- train


def test_train_from_photos_to_a_score_and_again_without_computing_a_feature(
    tmp_path: Path, weights: Path
) -> None:
    """In processes of their own, as a script calls it."""
    photos = folder_of(tmp_path / "my photos", 5)
    (photos / "oak" / "broken.jpg").write_bytes(b"")
    words = ["train", photos, "--layer", LAYER, "--weights", weights, "--epochs", 3, "--json"]
    first, second = run(*words), run(*words)
    assert first.code == second.code == 0
    report = first.json
    assert report["project"] == str(tmp_path / "my photos.flowerdesk")
    assert Path(report["project"]).is_file()
    assert report["photos"] == 11
    assert report["skipped"] == [
        {"path": "my photos/oak/broken.jpg", "reason": "the file is empty (0 bytes)"}
    ]
    assert report["labels"] == ["ash", "oak"]
    assert report["split"] == {"train": 6, "validation": 2, "test": 2}
    assert report["backbone"] == "vgg16"
    assert report["layer"] == LAYER
    assert report["feature_dim"] == 128
    assert report["extraction"]["computed"] == 10
    assert report["extraction"]["reused"] == 0
    assert report["extraction"]["seconds"] > 0
    assert report["extraction"]["photos_per_second"] == pytest.approx(
        10 / report["extraction"]["seconds"]
    )
    training = report["training"]
    assert training["epochs"] == 3
    assert training["iterations"] == 3 * 6
    assert training["seconds"] > 0
    losses = [point for point in training["history"] if "loss" in point]
    checks = [point for point in training["history"] if "validation_accuracy" in point]
    assert [point["iteration"] for point in losses] == list(range(1, 19))
    assert {5, 10, 15, 18} <= {point["iteration"] for point in checks}
    assert all(set(point) == {"iteration", "loss"} for point in losses)
    best = max(point["validation_accuracy"] for point in checks)
    assert training["best_validation_accuracy"] == best
    test = report["test"]
    low, high = test["interval"]
    assert 0 <= low <= test["accuracy"] <= high <= 1
    assert set(test["per_label"]) == {"ash", "oak"}
    matrix = np.array(test["confusion_matrix"])
    assert matrix.shape == (2, 2)
    assert matrix.sum() == 2
    assert matrix.trace() / matrix.sum() == test["accuracy"]
    assert "Skipped my photos/oak/broken.jpg: the file is empty (0 bytes)" in first.err

    again = second.json
    assert again["extraction"]["computed"] == 0
    assert again["extraction"]["reused"] == 10
    assert again["test"] == test
    assert again["training"]["history"] == training["history"], "the same to the last digit"


def test_the_same_photos_in_another_folder_are_known(
    trained: Trained, command: Command, weights: Path
) -> None:
    before = command("info", trained.project, "--json").json
    grown = trained.photos.with_name("grown")
    shutil.copytree(trained.photos, grown)
    picture(grown / LABELS[0] / "new.jpg", 7)
    words = ["train", grown, "--project", trained.project, "--layer", LAYER, "--weights", weights]
    report = command(*words, "--json").json
    assert report["extraction"]["computed"] == 1
    assert report["extraction"]["reused"] == 2 * PHOTOS, "those of both folders"
    assert report["training"]["run"] == before["run_in_use"] + 1
    assert sum(report["split"].values()) == PHOTOS + 1, "the same bytes count once"


def test_train_tells_people_what_came_of_it(
    trained: Trained, command: Command, weights: Path
) -> None:
    ended = command("train", trained.photos, "--layer", LAYER, "--weights", weights)
    assert ended.code == 0
    assert f"{PHOTOS} photos of 5 labels in {trained.project}" in ended.out
    assert f"0 looked at now (0.0 a second), {PHOTOS} known from before" in ended.out
    assert "Learned from 20 photos in" in ended.out
    assert "of 5 photos never seen before" in ended.out
    assert "95 % interval" in ended.out
    assert f"flowerdesk predict {trained.project} PHOTO" in ended.out
    assert "Looking with VGG16, because its weights were named, at layer block1_pool" in ended.err


def test_the_settings_of_training_reach_it(
    trained: Trained, command: Command, weights: Path
) -> None:
    settings = {
        "--seed": 3,
        "--epochs": 4,
        "--batches": 2,
        "--hidden": "16,8",
        "--learning-rate": 0.01,
        "--dropout": 0.2,
        "--weight-decay": 0.001,
        "--class-weights": "balanced",
        "--early-stopping": 9,
    }
    words = [word for pair in settings.items() for word in pair]
    report = command(
        *("train", trained.photos, "--layer", LAYER, "--weights", weights, *words),
        *("--no-standardize", "--json"),
    ).json
    assert report["training"]["settings"] == {
        "seed": 3,
        "epochs": 4,
        "batches": 2,
        "hidden": [16, 8],
        "learning_rate": 0.01,
        "dropout": 0.2,
        "weight_decay": 0.001,
        "class_weights": "balanced",
        "early_stopping": 9,
        "standardize": False,
    }
    assert report["training"]["iterations"] == 8
    other = command(
        *("train", trained.photos, "--layer", LAYER, "--weights", weights),
        *("--hidden", "none", "--epochs", 1, "--json"),
    ).json
    assert other["training"]["settings"]["hidden"] == []


def test_without_the_weights_of_vgg16_the_bundled_backbone_is_taken_and_that_is_told(
    tmp_path: Path, command: Command
) -> None:
    photos = folder_of(tmp_path / "trees", 3)
    ended = command("train", photos, "--epochs", 1, "--json")
    assert ended.json["backbone"] == "petal"
    assert "which comes with flowerdesk, because the weights of VGG16 are not on this" in ended.err
    assert "flowerdesk weights fetch vgg16" in ended.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--epochs", "0"], "epochs must be greater than 0, not 0."),
        (["--dropout", "1"], "dropout must be at least 0 and below 1, not 1.0."),
        (["--seed", "-1"], "seed must be between 0 and 4294967295, not -1."),
        (["--layer", "block9"], "VGG16 has no layer “block9”. Choose one of: block1_pool"),
        (["--backbone", "resnet"], "There is no backbone called “resnet”. Choose one of: vgg16"),
    ],
)
def test_settings_that_cannot_work_are_refused_before_any_work(
    trained: Trained, command: Command, weights: Path, words: list[str], sentence: str
) -> None:
    new = trained.project.with_name("new.flowerdesk")
    ended = command("train", trained.photos, "--project", new, "--weights", weights, *words)
    assert ended.error.startswith(sentence)
    assert not new.exists()


# ---- extract, evaluate, info


def test_extract_fills_a_project_without_training(
    tmp_path: Path, command: Command, weights: Path
) -> None:
    project = tmp_path / "trees.flowerdesk"
    photos = folder_of(tmp_path / "trees", 3)
    words = ["extract", project, "--layer", LAYER, "--weights", weights]
    report = command(*words, "--photos", photos, "--json").json
    assert report["extraction"]["computed"] == 6
    assert report["photos_per_label"] == {"ash": 3, "oak": 3}
    again = command(*words, "--json").json["extraction"]
    assert (again["computed"], again["reused"]) == (0, 6), "the project knows its photos"
    about = command("info", project, "--json").json
    assert about["runs"] == []
    assert about["feature_sets"][0]["vectors"] == 6
    for words in (["evaluate", project], ["predict", project, photos]):
        assert "has no trained classifier yet. Train one first" in command(*words).error


def test_another_precision_looks_at_the_photos_anew_and_is_told(
    tmp_path: Path, command: Command, weights: Path
) -> None:
    project = tmp_path / "trees.flowerdesk"
    photos = folder_of(tmp_path / "trees", 3)
    words = ["extract", project, "--layer", LAYER, "--weights", weights]
    report = command(*words, "--photos", photos, "--json").json
    assert (report["runtime"], report["precision"]) == ("tensorflow", "float32")
    other = ("--runtime", "tensorflow", "--precision")
    text = command(*words, *other, "bfloat16").out
    assert "6 looked at now" in text
    assert f"at {LAYER}, by TensorFlow bfloat16" in text
    assert "by TensorFlow bfloat16" in command("info", project).out
    refused = command(*words, *other, "int8").error
    assert "TensorFlow cannot compute in int8. Choose another --precision" in refused


def test_evaluate_scores_the_run_in_use(trained: Trained, command: Command) -> None:
    report = command("evaluate", trained.project, "--json").json
    assert report["project"] == str(trained.project)
    assert report["split"] == {"train": 20, "validation": 5, "test": 5}
    assert report["labels"] == list(LABELS)
    run_in_use = command("info", trained.project, "--json").json["runs"][0]
    assert report["test"]["accuracy"] == run_in_use["test_accuracy"]
    low, high = report["test"]["interval"]
    assert low <= report["test"]["accuracy"] <= high
    text = command("evaluate", trained.project).out
    assert all(label in text for label in LABELS)
    assert f"{report['test']['accuracy']:.1%}" in text


def test_info_tells_what_a_project_holds(trained: Trained, command: Command) -> None:
    about = command("info", trained.project, "--json").json
    assert about["photos"] == PHOTOS
    assert about["labels"] == dict.fromkeys(LABELS, PHOTOS_PER_LABEL)
    assert about["skipped"] == []
    assert [(s["backbone"], s["layer"], s["vectors"]) for s in about["feature_sets"]] == [
        ("vgg16", LAYER, PHOTOS)
    ]
    assert [run["id"] for run in about["runs"]] == [about["run_in_use"]]
    text = command("info", trained.project).out
    assert f"{PHOTOS} photos" in text
    assert "(in use)" in text


# ---- predict


def test_predict_names_files_and_folders(
    trained: Trained, command: Command, tmp_path: Path
) -> None:
    new = tmp_path / "new ones"
    new.mkdir()
    draw_photo(new / "a.jpg", LABELS[1], 5)
    (new / "b.jpg").write_bytes(b"no photo")
    alone = tmp_path / "alone.png"
    picture(alone, 3)
    report = command("predict", trained.project, new, alone, "--top", 2, "--json").json
    assert report["project"] == str(trained.project)
    first, broken, second = report["predictions"]
    assert [first["path"], broken["path"], second["path"]] == [
        *(str(new / "a.jpg"), str(new / "b.jpg"), str(alone)),
    ]
    assert "not a photo" in broken["problem"]
    assert "label" not in broken
    for answer in (first, second):
        assert len(answer["labels"]) == 2
        assert answer["labels"][0] == {
            "label": answer["label"],
            "probability": answer["probability"],
        }
        assert answer["labels"][0]["probability"] >= answer["labels"][1]["probability"]

    table = list(csv.DictReader(io.StringIO(command("predict", trained.project, new, "--csv").out)))
    assert [row["path"] for row in table] == [first["path"], broken["path"]]
    assert table[0]["label"] == first["label"]
    assert sum(float(table[0][label]) for label in LABELS) == pytest.approx(1)
    assert "not a photo" in table[1]["problem"]
    assert table[1]["label"] == ""

    lines = command("predict", trained.project, alone).out.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"{alone}: {second['label']} {second['probability']:.1%}, ")
    assert lines[0].count("%") == 3


def test_predict_fails_when_no_photo_can_be_read(
    trained: Trained, command: Command, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.jpg"
    empty.touch()
    ended = command("predict", trained.project, empty, "--json")
    assert ended.error == "None of these photos could be read; each is listed with its reason."
    assert ended.json["predictions"][0]["problem"] == "the file is empty (0 bytes)"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("nowhere.jpg", "There is no photo {}. Check its name."), ("", "There are no photos in {}.")],
)
def test_predict_refuses_names_that_lead_nowhere(
    trained: Trained, command: Command, tmp_path: Path, name: str, sentence: str
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    path = folder / name
    assert command("predict", trained.project, path).error.startswith(sentence.format(path))


def test_a_head_refuses_other_weights_than_it_was_trained_with(
    trained: Trained, command: Command, tmp_path: Path
) -> None:
    other = save_weights(tmp_path / "other.npz", **{"block1_conv1/bias": np.ones(64, "f4")})
    error = command("predict", trained.project, trained.photos, "--weights", other).error
    assert "was trained on vgg16 with other weights than these" in error


# ---- projects of an older flowerdesk


def test_a_project_of_an_older_flowerdesk_needs_no_window_to_be_brought_up_to_date(
    tmp_path: Path, command: Command
) -> None:
    old = tmp_path / "old.flowerdesk"
    shutil.copy(Path(__file__).parents[1] / "data" / "project_v1.flowerdesk", old)
    assert command("info", old, "--json").json["photos"] == 8


# ---- map and similar


def test_map_writes_a_table_of_all_photos(
    trained: Trained, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "map.csv"
    ended = command("map", trained.project, "--out", out)
    assert ended.code == 0
    assert f"Wrote the map of {PHOTOS} photos, drawn in" in ended.out
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == PHOTOS
    assert {row["label"] for row in rows} == set(LABELS)
    assert {row["part"] for row in rows} == {"train", "validation", "test"}
    again = command("map", trained.project, "--out", tmp_path / "again.csv", "--json")
    assert again.json["seconds"] == 0
    assert again.json["photos"] == PHOTOS
    assert (tmp_path / "again.csv").read_bytes() == out.read_bytes()


def test_map_by_principal_components(trained: Trained, command: Command, tmp_path: Path) -> None:
    out = tmp_path / "map.csv"
    words = ("map", trained.project, "--out", out, "--method", "pca", "--json")
    assert command(*words).json["method"] == "pca"
    assert len(out.read_text(encoding="utf-8").splitlines()) == PHOTOS + 1


def test_a_map_without_features_is_refused(tmp_path: Path, command: Command) -> None:
    with Project(tmp_path / "empty.flowerdesk", create=True) as project:
        pass
    ended = command("map", project.path, "--out", tmp_path / "map.csv")
    assert "flowerdesk extract" in ended.error
    assert not (tmp_path / "map.csv").exists()


def test_similar_names_neighbours_of_the_same_label_and_of_others(
    trained: Trained, command: Command
) -> None:
    photo = next((trained.photos / LABELS[0]).glob("*.jpg"))
    ended = command("similar", trained.project, photo, "--count", 3)
    assert f"Most like it of {LABELS[0]}:" in ended.out
    assert len(ended.out.splitlines()) == 1 + 2 * (2 + 3)
    found = command("similar", trained.project, photo, "--count", 3, "--json").json
    assert (found["path"], found["label"]) == (f"photos/{LABELS[0]}/{photo.name}", LABELS[0])
    assert {one["label"] for one in found["own"]} == {LABELS[0]}
    assert LABELS[0] not in {one["label"] for one in found["others"]}
    for row in (found["own"], found["others"]):
        similarities = [one["similarity"] for one in row]
        assert len(row) == 3
        assert similarities == sorted(similarities, reverse=True)


def test_similar_of_a_foreign_photo_says_what_to_do(
    trained: Trained, command: Command, tmp_path: Path
) -> None:
    ended = command("similar", trained.project, picture(tmp_path / "new.jpg", 77))
    assert "flowerdesk predict" in ended.error


# ---- suspects


def test_suspects_are_listed_as_json_and_as_text_and_kept(
    command: Command, trained: Trained
) -> None:
    before = command("suspects", trained.project, "--json").json
    assert (before["photos"], before["measured"], before["skipped"]) == (PHOTOS, PHOTOS, 0)
    assert list(before["suspects"]) == [
        "wrong_label", "near_duplicates", "blurred", "dark", "bright", "tiny", "odd_shape",
    ]  # fmt: skip
    for found in before["suspects"].values():
        assert found["count"] == len(found.get("photos", found.get("groups")))
    again = command("suspects", trained.project, "--json").json
    assert again["measured"] == 0
    assert again["suspects"] == before["suspects"]
    text = command("suspects", trained.project).out
    assert f"{PHOTOS} photos looked through in " in text
    assert f"Wrong label?: {before['suspects']['wrong_label']['count']}" in text
    assert "Groups of near-duplicates: " in text


def test_a_photo_that_is_there_twice_and_a_dark_one_are_among_the_suspects(
    command: Command, tmp_path: Path, weights: Path
) -> None:
    photos = folder_of(tmp_path / "trees", 4)
    with Image.open(photos / "ash" / "001.jpg") as photo:
        photo.resize((80, 60)).save(photos / "ash" / "again.jpg")
    Image.new("RGB", (40, 30), "#111").save(photos / "oak" / "dark.jpg")
    project = tmp_path / "trees.flowerdesk"
    command("extract", project, "--photos", photos, "--layer", LAYER, "--weights", weights)
    found = command("suspects", project, "--json").json["suspects"]
    groups = [
        [Path(one["path"]).name for one in it["photos"]]
        for it in found["near_duplicates"]["groups"]
    ]
    assert groups == [["again.jpg", "001.jpg"]]
    assert [one["path"] for one in found["dark"]["photos"]] == ["trees/oak/dark.jpg"]
    text = command("suspects", project).out
    assert "trees/ash/again.jpg, trees/ash/001.jpg" in text
    assert "trees/oak/dark.jpg: brightness 0.0" in text


def test_suspects_need_photos_that_were_looked_at(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "empty.flowerdesk"
    with Project(path, create=True):
        pass
    error = command("suspects", path).error
    assert f"flowerdesk extract {path}" in error


# ---- codes


def test_codes_are_in_the_articles_form(trained: Trained, command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "made" / "codes"
    ended = command("codes", trained.project, folder)
    assert ended.code == 0
    assert f"the codes of {PHOTOS} photos (128 numbers each)" in ended.out
    assert {path.name for path in folder.iterdir()} == {"codes", "labels", "codes.npz"}
    raw = np.fromfile(folder / "codes", "<f4").reshape(PHOTOS, 128)
    labels = (folder / "labels").read_text(encoding="utf-8").split()
    with np.load(folder / "codes.npz") as archive:
        np.testing.assert_array_equal(archive["codes"], raw)
        assert archive["labels"].tolist() == labels
        assert [path.split("/")[1] for path in archive["paths"]] == labels


def test_codes_of_a_project_without_features_are_refused(tmp_path: Path, command: Command) -> None:
    from flowerdesk.core.project import Project

    project = tmp_path / "empty.flowerdesk"
    Project(project, create=True).close()
    assert "has no feature vectors yet. Make them first" in command("codes", project, "out").error


# ---- sample and demo


def test_sample_draws_photos(tmp_path: Path, command: Command) -> None:
    folder = tmp_path / "drawn"
    ended = command("sample", folder, "--per-label", 2, "--seed", 4)
    assert ended.code == 0
    assert f"Drew {2 * len(LABELS)} photos into {folder}" in ended.out
    assert {path.name: len(list(path.iterdir())) for path in folder.iterdir()} == dict.fromkeys(
        LABELS, 2
    )


def test_demo_shows_it_all_on_drawn_photos(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_DEMO_PHOTOS_PER_LABEL", 10)
    ended = command("demo", tmp_path / "demo")
    assert ended.code == 0
    assert "50 photos of 5 labels" in ended.out
    assert "95 % interval" in ended.out
    assert "A new photo, drawn as one of" in ended.out
    assert (tmp_path / "demo" / "new-photo.jpg").is_file()


# ---- backbones and weights


def test_backbones_tells_what_is_missing_and_what_to_do(command: Command) -> None:
    listed = {about["name"]: about for about in command("backbones", "--json").json["backbones"]}
    assert {"vgg16", "vgg19"} <= set(listed)
    vgg16 = listed["vgg16"]
    assert vgg16["ready"] is False
    assert vgg16["weights"] is None
    assert "flowerdesk weights fetch vgg16" in vgg16["problem"]
    assert vgg16["default_layer"] == "fc6"
    assert {"name": "fc6", "feature_dim": 4096, "served": False} in vgg16["layers"]
    assert {"name": "block3_pool", "feature_dim": 512, "served": False} in vgg16["layers"]
    assert {"url", "checksum", "size", "licence"} <= set(vgg16["source"])
    text = command("backbones").out
    assert "fc6 (4096)" in text
    assert "flowerdesk weights fetch vgg19" in text


def test_weights_add_keeps_a_file_for_good(
    command: Command, weights: Path, trained: Trained, own_home: Path
) -> None:
    ended = command("weights", "add", "vgg16", weights)
    assert ended.code == 0
    kept = own_home / "weights" / "vgg16.npz"
    assert f"kept in {kept}; they serve: {LAYER}" in ended.out
    assert kept.read_bytes() == weights.read_bytes()
    listed = {about["name"]: about for about in command("backbones", "--json").json["backbones"]}
    assert listed["vgg16"]["weights"] == str(kept)
    assert {"name": LAYER, "feature_dim": 128, "served": True} in listed["vgg16"]["layers"]
    assert listed["vgg16"]["ready"] is False, "its usual layer is not in this file"
    assert f"(serves {LAYER})" in command("backbones").out
    ended = command("train", trained.photos, "--layer", LAYER, "--epochs", 1, "--json")
    assert ended.json["extraction"]["computed"] == 0
    assert "VGG16, because its weights are on this computer" in ended.err


def test_weights_of_another_network_are_not_kept(
    command: Command, tmp_path: Path, own_home: Path
) -> None:
    other = tmp_path / "other.npz"
    np.savez(other, **{"fire2/kernel": np.zeros((1, 1, 4, 4), "f4")})
    assert str(other) in command("weights", "add", "vgg16", other).error
    assert not (own_home / "weights" / "vgg16.npz").exists()


@pytest.mark.parametrize("words", [["add", "resnet", "file.npz"], ["fetch", "resnet"]])
def test_an_unknown_backbone_is_named_with_those_that_there_are(
    command: Command, words: list[str]
) -> None:
    error = command("weights", *words).error
    assert error.startswith("There is no backbone called “resnet”. Choose one of: vgg16, vgg19")


@pytest.fixture
def publisher(weights: Path) -> Iterator[str]:
    """The address of a server that has the weights and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/vgg16.npz"
            content = weights.read_bytes() if found else b""
            self.send_response(200 if found else 404)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """The test's output is no place for it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


@pytest.fixture
def published(weights: Path, publisher: str, monkeypatch: pytest.MonkeyPatch) -> WeightsSource:
    content = weights.read_bytes()
    checksum = f"sha256:{hashlib.sha256(content).hexdigest()}"
    source = WeightsSource(f"{publisher}/vgg16.npz", checksum, len(content), "for tests")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    _publish(source, monkeypatch)
    return source


def _publish(source: WeightsSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "backbone_named", lambda _: replace(VGG16, source=source))


def test_weights_fetch_downloads_when_it_is_asked_to(
    command: Command, published: WeightsSource, own_home: Path
) -> None:
    ended = command("weights", "fetch", "vgg16")
    assert ended.code == 0
    kept = own_home / "weights" / "vgg16.npz"
    assert f"The weights of VGG16 are here now: {kept}" in ended.out
    assert kept.stat().st_size == published.size
    assert "Downloading" in ended.err


def test_weights_fetch_says_what_went_wrong(
    command: Command,
    published: WeightsSource,
    own_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _publish(replace(published, url=published.url.replace("vgg16", "gone")), monkeypatch)
    assert "404" in command("weights", "fetch", "vgg16").error
    _publish(replace(published, checksum=f"sha256:{64 * '0'}"), monkeypatch)
    assert command("weights", "fetch", "vgg16").error
    assert not (own_home / "weights" / "vgg16.npz").exists()
    assert store.find(VGG16) is None


# ---- what holds for all


_OPEN_PROJECT = [
    ["info"], ["evaluate"], ["predict", "photo.jpg"], ["codes", "out"], ["extract"], ["suspects"],
]  # fmt: skip


@pytest.mark.parametrize("words", _OPEN_PROJECT, ids=lambda words: words[0])
def test_a_project_that_is_not_there_is_told_and_not_made(
    words: list[str], command: Command, tmp_path: Path, weights: Path
) -> None:
    name, *more = words
    project = tmp_path / "none.flowerdesk"
    if name == "extract":
        more = ["--layer", LAYER, "--weights", str(weights)]
    error = command(name, project, *more).error
    assert error.startswith(f"There is no project {project}. Check its name, or make one with")
    assert not project.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["train"],
        ["train", "photos", "--epochs", "many"],
        ["train", "photos", "--hidden", "wide"],
        ["train", "photos", "--class-weights", "odd"],
        ["train", "photos", "--no-such-option"],
        ["predict", "project"],
        ["predict", "project", "photo", "--top", "0"],
        ["predict", "project", "photo", "--json", "--csv"],
        ["sample", "folder", "--per-label", "0"],
        ["codes", "project"],
        ["weights", "add", "vgg16"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_says_how_it_goes(words: list[str], command: Command) -> None:
    ended = command(*words)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith("Usage: ")
    assert "Error: " in ended.err
    assert "Traceback" not in ended.err


def test_help_and_version(command: Command) -> None:
    ended = command("--help")
    assert ended.code == 0
    for name in ("train", "extract", "evaluate", "predict", "info", "codes", "demo", "sample"):
        assert f"\n  {name} " in ended.out
    assert command("train", "--help").code == 0
    assert version("flowerdesk") in command("--version").out


def test_help_imports_nothing_heavy() -> None:
    ended = subprocess.run(
        [PROGRAM[0], "-X", "importtime", *PROGRAM[1:], "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert "click" in imported
    heavy = {"tensorflow", "keras", "numpy", "scipy", "sklearn", "PIL", "h5py", "PySide6"}
    assert not imported & heavy


def test_debug_shows_the_traceback_and_the_sentence(
    command: Command, trained: Trained, tmp_path: Path
) -> None:
    missing = tmp_path / "none.flowerdesk"
    for words in (["info", missing], ["evaluate", missing], ["train", tmp_path / "no folder"]):
        ended = command("--debug", *words)
        assert ended.code == 1
        assert "Traceback (most recent call last)" in ended.err
        assert ended.err.splitlines()[-1].startswith("Error: There is no ")
        assert "Traceback" not in command(*words).err


def test_a_bug_is_told_as_one_and_its_traceback_on_request(
    command: Command, trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowerdesk.core.workflow.evaluate", divide_by_zero)
    error = command("evaluate", trained.project).error
    assert "ZeroDivisionError" in error
    assert error.endswith("flowerdesk --debug … shows the details.")
    assert "in divide_by_zero" in command("--debug", "evaluate", trained.project).err


def divide_by_zero(*_: object) -> None:
    raise ZeroDivisionError("division by zero")


def test_the_death_of_the_child_is_told_with_what_is_saved(
    command: Command, trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowerdesk.core.workflow.evaluate", exit_at_once)
    error = command("evaluate", trained.project).error
    assert "ended unexpectedly (exit code 9)" in error
    assert "saved" in error


def exit_at_once(*_: object) -> None:
    os._exit(9)


def test_one_is_singular(command: Command, tmp_path: Path, weights: Path) -> None:
    photos = folder_of(tmp_path / "trees", 3)
    (photos / "oak" / "broken.jpg").write_bytes(b"")
    picture(photos / "beside.jpg", 99)
    words = ["train", photos, "--layer", LAYER, "--weights", weights, "--epochs", 1]
    ended = command(*words)
    assert "Left out 1 photo beside the label folders" in ended.err
    assert "1 photo could not be used:" in ended.out
    assert "1 epoch;" in ended.out
    (photos / "oak" / "000.jpg").unlink()
    assert "1 photo cannot be found in" in command(*words).err
    (tmp_path / "trees" / "oak" / "001.jpg").unlink()
    alone = tmp_path / "alone"
    picture(alone / "only.jpg", 1)
    error = command("train", alone).error
    assert error.startswith(f"{alone} holds 1 photo without a label.")
    text = command("info", photos.with_suffix(".flowerdesk")).out
    assert "1 photo could not be used" in text
    assert "1 epoch," in text


def test_json_survives_a_pipe_of_another_encoding(
    command: Command, tmp_path: Path, weights: Path
) -> None:
    photos = folder_of(tmp_path / "trees", 3, ("木", "🌳"))
    project = tmp_path / "trees.flowerdesk"
    report = command("extract", project, "--photos", photos, "--layer", LAYER, "--weights", weights)
    assert report.code == 0
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}  # as pipes on Windows
    assert run("info", project, "--json", env=environment).json["labels"] == {"木": 3, "🌳": 3}
    text = run("info", project, env=environment)
    assert text.code == 0
    assert r"\u6728: 3" in text.out


def test_on_a_terminal_bars_are_shown_and_stdout_stays_clean(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    shown = b""
    with subprocess.Popen(
        [*PROGRAM, "sample", str(tmp_path / "drawn"), "--per-label", "3"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    ) as process:
        os.close(theirs)
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
        assert process.stdout
        out = process.stdout.read().decode()
    os.close(ours)
    assert "Drawing sample photos" in shown.decode()
    assert "15/15" in shown.decode()
    assert out.startswith("Drew 15 photos into")
    assert len(out.splitlines()) == 1
