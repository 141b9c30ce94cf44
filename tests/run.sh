#!/usr/bin/env bash
# Installs everything that the tests need and runs all of them. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."

bash packaging/install.sh .venv-test --editable '.[test]'
.venv-test/bin/python -m pytest "$@"
