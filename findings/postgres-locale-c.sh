#!/usr/bin/env bash
# In a PostgreSQL cluster made with locale C, lower() leaves Vietnamese capitals as they are.
#
# Library: PostgreSQL 15 (as installed under /usr/lib/postgresql/15).
# Expected: An UTF-8 database knows its letters: the encoding says how text is stored, the locale how it is sorted.
# Seen: With --encoding=UTF8 --locale=C only A to Z change case: lower('ĐỖ THỊ') is 'ĐỖ thỊ', 'Đỗ' ilike 'ĐỖ' is
#   false and \w ends at every Vietnamese letter. initdb takes locale C by itself where no LANG is set, as under
#   cron and in slim containers; with C.UTF-8 all three are as expected.
# Matters: A unique key over lower(name) keeps the same person twice and a search in capitals finds nobody, on one
#   machine and not on the other.
set -euo pipefail

programs=/usr/lib/postgresql/15/bin
[ -x "$programs/initdb" ] || { echo "PostgreSQL 15 is needed"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
as_user=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
  as_user=(unshare --user --map-user=1000 --map-group=1000)
  "${as_user[@]}" true 2>/dev/null || { echo "a normal user is needed, or user namespaces"; exit 2; }
fi

asked="select lower('ĐỖ THỊ'), 'Đỗ' ilike 'ĐỖ', regexp_replace('Nguyễn', '\W', '_', 'g')"
ask() {
  "${as_user[@]}" bash -c '
    set -euo pipefail
    "$1/initdb" -D "$2/$3" -U ward --auth=trust --encoding=UTF8 --locale="$3" >/dev/null 2>&1
    "$1/pg_ctl" -D "$2/$3" -w -l "$2/log" -o "-c listen_addresses= -k $2" start >/dev/null
    trap "\"$1/pg_ctl\" -D \"$2/$3\" -w -m fast stop >/dev/null" EXIT
    PGCLIENTENCODING=UTF8 "$1/psql" -X -A -t -h "$2" -U ward -d postgres -c "$4"
  ' ask "$programs" "$work" "$1" "$asked"
}
seen="$(ask C) and $(ask C.UTF-8)"
if [ "$seen" != 'ĐỖ thỊ|f|Nguy_n and đỗ thị|t|Nguyễn' ]; then
  echo "changed: $seen" >&2
  exit 1
fi
echo "still so: under C and under C.UTF-8: $seen"
