"""What the precision costs: the test accuracy of the default head in every way of computing.

    python tests/benchmarks/precision.py PHOTOS [--seeds 10] [--backbone petal] [--layer LAYER]
        [--weights FILE]

The same splits for every way, drawn with other seeds; the mean, and the differences of the same
seeds with their standard error.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

import click

from flowerdesk.core import workflow
from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.ways import Way, available
from flowerdesk.core.events import ignore, never
from flowerdesk.core.training import HeadSettings

_PATH = click.Path(path_type=Path, exists=True)


def accuracies(
    project: Path, photos: Path, request: workflow.BackboneRequest, seeds: int
) -> list[float]:
    """In percent, one for each seed."""
    found = []
    for seed in range(seeds):
        report = workflow.train(project, photos, request, HeadSettings(seed=seed), ignore, never)
        assert report.evaluation is not None
        found.append(100 * report.evaluation.accuracy)
    return found


@click.command()
@click.argument("photos", type=_PATH)
@click.option("--seeds", default=10, show_default=True)
@click.option("--backbone", default="petal", show_default=True)
@click.option("--layer")
@click.option("--weights", type=_PATH)
def main(photos: Path, seeds: int, backbone: str, layer: str | None, weights: Path | None) -> None:
    """Print the mean test accuracy of every way beside that of float32."""
    choice = loading.choose(backbone, layer, weights)
    plain: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "precision.flowerdesk"
        for way in available(choice.backbone):
            found = accuracies(project, photos, _request(choice, way), seeds)
            plain = plain or found
            differences = [one - other for one, other in zip(found, plain, strict=True)]
            error = statistics.stdev(differences) / seeds**0.5
            click.echo(
                f"{choice.backbone.name} {choice.layer.name}, {way}: "
                f"{statistics.mean(found):.2f} %, {statistics.mean(differences):+.2f} ± {error:.2f}"
            )


def _request(choice: loading.Choice, way: Way) -> workflow.BackboneRequest:
    return workflow.BackboneRequest(
        choice.backbone.name, choice.layer.name, choice.weights, way.runtime, way.precision
    )


if __name__ == "__main__":
    main()
