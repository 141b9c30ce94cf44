"""The formats that a classifier can be written in: an entry of data and a function each."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from flowerdesk.core.backbones.openvino_devices import keep_quiet
from flowerdesk.core.errors import ExportError
from flowerdesk.core.words import say

if TYPE_CHECKING:
    import keras

PROBABILITY_BOUND = 1e-2
INT8_PROBABILITY_BOUND = 5e-2


@dataclass(frozen=True)
class Format:
    """How a classifier is written for one runtime, and read again by it."""

    name: str
    title: str
    description: str
    model: str
    """The name of the model's file, or of its folder."""
    example: str
    """The resource that becomes ``classify.py``."""
    write: Callable[[keras.Model, Path], None]
    runtime: str
    """The distribution that reads the file and tells its version."""
    needs: tuple[str, ...] = ()
    """Packages, as they are imported, that writing and checking take beside flowerdesk's own."""
    bound: float = PROBABILITY_BOUND
    """The largest difference of a probability from that of the app that is rounding."""
    finer: str = ""
    """The format to take where this one is too coarse; empty where rounding cannot explain it."""

    @property
    def missing(self) -> list[str]:
        """Packages that are not installed here."""
        return [name for name in self.needs if importlib.util.find_spec(name) is None]


def format_named(name: str) -> Format:
    """The format of that name, with everything that it takes.

    Raises:
        ExportError: there is none, or a package is missing.
    """
    found = next((one for one in FORMATS if one.name == name), None)
    if found is None:
        raise ExportError(
            say(
                "There is no format {name}. Choose one of: {names}.",
                name=name,
                names=", ".join(one.name for one in FORMATS),
            )
        )
    if found.missing and getattr(sys, "frozen", False):
        raise ExportError(
            say(
                "This packaged flowerdesk does not carry {packages}, which exporting as {title} "
                "takes. Choose another format, or open the project with a flowerdesk installed "
                "into Python with: pip install 'flowerdesk[app,export]'",
                packages=", ".join(found.missing),
                title=found.title,
            )
        )
    if found.missing:
        raise ExportError(
            say(
                "To export as {title}, the packages {packages} are missing. Install them with: "
                "pip install 'flowerdesk[export]'",
                title=found.title,
                packages=", ".join(found.missing),
            )
        )
    return found


def _keras(model: keras.Model, path: Path) -> None:
    model.save(path)


def _savedmodel(model: keras.Model, path: Path) -> None:
    model.export(str(path), format="tf_saved_model", verbose=False)


def _onnx(model: keras.Model, path: Path) -> None:
    model(np.zeros((1, *model.input_shape[1:]), np.uint8))  # Keras wants it called before
    model.export(str(path), format="onnx", verbose=False)


def _openvino(model: keras.Model, path: Path) -> None:
    keep_quiet()
    import openvino

    with tempfile.TemporaryDirectory() as folder:
        _savedmodel(model, Path(folder))
        converted = openvino.convert_model(folder)
        openvino.save_model(converted, path, compress_to_fp16=False)


def _tflite(model: keras.Model, path: Path) -> None:
    path.write_bytes(_converted(model, lambda converter: None))


def _tflite_float16(model: keras.Model, path: Path) -> None:
    import tensorflow as tf

    def halve(converter: Any) -> None:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_types = [tf.float16]

    path.write_bytes(_converted(model, halve))


def _tflite_int8(model: keras.Model, path: Path) -> None:
    import tensorflow as tf

    def quantise(converter: Any) -> None:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]

    path.write_bytes(_converted(model, quantise))


def _converted(model: keras.Model, configure: Callable[[Any], None]) -> bytes:
    import tensorflow as tf

    with tempfile.TemporaryDirectory() as folder:
        _savedmodel(model, Path(folder))
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        configure(converter)
        return bytes(converter.convert())


def _lite(
    name: str,
    title: str,
    description: str,
    write: Callable[[keras.Model, Path], None],
    bound: float = PROBABILITY_BOUND,
    finer: str = "",
) -> Format:
    return Format(
        name,
        title,
        description,
        "model.tflite",
        "export/tflite.py",
        write,
        "ai-edge-litert",
        ("ai_edge_litert",),
        bound,
        finer,
    )


FORMATS = (
    Format(
        "keras",
        "Keras",
        say("One .keras file, for Python with Keras: to go on training, or to take apart."),
        "model.keras",
        "export/keras.py",
        _keras,
        "keras",
    ),
    Format(
        "savedmodel",
        "TensorFlow SavedModel",
        say("A folder for TensorFlow, TensorFlow Serving and TensorFlow.js."),
        "model",
        "export/savedmodel.py",
        _savedmodel,
        "tensorflow",
    ),
    _lite("tflite", "TFLite", say("For Android, iOS and small computers."), _tflite),
    _lite(
        "tflite-float16",
        "TFLite, float16",
        say("Half the size of TFLite, with answers that are the same to the eye."),
        _tflite_float16,
    ),
    _lite(
        "tflite-int8",
        "TFLite, int8",
        say("A quarter of the size of TFLite, with slightly coarser answers."),
        _tflite_int8,
        INT8_PROBABILITY_BOUND,
        finer="tflite-float16",
    ),
    Format(
        "onnx",
        "ONNX",
        say("For ONNX Runtime in many languages, and for the browser."),
        "model.onnx",
        "export/onnx.py",
        _onnx,
        "onnxruntime",
        needs=("onnx", "tf2onnx", "onnxruntime"),
    ),
    Format(
        "openvino",
        "OpenVINO",
        say("For Intel processors, graphics and NPUs."),
        "model.xml",
        "export/openvino.py",
        _openvino,
        "openvino",
        needs=("openvino",),
    ),
)
