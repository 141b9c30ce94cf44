#!/usr/bin/env bash
# Takes the tables that only debuggers read out of TensorFlow's libraries: a quarter of their size.
# Others are left as they are: those that were patched for their wheels can break.
#
#     packaging/linux/strip.sh FOLDER
set -euo pipefail

find "$1/_internal/tensorflow" -name '*.so*' -type f -print0 |
    while IFS= read -r -d '' library; do
        # Beside it and then in its place: libraries may be links to the environment's own files.
        strip --strip-unneeded -o "$library.stripped" "$library"
        mv "$library.stripped" "$library"
    done
