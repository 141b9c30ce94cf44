"""Names a photo with ONNX Runtime: python classify.py PHOTO"""

import sys
from pathlib import Path

import onnxruntime
from photo import look, tell

session = onnxruntime.InferenceSession(Path(__file__).with_name("model.onnx"))
name = session.get_inputs()[0].name


def classify(path):
    """A dictionary of labels and probabilities, the likeliest first."""
    return tell(session.run(None, {name: look(path)[None]})[0][0])


if __name__ == "__main__":
    for label, probability in classify(sys.argv[1]).items():
        print(f"{label}: {probability:.1%}")
