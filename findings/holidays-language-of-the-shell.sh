#!/usr/bin/env bash
# The names of Vietnam's holidays are Vietnamese or English by the shell's LANG, and C.UTF-8 means English.
#
# Library: holidays 0.109.
# Expected: The library's default language for Vietnam, which is vi, wherever it runs.
# Seen: Without a language the names follow the process's locale: Vietnamese under LANG=C or none, English under
#   C.UTF-8 and en_US.UTF-8, even Thai under th_TH. The dates are the same.
# Matters: A job of cron has no LANG and a shell in a container has C.UTF-8: names compared, stored or printed
#   change with who started the night. The language is always given.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "holidays==0.109" ||
  { echo "the pinned packages could not be installed"; exit 2; }
names() {
  env -u LC_ALL -u LC_MESSAGES -u LANGUAGE LANG="$1" "$work/venv/bin/python" -c \
    'import holidays; print(holidays.country_holidays("VN", years=2026).get("2026-02-17"))'
}
seen="$(names C) | $(names vi_VN.UTF-8) | $(names C.UTF-8) | $(names th_TH.UTF-8)"
if [ "$seen" != 'Tết Nguyên Đán | Tết Nguyên Đán | Lunar New Year | วันตรุษเต๊ต' ]; then
  echo "changed: $seen" >&2
  exit 1
fi
echo "still so: under C, vi_VN.UTF-8, C.UTF-8 and th_TH.UTF-8 the same day is called $seen"
