"""How fast photos become feature vectors, and how much memory that takes: numbers, not a test.

    python tests/benchmarks/extraction.py PHOTOS --layer block3_pool --weights FILE

Each count of photos is extracted into a new project in a new child process, as a command does it.
Memory is the child's resident set at its highest, TensorFlow included; it should not grow with the
number of photos.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Iterable
from itertools import chain, zip_longest
from pathlib import Path

import click

from flowerdesk.core import scan, workflow
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


def link_some(photos: Path, count: int, folder: Path) -> None:
    """Links ``count`` of the photos into ``folder``, of all labels alike."""
    by_label: dict[str, list[scan.FoundPhoto]] = {}
    for found in scan.scan(photos).photos:
        by_label.setdefault(found.label, []).append(found)
    in_turn: Iterable[scan.FoundPhoto | None] = chain.from_iterable(zip_longest(*by_label.values()))
    for photo in [photo for photo in in_turn if photo][:count]:
        target = folder / photo.label / photo.path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(photo.path.resolve())


@click.command()
@click.argument("photos", type=_PATH)
@click.option("--count", "counts", type=int, multiple=True, default=(200, 1199), show_default=True)
@click.option("--backbone", default="vgg16", show_default=True)
@click.option("--layer")
@click.option("--weights", type=_PATH)
def main(
    photos: Path, counts: tuple[int, ...], backbone: str, layer: str | None, weights: Path | None
) -> None:
    """Print photos per second and peak memory of an extraction of PHOTOS."""
    request = workflow.BackboneRequest(backbone, layer, weights)
    for count in counts:
        with tempfile.TemporaryDirectory() as made, Worker() as worker:
            folder = Path(made) / "photos"
            link_some(photos, count, folder)
            project = Path(made) / "photos.flowerdesk"
            outcome = worker.run(extract, project, folder, request, on_event=ignore)
            if not isinstance(outcome, Finished):
                raise click.ClickException(str(outcome))
            report, peak = outcome.result
            done = report.extraction
            click.echo(
                f"{report.feature_key.backbone} {report.feature_key.layer}: {done.computed:,} "
                f"photos in {done.seconds:.1f} s, {done.photos_per_second:.1f} a second, "
                f"peak memory {peak:,.0f} MiB"
            )


if __name__ == "__main__":
    main()
