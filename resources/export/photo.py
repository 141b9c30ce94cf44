"""Prepares a photo for the model: upright, on white, and as a square of the size it wants."""

import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

ABOUT = json.loads(Path(__file__).with_name("about.json").read_text(encoding="utf-8"))
LABELS = ABOUT["labels"]
SIZE = ABOUT["input"]["size"]
LONGEST = ABOUT["input"]["longest"]  # of a photo that is seen, as a multiple of its short side


def look(path):
    """The photo as the network sees it, (SIZE, SIZE, 3) uint8, RGB."""
    image = Image.open(path)
    if image.format == "JPEG":
        image.draft(None, (2 * SIZE, 2 * SIZE))  # decodes a camera's photo at a smaller scale
    if image.mode.startswith(("I", "F", "LAB")):
        raise OSError(f"{path} has more than 8 bits or unusual colours: save it as a usual photo")
    image = ImageOps.exif_transpose(image).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    image = Image.alpha_composite(white, image).convert("RGB")
    across, down = (min(side, LONGEST * min(image.size)) for side in image.size)
    left, top = (image.width - across) / 2, (image.height - down) / 2
    box = (left, top, left + across, top + down)
    bilinear = Image.Resampling.BILINEAR
    return np.asarray(image.resize((SIZE, SIZE), bilinear, box, reducing_gap=3.0))


def tell(probabilities):
    """The labels with their probabilities, the likeliest first."""
    answers = zip(LABELS, map(float, probabilities), strict=True)
    return dict(sorted(answers, key=lambda answer: -answer[1]))
