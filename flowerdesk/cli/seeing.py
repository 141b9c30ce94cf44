"""The commands that show what the network sees: they write pictures and say what is on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from flowerdesk.cli.commands import print_json, run_job
from flowerdesk.core import photos
from flowerdesk.core.errors import SeeingError
from flowerdesk.core.project import bring_up_to_date
from flowerdesk.core.see import heat as heat_maps
from flowerdesk.core.see import work
from flowerdesk.core.see.channels import ChannelMap, LayerView
from flowerdesk.core.see.heat import Heat
from flowerdesk.core.see.pictures import sheet
from flowerdesk.core.words import say
from flowerdesk.jobs import Worker

_SIDE = 112
_COLUMNS = 4
_PATCH_COLUMNS = 3


def explain(project: Path, photo: Path, out: Path, as_json: bool, options: dict[str, Any]) -> None:
    bring_up_to_date(project)
    label, weights = options["label"], options["weights"]
    found: Heat
    if options["occlusion"]:
        found = run_job(work.second_opinion, project, photo, label, weights)
    else:
        found = run_job(work.spoke_for, project, photo, label, options["layer"], weights)
    picture = photos.open_rgb(photos.read(photo).data)
    with _writing(out):
        heat_maps.over_photo(picture, found, options["opacity"]).save(out)
    shares = dict(found.answers)
    if as_json:
        print_json(
            {
                "photo": str(photo),
                "label": found.label,
                "probability": shares[found.label],
                "method": found.method,
                "layer": found.layer or None,
                "highest": found.highest,
                "picture": str(out),
            }
        )
        return
    how = f"at {found.layer}" if found.layer else "by hiding each place in turn"
    click.echo(
        f"{photo}: {found.label} {shares[found.label]:.1%}. What spoke for it, {how}, is lit in "
        f"{out}"
        if found.highest > 0
        else f"{photo}: {found.label} {shares[found.label]:.1%}. Nothing in it spoke for that "
        f"{how}; {out} shows no heat."
    )


def layers(project: Path, photo: Path, out: Path, weights: Path | None, as_json: bool) -> None:
    bring_up_to_date(project)
    view = run_job(work.look, project, photo, weights)
    with _writing(out):
        out.mkdir(parents=True, exist_ok=True)
        sheet(list(view.filters), 8, _SIDE // 2).save(out / "filters.png")
        for layer in view.layers:
            drawn = [one.picture for one in layer.strongest]
            sheet(drawn, _COLUMNS, _SIDE).save(out / f"{layer.layer}.png")
    if as_json:
        about = [_about_layer(layer) for layer in view.layers]
        print_json({"photo": str(photo), "layers": about, "not_reached": list(view.beyond)})
        return
    for layer in view.layers:
        strongest = ", ".join(str(one.channel) for one in layer.strongest)
        click.echo(
            f"{layer.layer}: {layer.active} of {layer.channels} channels respond, most of all "
            f"{strongest}"
        )
    if view.beyond:
        click.echo(
            f"Not reached: {', '.join(view.beyond)}; the network that answers ends at "
            f"{view.reached}."
        )
    click.echo(f"The pictures are in {out}")


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
    bring_up_to_date(project)
    with Worker() as worker:
        channel_of = (project, None, layer, channel, seed, weights)
        run_job(work.look_at_channel, *channel_of, worker=worker)  # whether there is such a channel
        run_job(work.look_through, project, 0, None, weights, worker=worker)
        if pattern:
            run_job(work.make_pattern, project, layer, channel, seed, weights, worker=worker)
        view = run_job(work.look_at_channel, *channel_of, worker=worker)
    made = view.pattern if pattern else None
    drawn = [patch.picture for patch in view.patches]
    if made is not None:
        drawn.append(made.picture)
    if not drawn:
        raise SeeingError(
            say("Nothing in these photos excites channel {channel} of {layer}.", **_of(view))
        )
    with _writing(out):
        sheet(drawn, _PATCH_COLUMNS, _SIDE).save(out)
    if as_json:
        patches = [
            {"path": one.path, "label": one.label, "strength": one.strength, "box": one.box}
            for one in view.patches
        ]
        print_json(
            {
                **_of(view),
                "patches": patches,
                "pattern_strength": None if made is None else made.strength,
                "picture": str(out),
            }
        )
        return
    click.echo(f"Channel {channel} of {layer}, which sees {view.field} pixels at once:")
    for one in view.patches:
        click.echo(f"  {one.strength:8.2f}  {one.path} ({one.label})")
    last = ", and last the pattern that was made" if made is not None else ""
    click.echo(f"The patches are in {out} in this order{last}.")


def _of(view: work.ChannelView) -> dict[str, object]:
    return {"layer": view.layer, "channel": view.channel}


def _about_layer(layer: LayerView) -> dict[str, object]:
    return {
        "layer": layer.layer,
        "channels": layer.channels,
        "active": layer.active,
        "places": layer.places,
        "pixels_seen": layer.field,
        "strongest": [_about_channel(one) for one in layer.strongest],
    }


def _about_channel(one: ChannelMap) -> dict[str, object]:
    return {"channel": one.channel, "strength": one.strength}


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Raises SeeingError when the picture cannot be written, or its name says no format."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise SeeingError(
            say(
                "{path} cannot be written ({reason}). Choose another place, and a name that ends "
                "with .png.",
                path=path,
                reason=getattr(error, "strerror", None) or error,
            )
        ) from error
