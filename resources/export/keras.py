"""Names a photo with Keras: python classify.py PHOTO"""

import sys
from pathlib import Path

import keras
from photo import look, tell

model = keras.saving.load_model(Path(__file__).with_name("model.keras"), compile=False)


def classify(path):
    """A dictionary of labels and probabilities, the likeliest first."""
    return tell(keras.ops.convert_to_numpy(model(look(path)[None], training=False))[0])


if __name__ == "__main__":
    for label, probability in classify(sys.argv[1]).items():
        print(f"{label}: {probability:.1%}")
