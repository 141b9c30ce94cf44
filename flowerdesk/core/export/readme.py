"""What an export says about itself, for whoever finds the folder."""

from __future__ import annotations

from typing import Any

from flowerdesk.core.export.formats import Format

_INSTALL = {
    "keras": "pip install keras tensorflow pillow",
    "tensorflow": "pip install tensorflow pillow",
}


def readme(chosen: Format, about: dict[str, Any]) -> str:
    """Markdown: what is here, how to try it, what goes in and out, and how it was proven."""
    made, proof, fed = about["provenance"], about["proof"], about["input"]
    install = _INSTALL.get(chosen.runtime, f"pip install {chosen.runtime} numpy pillow")
    framed = (
        "the centre square of a photo"
        if fed["framing"] == "centre"
        else f"the whole photo squeezed into a square, of a long one the middle, {fed['longest']} "
        "times as long as wide"
    )
    accuracy = made["test_accuracy"]
    score = f"; {accuracy:.1%} right on its test photos" if accuracy is not None else ""
    shapes = tuple(fed["shape"]), tuple(about["output"]["shape"])
    project, learned = made["project"], made["learned"]
    return f"""# A classifier for {len(about["labels"])} labels, as {chosen.title}

Try it:

    {install}
    python classify.py PHOTO

| file | what |
|---|---|
| `{chosen.model}` | the model |
| `classify.py`, `photo.py` | an example program, to copy from |
| `labels.txt` | the labels, in the order of the output |
| `about.json` | all of this for programs |

In goes `{shapes[0]}` uint8, RGB: {framed}, scaled with antialiasing to
{fed["size"]} × {fed["size"]} pixels, upright, transparency on white; `photo.py` does that. All
other preprocessing is inside the model. Out comes `{shapes[1]}` float32, the probabilities.

Proven: loaded again by {proof["runtime"]}, `classify.py` gave the app's answers for
{proof["photos"]} photos from their files; the largest difference of a probability was
{proof["largest_difference"]:.2g}, where up to {proof["bound"]:g} would be rounding.

Made by flowerdesk {about["version"]} from run {made["run"]} of {project}, learned {learned}:
{made["backbone"]} up to `{made["layer"]}`, weights SHA-256 `{made["weights_sha256"]}`{score}.
The licence of the network's weights goes with it.
"""
