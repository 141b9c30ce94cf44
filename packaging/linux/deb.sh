#!/usr/bin/env bash
# Makes a .deb of a built folder, which depends on exactly the libraries that the folder lacks.
#
#     packaging/linux/deb.sh FOLDER ICONS VERSION OUT.deb
set -euo pipefail
folder=$(realpath "$1") icons=$(realpath "$2") version=$3 out=$(realpath -m "$4")
cd "$(dirname "$0")/../.."

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"
share=$tree/usr/share
install -d "$tree/usr/lib" "$tree/usr/bin" "$tree/DEBIAN"
cp -a "$folder" "$tree/usr/lib/flowerdesk"
chmod -R u=rwX,go=rX "$tree/usr/lib/flowerdesk"
ln -s ../lib/flowerdesk/flowerdesk "$tree/usr/bin/flowerdesk"
install -D -m644 packaging/linux/flowerdesk.desktop "$share/applications/flowerdesk.desktop"
install -D -m644 packaging/linux/flowerdesk.xml "$share/mime/packages/flowerdesk.xml"
for icon in "$icons"/flowerdesk-*.png; do
    size=${icon##*-} size=${size%.png}
    [ "$size" -le 512 ] || continue
    install -D -m644 "$icon" "$share/icons/hicolor/${size}x$size/apps/flowerdesk.png"
done
install -D -m644 resources/flowerdesk.svg "$share/icons/hicolor/scalable/apps/flowerdesk.svg"
install -D -m644 "$icons/flowerdesk.1" "$share/man/man1/flowerdesk.1"
gzip -9n "$share/man/man1/flowerdesk.1"
documents=$share/doc/flowerdesk
install -d "$documents"
mv "$tree/usr/lib/flowerdesk/THIRD-PARTY-NOTICES.txt" "$documents/"
gzip -9n "$documents/THIRD-PARTY-NOTICES.txt"
cat - "$tree/usr/lib/flowerdesk/LICENSE" > "$documents/copyright" <<END
Copyright 2026 The flowerdesk authors. What others made of this package, and on what terms, is in
THIRD-PARTY-NOTICES.txt.gz. The rest is under the Apache License 2.0, which follows.

END
rm "$tree/usr/lib/flowerdesk/LICENSE"

depends=$(python3 packaging/linux/depends.py "$tree/usr/lib/flowerdesk")
cat > "$tree/DEBIAN/control" <<END
Package: flowerdesk
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: The flowerdesk authors <flowerdesk@localhost>
Installed-Size: $(du -sk --exclude DEBIAN "$tree" | cut -f1)
Depends: $depends
Recommends: shared-mime-info, desktop-file-utils, xdg-utils, fonts-noto-cjk
Section: graphics
Priority: optional
Description: teach your own laptop to tell your photos apart
 Put the photos of each kind into a folder of its own, drop the folder that
 holds them onto the window, press one button, and watch it learn; then drop
 a new photo and read what it shows. Nothing leaves the computer.
 .
 The command flowerdesk does the same without a window.
END
mkdir -p "$(dirname "$out")"
dpkg-deb --root-owner-group -Zzstd -z12 --build "$tree" "$out"
