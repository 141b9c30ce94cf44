#!/usr/bin/env bash
# Builds the packages for Linux, a .deb and a .tar.gz, out of this checkout.
#
#     packaging/build.sh [OUT [WORK]]
#
# By default that is dist and build, both ignored by git. WORK keeps an environment of its own.
# Needs what packaging/install.sh needs, binutils and, for the .deb, dpkg-dev. About ten minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/apt.sh

out=$(realpath -m "${1:-dist}")
work=$(realpath -m "${2:-build}")
mkdir -p "$out" "$work"
needed=()
command -v strip >/dev/null || needed+=(binutils)
command -v dpkg-shlibdeps >/dev/null || needed+=(dpkg-dev)
[ ${#needed[@]} -eq 0 ] || apt_install "${needed[@]}"

bash packaging/freeze.sh "$out" "$work"
python=$work/venv/bin/python
version=$("$python" packaging/contents.py)
bash packaging/linux/strip.sh "$out/flowerdesk"
"$python" packaging/manual.py "$work/icons/flowerdesk.1"

name=flowerdesk_${version}_$(dpkg --print-architecture)
bash packaging/linux/deb.sh "$out/flowerdesk" "$work/icons" "$version" "$out/$name.deb"
install -m644 "$work/icons/flowerdesk.1" "$work/icons/flowerdesk-256.png" "$out/flowerdesk"
tar -C "$out" --transform "s,^flowerdesk,flowerdesk-$version," -czf "$out/$name.tar.gz" flowerdesk
ls -l "$out"/*.deb "$out"/*.tar.gz
"$python" packaging/sizes.py "$out/flowerdesk"
