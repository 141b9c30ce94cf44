"""The command line: what can be typed, and how the program ends. Work is done by jobs.

``flowerdesk --help`` must answer at once, so that nothing heavy is imported up here.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import click

from flowerdesk.core.errors import FlowerdeskError

INTERRUPTED = 130

# Whether it can be read is found out by whoever reads it, who can say what to do.
_PATH = click.Path(path_type=Path, readable=False)


def _hidden_layers(_: click.Context, __: click.Parameter, value: str) -> tuple[int, ...]:
    if value.strip().lower() in {"none", "0", ""}:
        return ()
    try:
        return tuple(int(width) for width in value.split(","))
    except ValueError as error:
        raise click.BadParameter("give widths such as 256 or 512,128, or none") from error


class _Commands(click.Group):
    """Takes a project or a folder of photos in the place of a command: the window opens it."""

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if len(arguments) == 1 and self.get_command(context, arguments[0]) is None:
            path = Path(arguments[0])
            if path.exists() or path.suffix == ".flowerdesk":
                return "open", _open, arguments
        return super().resolve_command(context, arguments)


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="[PROJECT | FOLDER | COMMAND [ARGS]...]",
)
@click.version_option(package_name="flowerdesk")
@click.option("--debug", is_flag=True, help="Show the technical details of an error.")
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """Teach your own laptop to tell your photos apart.

    Without a command the window opens, with the project or the folder of photos that is named.

    To work without it, put the photos of each kind into a folder of its own, all of them in one
    folder, and say:

    \b
        flowerdesk train PHOTOS
        flowerdesk predict PHOTOS.flowerdesk NEW_PHOTO.jpg
    """
    del debug  # read in main, where errors end
    if context.invoked_subcommand is None:
        _show_window(None)


@click.command(hidden=True)
@click.argument("path", type=_PATH)
def _open(path: Path) -> None:
    """Show the window with PATH."""
    if not path.exists():
        raise FlowerdeskError(f"There is no project {path}. Check its name.")
    _show_window(path)


_WINDOW = {"PySide6", "shiboken6"}


def _show_window(path: Path | None) -> None:
    on_screen = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & os.environ.keys()
    if sys.platform.startswith("linux") and not on_screen:  # where Qt would abort
        raise FlowerdeskError(
            "There is no screen to show the window on. What flowerdesk does without one is listed "
            "by: flowerdesk --help"
        )
    try:
        from flowerdesk.app.main import main as show
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _WINDOW:
            raise
        raise FlowerdeskError(
            "The window is not installed. Install it with: pip install 'flowerdesk[app]'"
        ) from error
    except ImportError as error:  # a library of the system that Qt needs
        raise FlowerdeskError(f"The window cannot start, something is missing: {error}") from error
    sys.exit(show(path))


def _backbone_options(command: click.decorators.FC) -> click.decorators.FC:
    options = [
        click.option(
            "--backbone",
            default="auto",
            show_default=True,
            help="The network that looks at the photos; see: flowerdesk backbones.",
        ),
        click.option("--layer", help="The layer to tap; by default the network's usual one."),
        click.option("--weights", type=_PATH, help="A file with the network's weights."),
        click.option(
            "--runtime",
            type=click.Choice(
                ["auto", "tensorflow", "ncnn", "openvino", "openvino-gpu", "openvino-npu"]
            ),
            default="auto",
            show_default=True,
            help="What computes the network; auto measures where that pays.",
        ),
        click.option(
            "--precision",
            type=click.Choice(["auto", "float32", "bfloat16", "float16", "int8"]),
            default="auto",
            show_default=True,
            help="What it computes in; auto takes a faster one only if the numbers agree.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")


@cli.command()
@click.argument("photos", type=_PATH)
@click.option("--project", type=_PATH, help="The project file; PHOTOS.flowerdesk by default.")
@_backbone_options
@click.option("--seed", default=0, show_default=True, help="Another number, another split.")
@click.option("--epochs", default=20, show_default=True)
@click.option("--batches", default=10, show_default=True, help="Batches of an epoch.")
@click.option(
    "--hidden",
    default="256",
    show_default=True,
    callback=_hidden_layers,
    help="Widths of the hidden layers, such as 512,128, or none.",
)
@click.option("--learning-rate", default=1e-3, show_default=True)
@click.option("--dropout", default=0.5, show_default=True)
@click.option("--weight-decay", default=0.0, show_default=True)
@click.option(
    "--class-weights",
    type=click.Choice(["none", "balanced"]),
    default="none",
    show_default=True,
    help="balanced: rare labels count as much as frequent ones.",
)
@click.option("--early-stopping", type=int, help="Stop after as many epochs without improvement.")
@click.option(
    "--standardize/--no-standardize",
    default=True,
    show_default=True,
    help="Bring all features to one scale; without it as in the article.",
)
@_json_option
def train(photos: Path, project: Path | None, as_json: bool, **options: object) -> None:
    """Learn to tell the photos in the subfolders of PHOTOS apart, and test it."""
    from flowerdesk.cli import commands

    commands.train(photos, project, as_json, options)


@cli.command()
@click.argument("project", type=_PATH)
@click.option("--photos", type=_PATH, help="Look for photos in this folder first.")
@_backbone_options
@_json_option
def extract(
    project: Path,
    photos: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Compute the feature vectors that PROJECT does not have yet."""
    from flowerdesk.cli import commands

    commands.extract(project, photos, as_json, options)


@cli.command()
@click.argument("project", type=_PATH)
@_json_option
def evaluate(project: Path, as_json: bool) -> None:
    """Score the classifier of PROJECT on the photos kept for the test."""
    from flowerdesk.cli import commands

    commands.evaluate(project, as_json)


@cli.command()
@click.argument("project", type=_PATH)
@click.argument("photos", type=_PATH, nargs=-1, required=True)
@click.option("--top", default=3, show_default=True, help="How many labels to print.")
@click.option("--weights", type=_PATH, help="A file with the network's weights.")
@_json_option
@click.option("--csv", "as_csv", is_flag=True, help="A table with every label's probability.")
@click.option(
    "--sort-into",
    type=_PATH,
    help="Copy the photos into this folder, into one subfolder for each label.",
)
@click.option(
    "--unsure-below",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="With --sort-into: less likely answers go to the subfolder “unsure”.",
)
@click.option(
    "--watch", is_flag=True, help="Name photos as they arrive in the folder PHOTOS, until Ctrl-C."
)
def predict(
    project: Path,
    photos: tuple[Path, ...],
    top: int,
    weights: Path | None,
    as_json: bool,
    as_csv: bool,
    sort_into: Path | None,
    unsure_below: float,
    watch: bool,
) -> None:
    """Name PHOTOS, files or folders, with the classifier of PROJECT.

    With --watch and --json every photo is one JSON object on a line of its own.
    """
    from flowerdesk.cli import commands

    if as_json and as_csv:
        raise click.UsageError("choose one of --json and --csv")
    if top < 1:
        raise click.BadParameter("must be at least 1", param_hint="--top")
    if watch and len(photos) != 1:
        raise click.UsageError("--watch takes one folder")
    form = "json" if as_json else "csv" if as_csv else "text"
    if watch:
        commands.watch(project, photos[0], top, weights, form, sort_into, unsure_below)
    else:
        commands.predict(project, photos, top, weights, form, sort_into, unsure_below)


@cli.command()
@click.argument("project", type=_PATH)
@click.argument("photo", type=_PATH)
@click.option("--out", type=_PATH, required=True, help="The picture to write, such as heat.png.")
@click.option("--label", help="A learned label; by default the likeliest one.")
@click.option("--layer", help="Whose maps are weighed; by default the last one with places.")
@click.option(
    "--occlusion",
    is_flag=True,
    help="Hide each place in turn instead: slower, and asks nothing but answers.",
)
@click.option("--opacity", type=click.FloatRange(0, 1), default=0.6, show_default=True)
@click.option("--weights", type=_PATH, help="A file with the network's weights.")
@_json_option
def explain(project: Path, photo: Path, out: Path, as_json: bool, **options: object) -> None:
    """Show where PHOTO speaks for a label, as heat over the photo (Grad-CAM)."""
    from flowerdesk.cli import seeing

    if options["occlusion"] and options["layer"]:
        raise click.UsageError("--occlusion looks at answers alone, and at no layer")
    seeing.explain(project, photo, out, as_json, options)


@cli.group()
def see() -> None:
    """See what the layers of the network respond to."""


@see.command()
@click.argument("project", type=_PATH)
@click.argument("photo", type=_PATH)
@click.option("--out", type=_PATH, required=True, help="The folder to write pictures into.")
@click.option("--weights", type=_PATH, help="A file with the network's weights.")
@_json_option
def layers(project: Path, photo: Path, out: Path, weights: Path | None, as_json: bool) -> None:
    """Write the channels of every layer that PHOTO excites most, and the first filters."""
    from flowerdesk.cli import seeing

    seeing.layers(project, photo, out, weights, as_json)


@see.command()
@click.argument("project", type=_PATH)
@click.argument("layer")
@click.argument("channel", type=click.IntRange(0))
@click.option("--out", type=_PATH, required=True, help="The picture to write.")
@click.option("--pattern/--no-pattern", default=True, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--weights", type=_PATH, help="A file with the network's weights.")
@_json_option
def channel(
    project: Path,
    layer: str,
    channel: int,
    out: Path,
    pattern: bool,
    seed: int,
    weights: Path | None,
    as_json: bool,
) -> None:
    """Write what excites CHANNEL of LAYER most: patches of your photos, and a made pattern.

    Looks through all photos of PROJECT the first time, and through new ones only later.
    """
    from flowerdesk.cli import seeing

    seeing.channel(project, layer, channel, out, pattern, seed, weights, as_json)


@cli.command()
@click.argument("project", type=_PATH)
@_json_option
def suspects(project: Path, as_json: bool) -> None:
    """List the photos of PROJECT that somebody should look at.

    Labels that may be wrong, photos that are there twice, blurred, dark, bright, tiny and oddly
    shaped ones. A second search measures only the photos that are new.
    """
    from flowerdesk.cli import commands

    commands.suspects(project, as_json)


@cli.command()
@click.argument("project", type=_PATH)
@_json_option
def info(project: Path, as_json: bool) -> None:
    """Tell what PROJECT holds."""
    from flowerdesk.cli import commands

    commands.info(project, as_json)


@cli.command()
@click.argument("project", type=_PATH)
@click.argument("folder", type=_PATH)
def codes(project: Path, folder: Path) -> None:
    """Write the feature vectors and labels of PROJECT into FOLDER."""
    from flowerdesk.cli import commands

    commands.codes(project, folder)


@cli.command("map")
@click.argument("project", type=_PATH)
@click.option("--out", type=_PATH, required=True, help="The table to write, such as map.csv.")
@click.option(
    "--method",
    type=click.Choice(["tsne", "pca"]),
    default="tsne",
    show_default=True,
    help="tsne keeps neighbours together; pca is quicker and keeps distances.",
)
@click.option("--seed", default=0, show_default=True, help="Another number, another start.")
@_json_option
def draw_map(project: Path, out: Path, method: str, seed: int, as_json: bool) -> None:
    """Draw all photos of PROJECT on a plane, those that look alike together.

    Writes a table with path, label, part, x and y of every photo that the network has looked at.
    """
    from flowerdesk.cli import commands

    commands.draw_map(project, out, method, seed, as_json)


@cli.command()
@click.argument("project", type=_PATH)
@click.argument("photo", type=_PATH)
@click.option("--count", type=click.IntRange(1), default=6, show_default=True)
@_json_option
def similar(project: Path, photo: Path, count: int, as_json: bool) -> None:
    """Find the photos of PROJECT that look most like its PHOTO to the network.

    Of the photo's own label, and of others: where those look more alike, a label may be wrong.
    """
    from flowerdesk.cli import commands

    commands.similar(project, photo, count, as_json)


@cli.command()
@click.argument("project", type=_PATH)
@click.argument("folder", type=_PATH)
@click.option(
    "--format",
    "format_name",
    required=True,
    help="keras, savedmodel, tflite, tflite-float16, tflite-int8, onnx or openvino.",
)
@click.option("--force", is_flag=True, help="Replace an export that is in FOLDER.")
@click.option("--weights", type=_PATH, help="A file with the network's weights.")
@_json_option
def export(
    project: Path,
    folder: Path,
    format_name: str,
    force: bool,
    weights: Path | None,
    as_json: bool,
) -> None:
    """Write the classifier of PROJECT into FOLDER, for use in other programs.

    The export is read again by its own runtime and must answer as flowerdesk does.
    """
    from flowerdesk.cli import commands

    commands.export(project, folder, format_name, force, weights, as_json)


@cli.command()
@click.argument("project", type=_PATH)
@click.argument("file", type=_PATH)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def report(project: Path, file: Path, force: bool) -> None:
    """Tell of the run in use of PROJECT in one HTML page, FILE."""
    from flowerdesk.cli import commands

    commands.report(project, file, force)


@cli.command()
@click.argument("folder", type=_PATH, default=Path("flowerdesk-demo"))
def demo(folder: Path) -> None:
    """See it all happen on drawn photos, with no photos of your own and no download.

    Draws five kinds of flowers into FOLDER, learns to tell them apart, tests that, and names one
    more photo.
    """
    from flowerdesk.cli import commands

    commands.demo(folder)


@cli.command()
@click.argument("folder", type=_PATH)
@click.option("--per-label", type=click.IntRange(1), default=200, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
def sample(folder: Path, per_label: int, seed: int) -> None:
    """Draw sample photos, five kinds of flowers, into FOLDER."""
    from flowerdesk.cli import commands

    commands.draw_sample(folder, per_label, seed)


@cli.command()
@_json_option
def backbones(as_json: bool) -> None:
    """List the networks and layers, and whether their weights are here."""
    from flowerdesk.cli import commands

    commands.backbones(as_json)


@cli.command()
@click.argument("photos", type=_PATH, required=False)
@click.option("--backbone", help="One network; by default all whose weights are here.")
@click.option("--layer", help="The layer to tap; by default the network's usual one.")
@click.option("--weights", type=_PATH, help="A file with the network's weights.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=3.0,
    show_default=True,
    help="For each way of computing; at least one batch.",
)
@_json_option
def bench(
    photos: Path | None,
    backbone: str | None,
    layer: str | None,
    weights: Path | None,
    seconds: float,
    as_json: bool,
) -> None:
    """Measure how fast the networks look at PHOTOS on this computer, in every way that it has.

    Without PHOTOS some are drawn. What is found out is remembered and used from then on.
    """
    from flowerdesk.cli import bench as measuring

    measuring.bench(photos, backbone, layer, weights, seconds, as_json)


@cli.group()
def weights() -> None:
    """Get the weights of a network."""


@weights.command()
@click.argument("backbone")
def fetch(backbone: str) -> None:
    """Download the weights of BACKBONE from their publisher."""
    from flowerdesk.cli import commands

    commands.fetch_weights(backbone)


@weights.command()
@click.argument("backbone")
@click.argument("file", type=_PATH)
def add(backbone: str, file: Path) -> None:
    """Keep a copy of FILE as the weights of BACKBONE."""
    from flowerdesk.cli import commands

    commands.add_weights(backbone, file)


def main() -> None:
    """The console program. Exits with 0, 1 (an error), 2 (wrong usage) or 130 (interrupted)."""
    debug = "--debug" in sys.argv[1:2]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names that its encoding cannot say
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except FlowerdeskError as error:
        if debug:
            click.echo(getattr(error, "details", None) or traceback.format_exc(), err=True)
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
