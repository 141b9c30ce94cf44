"""What each command does: starts the job, shows its progress, and prints what came of it."""

from __future__ import annotations

import csv
import json
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from types import FrameType
from typing import Any

import click

from flowerdesk.cli import reports
from flowerdesk.cli.progress import Reporter
from flowerdesk.core import photo_map, prediction, sample, words, workflow
from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.registry import BACKBONES, backbone_named
from flowerdesk.core.errors import FlowerdeskError
from flowerdesk.core.events import Event, Progress
from flowerdesk.core.export import discard_export, prove_export, write_export
from flowerdesk.core.project import Project, beside, bring_up_to_date
from flowerdesk.core.report import write_report
from flowerdesk.core.similar import similar_photos
from flowerdesk.core.suspects import lists, looking
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.weights import download, store
from flowerdesk.jobs import Cancelled, Crashed, Failed, Finished, Worker


class JobError(FlowerdeskError):
    """A job that failed or crashed; ``details`` is for those who want to know."""

    def __init__(self, message: str, details: str) -> None:
        super().__init__(message)
        self.details = details

    def __str__(self) -> str:
        return str(self.args[0])


def train(photos: Path, project: Path | None, as_json: bool, options: dict[str, Any]) -> None:
    backbone = _request(options)
    path = project or beside(photos)
    report = run_job(workflow.train, path, photos, backbone, HeadSettings(**options))
    if as_json:
        print_json(reports.train_json(report))
    else:
        click.echo(reports.train_text(report))
    _stop_if_cancelled(report)


def _stop_if_cancelled(report: workflow.TrainReport) -> None:
    if report.run.cancelled:
        click.echo(
            f"Learning was stopped after {report.run.epochs} of {report.run.settings['epochs']} "
            "epochs; what it had learned by then is saved and in use.",
            err=True,
        )
        raise KeyboardInterrupt


def _request(options: dict[str, Any]) -> workflow.BackboneRequest:
    """Takes out of the options what says which vectors are wanted."""
    names = [field.name for field in fields(workflow.BackboneRequest)]
    return workflow.BackboneRequest(**{name: options.pop(name) for name in names})


def extract(project: Path, photos: Path | None, as_json: bool, options: dict[str, Any]) -> None:
    report = run_job(workflow.extract, project, photos, _request(options))
    if as_json:
        print_json(reports.extract_json(report))
    else:
        click.echo(reports.extract_text(report))


def evaluate(project: Path, as_json: bool) -> None:
    bring_up_to_date(project)
    report = run_job(workflow.evaluate, project)
    if as_json:
        print_json(reports.evaluate_json(report))
    else:
        click.echo(reports.evaluate_text(report))


def predict(
    project: Path,
    photos: tuple[Path, ...],
    top: int,
    weights: Path | None,
    form: str,
    sort_into: Path | None,
    unsure_below: float,
) -> None:
    bring_up_to_date(project)
    sorted_into = None
    if sort_into is None:
        predictions = run_job(workflow.predict, project, photos, weights)
    else:
        wanted = workflow.SortRequest(sort_into, unsure_below)
        predictions, sorted_into = run_job(workflow.sort_photos, project, photos, weights, wanted)
    if form == "json":
        about: dict[str, Any] = {"project": str(project)}
        about["predictions"] = reports.predictions_json(predictions, top)
        if sorted_into is not None:
            about["sorted"] = asdict(sorted_into)
        print_json(about)
    elif form == "csv":
        _write_csv(prediction.table(predictions))
    elif sorted_into is not None:
        click.echo(reports.sorting_text(sorted_into))
    else:
        click.echo(reports.predictions_text(predictions, top))
    if all(one.problem for one in predictions):
        raise FlowerdeskError("None of these photos could be read; each is listed with its reason.")


def watch(
    project: Path,
    folder: Path,
    top: int,
    weights: Path | None,
    form: str,
    sort_into: Path | None,
    unsure_below: float,
) -> None:
    bring_up_to_date(project)
    wanted = workflow.SortRequest(sort_into, unsure_below) if sort_into else None
    first = True

    def show(predictions: tuple[prediction.Prediction, ...]) -> None:
        nonlocal first
        if form == "json":
            for one in reports.predictions_json(list(predictions), top):
                click.echo(json.dumps(one))
        elif form == "csv":
            heading, *rows = prediction.table(predictions)
            _write_csv([heading, *rows] if first else rows)
        else:
            click.echo(reports.predictions_text(list(predictions), top))
        first = False
        sys.stdout.flush()  # whoever reads a pipe wants it now

    arrived = run_job(workflow.watch, project, folder, weights, wanted, on_named=show)
    click.echo(f"Stopped watching; {words.photos(arrived)} arrived.", err=True)


def _write_csv(rows: Iterable[list[object]]) -> None:
    csv.writer(sys.stdout, lineterminator="\n").writerows(rows)


def suspects(project: Path, as_json: bool) -> None:
    bring_up_to_date(project)
    searched = run_job(looking.search, project)
    with Project(project, read_only=True) as opened:
        found = lists.suspects(opened)
    if as_json:
        print_json(reports.suspects_json(searched, found))
    else:
        click.echo(reports.suspects_text(searched, found))


def info(project: Path, as_json: bool) -> None:
    bring_up_to_date(project)
    about = workflow.info(project)
    if as_json:
        print_json(about)
    else:
        click.echo(reports.info_text(about))


def codes(project: Path, folder: Path) -> None:
    bring_up_to_date(project)
    written = run_job(workflow.codes, project, folder)
    click.echo(
        f"Wrote the codes of {words.photos(written.photos)} ({written.feature_dim} numbers each) "
        f"to {written.folder}: codes, labels, codes.npz"
    )


def draw_map(project: Path, out: Path, method: str, seed: int, as_json: bool) -> None:
    bring_up_to_date(project)
    report = run_job(photo_map.write_map, project, out, method, seed)
    if as_json:
        print_json(reports.map_json(report, out))
    else:
        click.echo(reports.map_text(report, out))


def similar(project: Path, photo: Path, count: int, as_json: bool) -> None:
    bring_up_to_date(project)
    found = run_job(similar_photos, project, photo, count)
    if as_json:
        print_json({"project": str(project), **asdict(found)})
    else:
        click.echo(reports.similar_text(found))


def export(
    project: Path,
    folder: Path,
    format_name: str,
    force: bool,
    weights: Path | None,
    as_json: bool,
) -> None:
    bring_up_to_date(project)
    written = run_job(write_export, project, format_name, folder, force, weights)
    try:
        proof = run_job(prove_export, written)  # in a child of its own
    finally:
        discard_export(written)
    if as_json:
        print_json(asdict(proof))
    else:
        click.echo(reports.export_text(proof))


def report(project: Path, file: Path, force: bool) -> None:
    bring_up_to_date(project)
    written = run_job(write_report, project, file, force)
    click.echo(f"Wrote the report to {written}")


def draw_sample(folder: Path, photos_per_label: int, seed: int) -> None:
    count = run_job(workflow.draw_sample, folder, photos_per_label, seed)
    click.echo(
        f"Drew {words.photos(count)} into {folder}. Learn them with: flowerdesk train {folder}"
    )


DEMO_BACKBONE = "petal"
_DEMO_SEED = 0
_DEMO_PHOTOS_PER_LABEL = 200


def demo(folder: Path) -> None:
    photos, new_photo = folder / "photos", folder / "new-photo.jpg"
    request = workflow.BackboneRequest(DEMO_BACKBONE)
    with Worker() as worker:
        run_job(workflow.draw_sample, photos, _DEMO_PHOTOS_PER_LABEL, _DEMO_SEED, worker=worker)
        project = beside(photos)
        report = run_job(workflow.train, project, photos, request, HeadSettings(), worker=worker)
        _stop_if_cancelled(report)
        label = report.run.labels[-1]
        sample.draw_photo(new_photo, label, _DEMO_SEED)
        predictions = run_job(workflow.predict, project, (new_photo,), None, worker=worker)
    click.echo(reports.train_text(report))
    click.echo(f"\nA new photo, drawn as one of {label}:")
    click.echo(reports.predictions_text(predictions, top=3))
    click.echo(f"\nNow with your own photos: flowerdesk train PHOTOS. All of this is in {folder}.")


def backbones(as_json: bool) -> None:
    about = [reports.about_backbone(backbone) for backbone in BACKBONES]
    if as_json:
        print_json({"backbones": about})
    else:
        click.echo(reports.backbones_text(about))


def fetch_weights(name: str) -> None:
    backbone = backbone_named(name)
    path = run_job(download.fetch, backbone)
    click.echo(f"The weights of {backbone.title} are here now: {path}")


def add_weights(name: str, file: Path) -> None:
    backbone = backbone_named(name)
    path = store.add(backbone, file, loading.expected_shapes(backbone))
    served = ", ".join(layer.name for layer in loading.served_layers(backbone, path))
    click.echo(f"The weights of {backbone.title} are kept in {path}; they serve: {served}")


OnNamed = Callable[[tuple[prediction.Prediction, ...]], None]


def run_job(
    job: Callable[..., Any],
    *arguments: object,
    worker: Worker | None = None,
    on_named: OnNamed | None = None,
) -> Any:
    """Runs a job in a child process; Ctrl-C asks it to stop, a second one ends it at once.

    ``on_named`` gets answers as they come, in place of their progress.

    Raises:
        JobError: the job failed or crashed.
        KeyboardInterrupt: it was interrupted, after saying what was saved.
    """
    if worker is None:
        with Worker() as own:
            return run_job(job, *arguments, worker=own, on_named=on_named)
    with Reporter() as reporter, _ctrl_c(worker, reporter) as interrupts:
        listener = _listener(reporter, on_named) if on_named else reporter
        outcome = worker.run(job, *arguments, on_event=listener)
        match outcome:
            case Finished(result):
                return result
            case Failed(message, traceback, expected):
                raise JobError(message if expected else f"{message} {_SHOW_DETAILS}", traceback)
            case Crashed() if len(interrupts) > 1:
                reporter.say(_STOPPED)
                raise KeyboardInterrupt
            case Crashed(message, details):
                raise JobError(message, details)
            case Cancelled():
                reporter.say(_STOPPED)
                raise KeyboardInterrupt


def _listener(reporter: Reporter, on_named: OnNamed) -> Callable[[Event], None]:
    def listen(event: Event) -> None:
        match event:
            case prediction.PhotosNamed(predictions):
                on_named(predictions)
            case Progress(prediction.STAGE):
                pass
            case _:
                reporter(event)

    return listen


_STOPPED = (
    "Stopped. Everything that was done before is saved; the same command goes on where it stopped."
)
_SHOW_DETAILS = "Your photos and the project are safe. flowerdesk --debug … shows the details."


@contextmanager
def _ctrl_c(worker: Worker, reporter: Reporter) -> Iterator[list[int]]:
    """Yields a list that grows with every Ctrl-C."""
    interrupts: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        interrupts.append(number)
        if len(interrupts) > 1:
            worker.kill()
            return
        reporter.say("Stopping after this batch … (Ctrl-C again stops at once)")
        worker.cancel()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)


def print_json(value: object) -> None:
    # In ASCII: a pipe may have any encoding (on Windows it has), and file names any characters.
    click.echo(json.dumps(value, indent=2))
