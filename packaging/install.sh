#!/usr/bin/env bash
# Installs flowerdesk into .venv beside this checkout, with the versions it was tested with.
# Needs Python 3.11 or newer; on Debian and Ubuntu it installs what is missing through apt.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=${1:-.venv}
shift || true
what=("$@")
[ ${#what[@]} -gt 0 ] || what=(.)

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

python=$(command -v python3.11 || command -v python3 || true)
if ! "${python:-false}" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Installing Python through apt …" >&2
    as_root apt-get update -qq
    as_root apt-get install -y -qq python3 python3-venv
    python=$(command -v python3)
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "flowerdesk needs Python 3.11 or newer; this is $("$python" --version)." >&2
    exit 1
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint packaging/constraints.txt "${what[@]}"
