"""What goes into the packaged program, and what stays out. Read by flowerdesk.spec and by tests."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION: str = PROJECT["version"]

WINDOW_PROGRAM = "flowerdesk-window"
CONSOLE_PROGRAM = "flowerdesk"
"""The name of the installed command: what the README and the manual say holds here too."""
PROGRAMS = {"console": CONSOLE_PROGRAM, "window": WINDOW_PROGRAM}
"""By the name of the script in programs/ that begins it."""

METADATA = (
    *("flowerdesk", "keras", "tensorflow-cpu", "tensorflow", "ncnn", "openvino", "ai-edge-litert"),
)
"""Distributions whose version the program asks for; those that are there are taken along."""

WHOLE = ("flowerdesk", "openTSNE")
"""Packages of which every module is taken: pages of the window are imported by name when they are
first shown, and compiled modules import each other where PyInstaller cannot see it."""

HIDDEN = ("_pi_heif", "ai_edge_litert.interpreter")
"""Modules that no import statement names: C code imports the one, an exported example the other."""

MODULES_LEFT_OUT = (
    # Imported by libraries where it happens to be there, and for nothing that happens here.
    *("tkinter", "IPython", "matplotlib", "pandas", "pytest", "setuptools", "pkg_resources"),
    *("_distutils_hack", "jax", "torch", "tensorboard", "onnx", "onnxruntime"),
    *("openvino_telemetry", "openvino.torch", "tf2onnx", "grpc", "OpenGL", "numba", "cupy"),
    *("sphinx", "clang", "pip"),
    *(f"openvino.frontend.{name}" for name in ("jax", "onnx", "paddle", "pytorch", "gguf")),
    # Python's own that nothing here uses; readline is under the GPL.
    *("readline", "curses", "_curses", "ensurepip", "idlelib", "lib2to3", "turtledemo"),
    "tensorflow.python.profiler.internal._pywrap_profiler_plugin",  # see programs/at_start.py
    # pyqtgraph's examples, and what it offers beyond curves.
    *("pyqtgraph.examples", "pyqtgraph.opengl", "pyqtgraph.jupyter"),
    # qtawesome gives its font only: see flowerdesk.app.icons.
    *("qtawesome", "qtpy"),
    *(
        f"PySide6.{name}"
        for name in (
            *("QtDesigner", "QtHelp", "QtQml", "QtQuick", "QtQuickControls2", "QtQuickTest"),
            *("QtQuickWidgets", "QtSql", "QtUiTools", "QtXml", "QtConcurrent", "QtLottie"),
        )
    ),
)

_QT_LIBRARIES = (
    *("Core", "DBus", "Gui", "Network", "OpenGL", "OpenGLWidgets", "PrintSupport", "Svg"),
    *("SvgWidgets", "Test", "WaylandClient", "Widgets", "WlShellIntegration", "XcbQpa"),
)
_QT_PLUGINS = (
    "iconengines/*",
    *(f"imageformats/*q{name}" for name in ("gif", "icns", "ico", "jpeg", "svg", "tiff", "webp")),
    *("platforminputcontexts/*compose*", "platforminputcontexts/*ibus*"),
    *(f"platforms/*q{name}" for name in ("xcb", "wayland", "offscreen", "windows", "cocoa")),
    # Not GTK's: that would load all of GTK for a dialog which the portal shows as well.
    *("platformthemes/*xdgdesktopportal*", "styles/*"),
    *("wayland-decoration-client/*", "wayland-shell-integration/*"),
    "wayland-graphics-integration-client/*wayland-egl*",
    "xcbglintegrations/*",
)
_LANGUAGES = ("zh_CN",)

_TENSORFLOW_LEFT_OUT = (
    *("include/", "xla_aot_runtime_src/", "python/profiler/internal/_pywrap_profiler_plugin."),
    # Operations that no Python of TensorFlow's loads by itself.
    *("compiler/mlir/stablehlo/stablehlo_extension.", "compiler/tf2xla/ops/_xla_ops."),
)
_OPENVINO_LIBRARIES = re.compile(
    r"(lib)?(openvino|openvino_intel_cpu_plugin|openvino_(ir|tensorflow)_frontend|tbb\w*|hwloc)\b"
)
"""Without graphics cards and NPUs, of which not all that they need could be brought along."""
_LITERT_LEFT_OUT = ("libLiteRtWebGpuAccelerator.", "libLiteRt.", "tools/", "vendors/", "aot/")
"""Accelerators and compilers; the interpreter needs none of them."""

_SAMPLES = ("data", "descr", "images")

# Python's own needs. Whatever else is the system's, above all what talks to the screen and the
# graphics card, must be the system's own when the program runs: the package depends on it.
_FROM_THE_SYSTEM = re.compile(
    r"lib(python|ssl|crypto|ffi|bz2|lzma|z|sqlite3|uuid|mpdec|expat|b2)"
    r"[\w.\-]*\.so"
)
_SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")


def is_kept(name: str, source: str) -> bool:
    """Whether a file or a library belongs into the package.

    Args:
        name: its path in the package, with either kind of slash.
        source: where it is on the machine that builds.
    """
    name, source = name.replace("\\", "/"), source.replace("\\", "/")
    if source.startswith(_SYSTEM_FOLDERS):
        return _FROM_THE_SYSTEM.match(Path(name).name) is not None or "/lib-dynload/" in source
    if name.startswith("tensorflow/"):
        return not name.removeprefix("tensorflow/").startswith(_TENSORFLOW_LEFT_OUT)
    if name.startswith("ai_edge_litert/"):
        return not name.removeprefix("ai_edge_litert/").startswith(_LITERT_LEFT_OUT)
    if name.startswith("openvino/libs/"):
        return _OPENVINO_LIBRARIES.match(Path(name).name) is not None and name[-3:] != ".pc"
    if name.startswith("sklearn/datasets/"):
        return not name.startswith(tuple(f"sklearn/datasets/{one}/" for one in _SAMPLES))
    if name.startswith("flowerdesk/resources/"):
        return not name.startswith("flowerdesk/resources/screenshots/") and name[-3:] != ".ts"
    return _is_kept_of_qt(name)


def _is_kept_of_qt(name: str) -> bool:
    file = Path(name)
    plugin = re.search(r"/plugins/(\w[\w-]*/[\w.-]+)$", name)
    if plugin and "PySide6/" in name:
        shown = Path(plugin[1].partition(".")[0])
        return any(shown.match(pattern) for pattern in _QT_PLUGINS)
    if "PySide6/" in name and "/translations/" in name:
        return file.name in {f"qtbase_{language}.qm" for language in _LANGUAGES}
    if "/qml/" in name and "PySide6/" in name:
        return False
    library = re.match(r"(?:lib)?Qt6(\w+)(?:\.|$)", file.name)
    return library is None or library[1] in _QT_LIBRARIES


if __name__ == "__main__":
    print(VERSION)
