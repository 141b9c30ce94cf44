#!/usr/bin/env bash
# Brings the translations up to date with the sources: new strings come into the .ts files, to be
# translated there (with Qt Linguist or an editor), and the .qm files are made of what is there.
#
#     packaging/translations.sh [FOLDER OF PYSIDE6'S TOOLS [FOLDER OF THE TRANSLATIONS]]
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${1:-.venv/bin}
folder=${2:-resources/translations}
core=$(mktemp --suffix .py)
trap 'rm -f "$core"' EXIT
"$tools/python" packaging/core_sentences.py "$core"
mapfile -t sources < <(find flowerdesk/app -name '*.py' | LC_ALL=C sort)

update() { "$tools/pyside6-lupdate" -silent -no-obsolete -locations none "$@"; }
# English needs its plurals only: “1 photo”, “2 photos”.
update -pluralonly "${sources[@]}" "$core" -ts "$folder/flowerdesk_en.ts"
update "${sources[@]}" "$core" -ts "$folder/flowerdesk_zh_CN.ts"

for file in "$folder"/*.ts; do
    compiled=${file%.ts}.qm
    # A window that is open reads its file as it goes: give it no other in its place.
    "$tools/pyside6-lrelease" -silent "$file" -qm "$compiled.new"
    mv "$compiled.new" "$compiled"
done
