#!/usr/bin/env bash
# Installs a .deb in a clean Debian root that has nothing but what the .deb declares, and uses it
# there: its console program looks at 20 photos, learns and exports, its window opens and closes.
# Ends with an error at any traceback.
#
#     packaging/smoke.sh FLOWERDESK.deb [PHOTOS]
#
# PHOTOS has one subfolder for each label; drawn photos where none is named. Needs to be root;
# mmdebstrap, xvfb, openbox and xdotool come through apt. $SMOKE_PICTURE names a file for a picture
# of the window, which ImageMagick takes.
set -euo pipefail
. "$(dirname "$0")/apt.sh"

if [ "${1:-}" != --on-screen ]; then
    needed=()
    for tool in mmdebstrap:mmdebstrap Xvfb:xvfb openbox:openbox xdotool:xdotool pgrep:procps; do
        command -v "${tool%%:*}" >/dev/null || needed+=("${tool##*:}")
    done
    [ ${#needed[@]} -eq 0 ] || apt_install "${needed[@]}"
    exec bash "$(dirname "$0")/../tests/with_screen.sh" \
        bash "$0" --on-screen "$(realpath "$1")" ${2:+"$(realpath "$2")"}
fi
deb=$2 photos=${3:-}

folder=$(mktemp -d)
root=$folder/root
ended() {
    [ -z "${window:-}" ] || kill "$window" 2>/dev/null || true
    mountpoint -q "$root/proc" && umount "$root/proc"
    rm -rf "$folder"
}
trap ended EXIT
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"; }
fail() { echo "FAILED: $*" >&2; cat "$folder"/*.log >&2; exit 1; }

suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
echo "A clean root of $suite …"
mmdebstrap --quiet --variant=apt "$suite" "$root" >"$folder/root.log" 2>&1 || fail "no clean root"
mkdir -p "$root/dev" "$root/proc"
mount -t proc proc "$root/proc"
cp "$deb" "$root/flowerdesk.deb"
before=$(inside dpkg-query --show | wc -l)
inside apt-get update -qq >/dev/null
inside DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    /flowerdesk.deb >"$folder/install.log" 2>&1 || fail "the package cannot be installed"
echo "Installed with $(($(inside dpkg-query --show | wc -l) - before - 1)) packages that it depends on."
inside du -sm /usr/lib/flowerdesk | awk '{ print "Unpacked: " $1 " MiB" }'

echo "Every library is packaged or declared."
inside sh -c 'find /usr/lib/flowerdesk -name "*.so*" -type f -exec ldd {} + 2>/dev/null' |
    grep "not found" | sort -u >"$folder/missing" || true
# Found by the library that loads them, which knows where they are.
while read -r name _; do
    find "$root/usr/lib/flowerdesk" -name "$name" | grep -q . || fail "$name is nowhere"
done <"$folder/missing"

echo "The console program looks at photos and learns:"
if [ -n "$photos" ]; then
    mkdir -p "$root/root/photos"
    for label in "$photos"/*/; do
        mkdir "$root/root/photos/$(basename "$label")"
        find "$label" -type f -name '*.jpg' | sort | head -4 |
            xargs -d '\n' cp -t "$root/root/photos/$(basename "$label")"
    done
else
    inside flowerdesk sample /root/photos --per-label 4
fi
try() { inside flowerdesk "$@" >>"$folder/console.log" 2>&1 || fail "flowerdesk $*"; }
try --version
try train /root/photos --epochs 5
try predict /root/photos.flowerdesk /root/photos
try map /root/photos.flowerdesk --out /root/map.csv
for format in keras savedmodel tflite openvino; do
    try export /root/photos.flowerdesk "/root/$format" --format "$format"
done
grep -v '^$' "$folder/console.log" | tail -n 12
if inside flowerdesk export /root/photos.flowerdesk /root/onnx --format onnx 2>"$folder/onnx.log"; then
    fail "an export to ONNX without its packages"
fi
grep -q "does not carry" "$folder/onnx.log" || fail "no sentence for an export that cannot be made"

echo "The window opens:"
start() {
    inside DISPLAY="$DISPLAY" /usr/lib/flowerdesk/flowerdesk-window "$@" >>"$folder/window.log" 2>&1 &
    window=$!
}
await_window() { # the title that it must have; looks more often than xdotool's own --sync
    for _ in $(seq 1000); do
        xdotool search --onlyvisible --name "$1" >/dev/null 2>&1 && return
        kill -0 "$window" 2>/dev/null || fail "the window's program has ended"
        sleep 0.02
    done
    fail "the window is not up"
}
close_window() { # by the keyboard, as a person does
    xdotool windowactivate --sync "$(xdotool search --onlyvisible --name flowerdesk | head -n 1)"
    xdotool key alt+F4
    wait "$window" || fail "the window ended with $?"
    window=
}
for _ in 1 2 3; do # the first one reads from the disk
    began=$(date +%s%N)
    start
    await_window '^flowerdesk$'
    echo "  up after $((($(date +%s%N) - began) / 1000000)) ms"
    close_window
done
start /root/photos.flowerdesk
await_window '^photos – flowerdesk$'
# Its child process loads TensorFlow when the window stands.
for _ in $(seq 300); do
    children=$(pgrep -f -- '^/usr/lib/flowerdesk/flowerdesk-window.*multiprocessing-fork' || true)
    loaded=0
    for child in $children; do
        grep -q libtensorflow_cc "/proc/$child/maps" 2>/dev/null && loaded=1
    done
    [ "$loaded" = 1 ] && break
    sleep 0.2
done
[ "$loaded" = 1 ] || fail "the window's child process loads no TensorFlow"
for process in $(pgrep -f -- '^/usr/lib/flowerdesk/flowerdesk-window'); do
    case "$children" in *"$process"*) continue ;; esac
    grep -q libtensorflow_cc "/proc/$process/maps" && fail "TensorFlow is in the window's process"
done
for page in 2 3 4 1; do # what goes wrong on one of them comes into the log
    xdotool key "ctrl+$page"
    sleep 1
done
[ -z "${SMOKE_PICTURE:-}" ] || import -window root "$SMOKE_PICTURE"
close_window

cp "$root/root/.local/state/flowerdesk/flowerdesk.log" "$folder/log.log" || fail "there is no log"
if grep -l Traceback "$folder"/*.log; then fail "a traceback"; fi
echo "The package works."
