#!/usr/bin/env bash
# Installs everything that the tests need and runs all of them: the core's where there is no Qt,
# then the window's on no screen, then those of them that want one on a screen with a window
# manager. Arguments go to every pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/apt.sh

needed=()
command -v Xvfb >/dev/null || needed+=(xvfb)
command -v openbox >/dev/null || needed+=(openbox)
command -v xdotool >/dev/null || needed+=(xdotool)
[ -n "$(fc-list :lang=zh 2>/dev/null)" ] || needed+=(fontconfig fonts-noto-cjk)
[ ${#needed[@]} -eq 0 ] || apt_install "${needed[@]}"

bash packaging/install.sh .venv-test-core --editable '.[export,fast,test]'
.venv-test-core/bin/python -m pytest --ignore tests/app "$@"

bash packaging/install.sh .venv-test --editable '.[app,test,test-app]'
env -u QT_QPA_PLATFORM .venv-test/bin/python -m pytest tests/app "$@"
bash tests/with_screen.sh .venv-test/bin/python -m pytest tests/app -m xvfb "$@"
