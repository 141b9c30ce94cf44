"""What a packaged program does before anything else, in the window and in its child process."""

import os
import sys
import types

# PyInstaller's loader points at the packaged libraries, which this process knows by now. What is
# started from here, such as the file manager that shows the log, belongs to the system and wants
# its own; and the child process, which is this program again, is to be pointed at them anew.
original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if original:
    os.environ["LD_LIBRARY_PATH"] = original
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"

# TensorFlow imports its profiler whether it is used or not, and the package leaves it out.
profiler = "tensorflow.python.profiler.internal._pywrap_profiler_plugin"
sys.modules[profiler] = types.ModuleType(profiler)
