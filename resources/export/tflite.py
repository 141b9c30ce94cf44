"""Names a photo with LiteRT, once called TensorFlow Lite: python classify.py PHOTO"""

import sys
from pathlib import Path

from ai_edge_litert.interpreter import Interpreter
from photo import look, tell

interpreter = Interpreter(str(Path(__file__).with_name("model.tflite")))
interpreter.allocate_tensors()
photo, probabilities = interpreter.get_input_details()[0], interpreter.get_output_details()[0]


def classify(path):
    """A dictionary of labels and probabilities, the likeliest first."""
    interpreter.set_tensor(photo["index"], look(path)[None])
    interpreter.invoke()
    return tell(interpreter.get_tensor(probabilities["index"])[0])


if __name__ == "__main__":
    for label, probability in classify(sys.argv[1]).items():
        print(f"{label}: {probability:.1%}")
