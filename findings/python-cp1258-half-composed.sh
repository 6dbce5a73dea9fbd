#!/usr/bin/env bash
# Python's cp1258 reads Vietnamese into a form that is neither composed nor decomposed, and writes neither.
#
# Library: the codec cp1258 of Python's standard library, beside iconv of glibc.
# Expected: Text from a Windows-1258 file equals the same text typed today, and composed text can be encoded as
#   iconv does it.
# Seen: "ễ" is two characters after decoding: ê and a combining tilde. The result equals neither the NFC nor the NFD
#   of the word. Composed "Nguyễn" and decomposed "Nguyễn" both raise on encoding; iconv takes composed text and
#   gives it back composed.
# Matters: Old text exports are in this code page. Without a normalisation right after decoding no name equals its
#   own in another list, and all look the same on paper.
set -euo pipefail

command -v iconv >/dev/null || { echo "iconv of glibc is needed"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" - <<'PYTHON'
import subprocess
import sys
import unicodedata

word = "Nguyễn"


def writes(text):
    try:
        return bool(text.encode("cp1258"))
    except UnicodeEncodeError:
        return False


def iconv(source, target, data):
    return subprocess.run(["iconv", "-f", source, "-t", target], input=data, capture_output=True, check=True).stdout


stored = iconv("UTF-8", "CP1258", word.encode())
read = stored.decode("cp1258")
forms = [unicodedata.normalize(form, word) for form in ("NFC", "NFD")]
seen = [stored, len(read), read in forms, [writes(form) for form in forms], iconv("CP1258", "UTF-8", stored).decode() == word]
expected = [b"Nguy\xea\xden", 7, False, [False, False], True]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so:", stored, "decodes to", len(read), "characters, no normal form; Python encodes neither form, iconv goes both ways")
PYTHON
