"""How fast photos become feature vectors, and how much memory that takes: numbers, not a test.

    python tests/benchmarks/extraction.py PHOTOS --layer fc6 --count 200 --count 10000
        [--weights FILE] [--runtime openvino] [--precision int8]

Each count of photos is extracted into a new project in a new child process, as a command does it;
where PHOTOS has fewer, copies that differ by a few bytes at their end make up the rest. VGG16 has
random weights where no file is named. Memory is the child's resident set at its highest, TensorFlow
and the trials of other ways included; it should not grow with the number of photos.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from itertools import cycle, islice, zip_longest
from pathlib import Path

import click
from drawn import random_weights_file

from flowerdesk.core import scan, workflow
from flowerdesk.core.backbones import registry, ways
from flowerdesk.core.events import Cancelled, Emit, ignore
from flowerdesk.jobs import Finished, Worker

_PATH = click.Path(path_type=Path, exists=True)


def extract(
    project: Path,
    folder: Path,
    request: workflow.BackboneRequest,
    emit: Emit,
    cancelled: Cancelled,
) -> tuple[workflow.ExtractReport, float]:
    """Runs in the child; the report, and the highest resident set in MiB."""
    report = workflow.extract(project, folder, request, emit, cancelled)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return report, peak / (2**20 if sys.platform == "darwin" else 2**10)


def some_photos(photos: Path, count: int, folder: Path) -> None:
    """Puts ``count`` photos into ``folder``, of all labels alike: links, and then copies."""
    by_label: dict[str, list[scan.FoundPhoto]] = {}
    for found in scan.scan(photos).photos:
        by_label.setdefault(found.label, []).append(found)
    in_turn = [photo for some in zip_longest(*by_label.values()) for photo in some if photo]
    for number, photo in enumerate(islice(cycle(in_turn), count)):
        target = folder / photo.label / f"{number}{photo.path.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        if number < len(in_turn):
            target.symlink_to(photo.path.resolve())
        else:  # what follows the end of a picture is not read, but makes it another file
            target.write_bytes(photo.path.read_bytes() + number.to_bytes(4))


@click.command()
@click.argument("photos", type=_PATH)
@click.option("--count", "counts", type=int, multiple=True, default=(200, 1199), show_default=True)
@click.option("--backbone", default="vgg16", show_default=True)
@click.option("--layer")
@click.option("--weights", type=_PATH)
@click.option("--runtime", type=click.Choice(ways.RUNTIMES), default=ways.AUTO)
@click.option("--precision", type=click.Choice(ways.PRECISIONS), default=ways.AUTO)
def main(
    photos: Path,
    counts: tuple[int, ...],
    backbone: str,
    layer: str | None,
    weights: Path | None,
    runtime: str,
    precision: str,
) -> None:
    """Print photos per second and peak memory of an extraction of PHOTOS."""
    with tempfile.TemporaryDirectory() as drawn:
        known = registry.backbone_named(backbone)
        if weights is None and known.bundled_weights is None:
            weights = random_weights_file(registry.layer_named(known, layer), Path(drawn))
        request = workflow.BackboneRequest(backbone, layer, weights, runtime, precision)
        for count in counts:
            measure(photos, count, request)


def measure(photos: Path, count: int, request: workflow.BackboneRequest) -> None:
    with tempfile.TemporaryDirectory() as made, Worker() as worker:
        folder = Path(made) / "photos"
        some_photos(photos, count, folder)
        project = Path(made) / "photos.flowerdesk"
        outcome = worker.run(extract, project, folder, request, on_event=ignore)
        if not isinstance(outcome, Finished):
            raise click.ClickException(str(outcome))
        report, peak = outcome.result
        done, key = report.extraction, report.feature_key
        click.echo(
            f"{key.backbone} {key.layer}, {ways.way_of(key)}: {done.computed:,} photos in "
            f"{done.seconds:.1f} s, {done.photos_per_second:.1f} a second, peak memory "
            f"{peak:,.0f} MiB"
        )


if __name__ == "__main__":
    main()
