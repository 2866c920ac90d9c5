#!/bin/sh
# Text tools in pipelines over a large file.
set -eu

lines=${1:-200}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

seq 1 "$lines" | sed 's/$/ item/' >"$work/numbers"
grep -c '7' "$work/numbers" || true
cut -d' ' -f1 "$work/numbers" | grep '5$' | sort -rn | head -n 3
tail -n 2 "$work/numbers" | tr 'a-z' 'A-Z'
cut -c1 "$work/numbers" | sort | uniq -c | sort -k1,1nr -k2,2 | head -n 4 |
    while read -r count digit; do
        echo "$digit starts $count numbers"
    done
total=$(wc -l <"$work/numbers")
bytes=$(cat "$work/numbers" | wc -c)
echo "$((total)) lines, $((bytes)) bytes"
