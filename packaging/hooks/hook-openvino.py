# Read by PyInstaller when something imports openvino, which finds its plugins by the place of its
# main library: they stay together, and no link to that library leads anywhere else.

from pathlib import Path

import contents
from PyInstaller.utils.hooks import get_package_paths

_, package = get_package_paths("openvino")
libraries = [file for file in Path(package, "libs").iterdir() if file.is_file()]
binaries = [
    (str(file), "openvino/libs")
    for file in libraries
    if contents.is_kept(f"openvino/libs/{file.name}", str(file))
]
bindepend_symlink_suppression = ["**/openvino/libs/*"]
