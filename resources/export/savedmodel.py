"""Names a photo with TensorFlow: python classify.py PHOTO"""

import sys
from pathlib import Path

import tensorflow as tf
from photo import look, tell

model = tf.saved_model.load(str(Path(__file__).with_name("model")))


def classify(path):
    """A dictionary of labels and probabilities, the likeliest first."""
    return tell(model.serve(look(path)[None]).numpy()[0])


if __name__ == "__main__":
    for label, probability in classify(sys.argv[1]).items():
        print(f"{label}: {probability:.1%}")
