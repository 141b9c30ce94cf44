"""Turns reports into JSON for scripts and text for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.backbone import Backbone
from flowerdesk.core.backbones.ways import PLAIN, TITLES
from flowerdesk.core.errors import WeightsError
from flowerdesk.core.evaluation import Evaluation
from flowerdesk.core.export import Proof
from flowerdesk.core.photo_map import MapReport
from flowerdesk.core.prediction import Prediction
from flowerdesk.core.similar import SimilarPhotos
from flowerdesk.core.sorting import Sorting
from flowerdesk.core.suspects.lists import SUSPICIONS, SuspectPhoto, Suspects, Suspicion
from flowerdesk.core.suspects.looking import Searched
from flowerdesk.core.weights import store
from flowerdesk.core.words import photos
from flowerdesk.core.workflow import EvaluateReport, ExtractReport, TrainReport

_MOST_SKIPPED = 10


def extract_json(report: ExtractReport) -> dict[str, Any]:
    extraction = report.extraction
    return {
        "project": report.project,
        "photos": report.photos,
        "skipped": [{"path": path, "reason": reason} for path, reason in report.skipped],
        "labels": list(report.labels),
        "photos_per_label": report.labels,
        "backbone": report.feature_key.backbone,
        "layer": report.feature_key.layer,
        "weights_sha256": report.feature_key.weights_sha256,
        "preprocessing": report.feature_key.preprocessing,
        "precision": report.feature_key.precision,
        "runtime": report.feature_key.runtime,
        "calibration": report.feature_key.calibration,
        "feature_dim": report.feature_dim,
        "extraction": {
            "computed": extraction.computed,
            "reused": extraction.reused,
            "seconds": extraction.seconds,
            "photos_per_second": extraction.photos_per_second,
        },
    }


def train_json(report: TrainReport) -> dict[str, Any]:
    run = report.run
    history = [
        {"iteration": iteration, "loss": loss}
        if accuracy is None
        else {"iteration": iteration, "validation_accuracy": accuracy}
        for iteration, loss, accuracy in _points(report)
    ]
    return {
        **extract_json(report.extract),
        "labels": list(run.labels),
        "split": report.parts,
        "training": {
            "run": run.id,
            "settings": run.settings,
            "epochs": run.epochs,
            "iterations": report.iterations,
            "seconds": run.seconds,
            "best_iteration": run.best_iteration,
            "best_validation_accuracy": run.best_validation_accuracy,
            "cancelled": run.cancelled,
            "history": history,
        },
        "test": evaluation_json(report.evaluation),
    }


def _points(report: TrainReport) -> Iterator[tuple[int, float | None, float | None]]:
    for iteration, loss, accuracy in report.run.history:
        if loss is not None:
            yield iteration, loss, None
        if accuracy is not None:
            yield iteration, None, accuracy


def evaluation_json(evaluation: Evaluation | None) -> dict[str, Any] | None:
    if evaluation is None:
        return None
    return {**evaluation.to_json(), "interval": list(evaluation.interval)}


def evaluate_json(report: EvaluateReport) -> dict[str, Any]:
    return {
        "project": report.project,
        "run": report.run.id,
        "backbone": report.run.feature_key.backbone,
        "layer": report.run.feature_key.layer,
        "labels": list(report.run.labels),
        "split": report.parts,
        "test": evaluation_json(report.evaluation),
    }


def extract_text(report: ExtractReport) -> str:
    extraction = report.extraction
    lines = [
        f"{photos(report.photos)} of {_counted(len(report.labels), 'label')} in {report.project}",
        f"{extraction.computed:,} looked at now ({extraction.photos_per_second:.1f} a second), "
        f"{extraction.reused:,} known from before; {report.feature_dim} numbers each, from "
        f"{report.feature_key.backbone} at {report.feature_key.layer}"
        f"{_way(asdict(report.feature_key))}",
    ]
    return "\n".join([*lines, *_skipped_lines(report.skipped)])


def _way(key: dict[str, Any]) -> str:
    """“, by OpenVINO int8”, or nothing for the plain way."""
    if (key["runtime"], key["precision"]) == (PLAIN.runtime, PLAIN.precision):
        return ""
    return f", by {TITLES.get(key['runtime'], key['runtime'])} {key['precision']}"


def _skipped_lines(skipped: tuple[tuple[str, str], ...]) -> list[str]:
    if not skipped:
        return []
    lines = [f"{photos(len(skipped))} could not be used:"]
    lines += [f"  {path}: {reason}" for path, reason in skipped[:_MOST_SKIPPED]]
    if len(skipped) > _MOST_SKIPPED:
        lines.append("  … (flowerdesk info PROJECT --json lists them all)")
    return lines


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def train_text(report: TrainReport) -> str:
    run = report.run
    lines = [
        extract_text(report.extract),
        f"Learned from {photos(report.parts['train'])} in {run.seconds:.1f} s, "
        f"{_counted(run.epochs, 'epoch')}; at best {run.best_validation_accuracy:.1%} right on "
        f"the {report.parts['validation']:,} it checks itself with",
    ]
    if report.evaluation is None:
        lines.append("There are no test photos, so that nothing can be said about new ones.")
    else:
        lines += ["", evaluation_text(report.evaluation)]
    project = report.extract.project
    return "\n".join([*lines, "", f"Name a new photo with: flowerdesk predict {project} PHOTO"])


def evaluate_text(report: EvaluateReport) -> str:
    return evaluation_text(report.evaluation)


def evaluation_text(evaluation: Evaluation) -> str:
    low, high = evaluation.interval
    width = max(len("label"), *(len(label) for label in evaluation.per_label))
    lines = [
        f"Right on {evaluation.right:,} of {photos(evaluation.photos)} never seen before: "
        f"{evaluation.accuracy:.1%} (between {low:.1%} and {high:.1%}, 95 % interval)",
        "",
        f"{'label':{width}}  precision  recall    f1  photos",
    ]
    lines += [
        f"{label:{width}}  {score.precision:9.1%}  {score.recall:6.1%}  {score.f1:4.2f}"
        f"  {score.photos:6}"
        for label, score in evaluation.per_label.items()
    ]
    if evaluation.misclassified:
        lines += ["", "Surest mistakes:"]
        lines += [
            f"  {mistake.path}: taken for {mistake.taken_for} ({mistake.probability:.0%})"
            for mistake in evaluation.misclassified[:5]
        ]
    return "\n".join(lines)


def predictions_json(predictions: list[Prediction], top: int) -> list[dict[str, Any]]:
    return [
        {"path": prediction.path, "problem": prediction.problem}
        if prediction.problem
        else {
            "path": prediction.path,
            "label": prediction.answers[0][0],
            "probability": prediction.answers[0][1],
            "labels": [
                {"label": label, "probability": probability}
                for label, probability in prediction.answers[:top]
            ],
        }
        for prediction in predictions
    ]


def predictions_text(predictions: list[Prediction], top: int) -> str:
    lines = []
    for prediction in predictions:
        answers = ", ".join(f"{label} {share:.1%}" for label, share in prediction.answers[:top])
        lines.append(f"{prediction.path}: {answers or prediction.problem}")
    return "\n".join(lines)


def sorting_text(sorted_into: Sorting) -> str:
    lines = [f"Copied {photos(sum(sorted_into.copied.values()))} into {sorted_into.folder}"]
    lines += [f"  {folder}: {number:,}" for folder, number in sorted_into.copied.items()]
    if sorted_into.already_there:
        lines.append(f"Already there: {photos(sorted_into.already_there)}")
    return "\n".join([*lines, *_skipped_lines(sorted_into.unreadable)])


def map_json(report: MapReport, out: Path) -> dict[str, Any]:
    return {
        "project": report.project,
        "out": str(out),
        "method": report.method,
        "seed": report.seed,
        "photos": report.photos,
        "without_features": report.without_features,
        "backbone": report.feature_key.backbone,
        "layer": report.feature_key.layer,
        "seconds": report.seconds,
    }


def map_text(report: MapReport, out: Path) -> str:
    how = f"drawn in {report.seconds:.1f} s" if report.seconds else "as it was drawn before"
    lines = [f"Wrote the map of {photos(report.photos)}, {how}, to {out}"]
    if report.without_features:
        lines.append(
            f"{photos(report.without_features)} of the project could not be used or were not "
            f"looked at yet; look at them with: flowerdesk extract {report.project}"
        )
    return "\n".join(lines)


def similar_text(found: SimilarPhotos) -> str:
    lines = [f"{found.path} ({found.label})"]
    for title, similar in (
        (f"Most like it of {found.label}:", found.own),
        ("Most like it of other labels:", found.others),
    ):
        lines += ["", title]
        lines += [f"  {one.similarity:.3f}  {one.path} ({one.label})" for one in similar]
        if not similar:
            lines.append("  none")
    return "\n".join(lines)


def suspects_json(searched: Searched, found: Suspects) -> dict[str, Any]:
    lists: dict[str, Any] = {
        suspicion: {
            "count": found.count(suspicion),
            "photos": [_suspect_json(photo, suspicion) for photo in photos],
        }
        for suspicion, photos in found.singles.items()
    }
    lists["near_duplicates"] = {
        "count": found.count("near_duplicates"),
        "straddling": found.straddling,
        "groups": [
            {
                "straddles": group.straddles,
                "photos": [
                    {
                        "path": photo.path,
                        "label": photo.label,
                        "part": photo.part or None,
                        "width": photo.width,
                        "height": photo.height,
                    }
                    for photo in group.photos
                ],
            }
            for group in found.groups
        ],
    }
    return {
        "project": searched.project,
        "photos": searched.photos,
        "measured": searched.measured,
        "skipped": searched.skipped,
        "not_looked_at": found.unseen,
        "seconds": searched.seconds,
        "suspects": {suspicion: lists[suspicion] for suspicion in SUSPICIONS},
    }


def _suspect_json(photo: SuspectPhoto, suspicion: str) -> dict[str, Any]:
    about: dict[str, Any] = {"path": photo.path, "label": photo.label}
    if suspicion == "wrong_label":
        return {**about, "suggested": photo.suggested, "probability": photo.score}
    return {**about, "score": photo.score, "width": photo.width, "height": photo.height}


_SUSPICION_TITLES: dict[Suspicion, str] = {
    "wrong_label": "Wrong label?",
    "near_duplicates": "Groups of near-duplicates",
    "blurred": "Blurred",
    "dark": "Dark",
    "bright": "Bright",
    "tiny": "Tiny",
    "odd_shape": "Oddly shaped",
}
_MOST_SUSPECTS = 10


def suspects_text(searched: Searched, found: Suspects) -> str:
    lines = [f"{photos(searched.photos)} looked through in {searched.seconds:.1f} s"]
    if found.unseen:
        lines.append(
            f"{photos(found.unseen)} of the project could not be used or were not looked at yet; "
            f"look at them with: flowerdesk extract {searched.project}"
        )
    for suspicion, title in _SUSPICION_TITLES.items():
        entries = list(_suspect_lines(found, suspicion))
        lines += ["", f"{title}: {found.count(suspicion):,}"]
        if suspicion == "near_duplicates" and found.straddling:
            lines.append(
                f"  {found.straddling:,} of them have photos in the test and outside it: the test "
                "is easier than it looks."
            )
        lines += [f"  {entry}" for entry in entries[:_MOST_SUSPECTS]]
        if len(entries) > _MOST_SUSPECTS:
            lines.append("  … (--json lists them all)")
    return "\n".join(lines)


def _suspect_lines(found: Suspects, suspicion: Suspicion) -> Iterator[str]:
    if suspicion == "near_duplicates":
        for group in found.groups:
            members = ", ".join(
                f"{photo.path} ({photo.part})" if photo.part else photo.path
                for photo in group.photos
            )
            yield f"{members}{' !' if group.straddles else ''}"
        return
    for photo in found.singles[suspicion]:
        match suspicion:
            case "wrong_label":
                detail = f"{photo.label}? looks like {photo.suggested}, {photo.score:.0%}"
            case "tiny" | "odd_shape":
                detail = f"{photo.width:,} × {photo.height:,} pixels"
            case "blurred":
                detail = f"sharpness {photo.score:.2f}"
            case _:
                detail = f"brightness {photo.score:.2f}"
        yield f"{photo.path}: {detail}"


def export_text(proof: Proof) -> str:
    lines = [
        f"Wrote {proof.format} to {proof.folder} ({proof.bytes / 1e6:,.1f} MB).",
        f"Read again by {proof.runtime}, it answers as flowerdesk does for {photos(proof.photos)}: "
        f"the largest difference of a probability is {proof.largest_difference:.2g}.",
    ]
    if proof.unread:
        lines.append(
            f"Not compared: {photos(proof.unread)} of kinds that the example program does not open."
        )
    return "\n".join([*lines, f"Try it: python {proof.folder}/classify.py PHOTO"])


def info_text(about: dict[str, Any]) -> str:
    lines = [f"{about['project']}: {photos(about['photos'])}"]
    lines += [f"  {label}: {count:,}" for label, count in about["labels"].items()]
    if about["skipped"]:
        lines.append(f"{photos(len(about['skipped']))} could not be used (--json lists them)")
    for features in about["feature_sets"]:
        vectors = _counted(features["vectors"], "feature vector")
        lines.append(
            f"{vectors} of {features['feature_dim']} numbers from {features['backbone']} at "
            f"{features['layer']}{_way(features)}"
        )
    for run in about["runs"]:
        score = (
            "not tested" if run["test_accuracy"] is None else f"{run['test_accuracy']:.1%} right"
        )
        in_use = " (in use)" if run["id"] == about["run_in_use"] else ""
        lines.append(
            f"Run {run['id']} of {run['created']}: {run['backbone']} at {run['layer']}, seed "
            f"{run['settings']['seed']}, {_counted(run['epochs'], 'epoch')}, {score}{in_use}"
        )
    return "\n".join(lines)


def about_backbone(backbone: Backbone) -> dict[str, Any]:
    """A backbone, its layers, and where its weights are or how to get them."""
    problem = None
    path = None
    served: list[str] = []
    try:
        path = store.find(backbone)
        if path is None:
            problem = loading.missing_weights(backbone)
        else:
            served = [layer.name for layer in loading.served_layers(backbone, path)]
    except WeightsError as error:
        problem = str(error)
    return {
        "name": backbone.name,
        "title": backbone.title,
        "description": backbone.description,
        "input_size": backbone.input_size,
        "default_layer": backbone.default_layer,
        "layers": [
            {"name": layer.name, "feature_dim": layer.feature_dim, "served": layer.name in served}
            for layer in backbone.layers
        ],
        "weights": str(path) if path else None,
        "ready": backbone.default_layer in served,
        "problem": problem,
        "source": asdict(backbone.source) if backbone.source else None,
    }


def backbones_text(backbones: list[dict[str, Any]]) -> str:
    blocks = []
    for about in backbones:
        layers = ", ".join(f"{layer['name']} ({layer['feature_dim']})" for layer in about["layers"])
        lines = [f"{about['name']}: {about['description']}", f"  layers: {layers}"]
        if about["problem"]:
            lines.append(f"  {about['problem']}")
        else:
            served = [layer["name"] for layer in about["layers"] if layer["served"]]
            some = "" if len(served) == len(about["layers"]) else f" (serves {', '.join(served)})"
            lines.append(f"  weights: {about['weights']}{some}")
        blocks.append("\n".join(lines))
    return "\n".join(blocks)
