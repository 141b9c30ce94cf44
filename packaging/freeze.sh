#!/usr/bin/env bash
# Builds the folder that is packaged, with its icons and notices, on Linux, macOS or Windows.
#
#     packaging/freeze.sh OUT WORK
#
# OUT/flowerdesk is that folder (on macOS also OUT/flowerdesk.app), WORK/icons has the icons.
set -euo pipefail
mkdir -p "$1" "$2"
out=$(cd "$1" && pwd) work=$(cd "$2" && pwd)
cd "$(dirname "$0")/.."
packaging=$PWD/packaging

bash packaging/install.sh "$work/venv" '.[app,fast,package]'
python=$work/venv/bin/python
[ -x "$python" ] || python=$work/venv/Scripts/python.exe # Windows
pip() { "$python" -m pip --quiet --disable-pip-version-check "$@"; }
# The checkout as it is now, also where an earlier one of the same version is installed.
pip install --no-deps --force-reinstall .
# For exports to TFLite: of all formats' packages the only small one.
pip install --no-deps --constraint packaging/constraints.txt ai-edge-litert backports.strenum tqdm ||
    echo "Without exports to TFLite: ai-edge-litert cannot be had here." >&2
if [ "$(uname)" = Linux ]; then
    # Without the code for graphics cards: a third of a gigabyte that needs CUDA beside it.
    pip uninstall --yes tensorflow
    # By force: both have the same files, and the one took the other's with it.
    pip install --no-deps --force-reinstall --constraint packaging/constraints.txt tensorflow-cpu
fi
QT_QPA_PLATFORM=offscreen "$python" packaging/icons.py "$work/icons"
cd "$work" # where no checkout stands before what is installed
"$python" -m PyInstaller --noconfirm --log-level WARN \
    --distpath "$out" --workpath "$work/pyinstaller" "$packaging/flowerdesk.spec"
"$python" "$packaging/notices.py" "$out/flowerdesk"
if [ -d "$out/flowerdesk.app" ]; then # macOS: the bundle was made before there were notices
    bundled=$out/flowerdesk.app/Contents/Resources
    cp "$out/flowerdesk/_internal/flowerdesk/resources/notices.json" "$bundled/flowerdesk/resources/"
    cp "$out/flowerdesk/LICENSE" "$out/flowerdesk/THIRD-PARTY-NOTICES.txt" "$bundled/"
fi
