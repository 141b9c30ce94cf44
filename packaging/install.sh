#!/usr/bin/env bash
# Installs flowerdesk into .venv beside this checkout, with the versions it was tested with.
# Needs Python 3.11 or newer; on Debian and Ubuntu it installs what is missing through apt.
#
#     packaging/install.sh [ENVIRONMENT [WHAT FOR PIP...]]
#
# By default that is .venv and “.[app]”: the command line and the window.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/apt.sh

venv=${1:-.venv}
shift || true
what=("$@")
[ ${#what[@]} -gt 0 ] || what=('.[app]')

python=$(command -v python3.11 || command -v python3 || true)
if ! "${python:-false}" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    apt_install python3 python3-venv || true
    python=$(command -v python3)
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "flowerdesk needs Python 3.11 or newer; this is $("$python" --version)." >&2
    exit 1
fi

[ -x "$venv/bin/python" ] || [ -x "$venv/Scripts/python.exe" ] || "$python" -m venv "$venv"
python=$venv/bin/python
[ -x "$python" ] || python=$venv/Scripts/python.exe # Windows
"$python" -m pip install --quiet --disable-pip-version-check \
    --constraint packaging/constraints.txt "${what[@]}"

if [[ "$(uname)" = Linux && "${what[*]}" = *app* ]]; then
    missing=()
    present=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    while read -r library package; do
        [[ "$library" = '#' || "$present" = *"$library"* ]] || missing+=("$package")
    done < packaging/window_libraries.txt
    if [ ${#missing[@]} -gt 0 ] && ! apt_install "${missing[@]}"; then
        echo "The command line is ready. The window needs these packages: ${missing[*]}" >&2
    fi
fi
