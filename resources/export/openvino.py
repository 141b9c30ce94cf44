"""Names a photo with OpenVINO: python classify.py PHOTO"""

import sys
from pathlib import Path

import openvino
from photo import look, tell

model = openvino.Core().compile_model(
    Path(__file__).with_name("model.xml"),
    "CPU",
    {"INFERENCE_PRECISION_HINT": "f32"},  # without it, some processors round more coarsely
)


def classify(path):
    """A dictionary of labels and probabilities, the likeliest first."""
    return tell(model(look(path)[None])[0][0])


if __name__ == "__main__":
    for label, probability in classify(sys.argv[1]).items():
        print(f"{label}: {probability:.1%}")
