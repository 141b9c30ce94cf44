#!/usr/bin/env bash
# Runs a command on an invisible X screen of its own with a window manager.
#
#     tests/with_screen.sh COMMAND [ARGUMENT...]
set -euo pipefail

folder=$(mktemp -d)
ended() {
    for process in ${manager:-} ${screen:-}; do
        kill "$process" 2>/dev/null && wait "$process" 2>/dev/null || true
    done
    rm -rf "$folder"
}
trap ended EXIT

# Xvfb chooses a number that is free and writes it when clients can connect.
mkfifo "$folder/number"
Xvfb -displayfd 3 -screen 0 2600x1700x24 -nolisten tcp 3>"$folder/number" 2>"$folder/log" &
screen=$!
read -r -t 30 number <"$folder/number" || { cat "$folder/log" >&2; exit 1; }
export DISPLAY=":$number" QT_QPA_PLATFORM=xcb
# It touches the second file when it manages windows.
openbox --startup "touch $folder/managed" >/dev/null 2>&1 &
manager=$!
for _ in $(seq 300); do
    [ -e "$folder/managed" ] && break
    sleep 0.1
done

"$@"
