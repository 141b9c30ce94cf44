#!/usr/bin/env bash
# Makes a .dmg of the bundle that freeze.sh built on macOS: drag the program onto Applications.
#
#     packaging/macos/dmg.sh FLOWERDESK.app OUT.dmg
#
# The program is signed for this computer only (“ad hoc”): elsewhere macOS asks before the first
# start. With $SIGN_AS, the name of a Developer ID, it is signed for everybody, to be notarised.
set -euo pipefail
app=$1 out=$2

codesign --force --deep --sign "${SIGN_AS:--}" "$app"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
hdiutil create -volname flowerdesk -srcfolder "$folder" -ov -format UDZO "$out"
