#!/bin/bash
# Work on text with parameter expansion alone.

rounds=${1:-20}

# title TEXT: every word with a capital first letter
title() {
    local word out=
    for word in $1; do
        out+="${word^} "
    done
    echo "${out% }"
}

# trim TEXT: without blanks at either end, in $REPLY
trim() {
    local text=$1
    text=${text#"${text%%[![:space:]]*}"}
    text=${text%"${text##*[![:space:]]}"}
    REPLY=$text
}

# reverse TEXT: the letters backwards, in $REPLY
reverse() {
    local text=$1 out=
    while [[ -n $text ]]; do
        out=${text:0:1}$out
        text=${text:1}
    done
    REPLY=$out
}

checksum=0
for ((i = 0; i < rounds; i++)); do
    path="/srv/data-$((i % 7))/archive.$i/report_$((i * 37 % 101)).tar.gz"
    name=${path##*/}
    folder=${path%/*}
    base=${name%%.*}
    suffix=${name#*.}
    number=${base#report_}
    swapped=${folder//\//:}
    checksum=$(((checksum * 33 + ${#swapped} + number + ${#suffix}) % 1000003))
done
echo "$name in $folder: base $base, suffix $suffix, $swapped"
echo "checksum $checksum"

title "the quick brown fox"
trim "   padded text  "
echo "[$REPLY]"
reverse "stressed"
echo "$REPLY"
unset missing
empty=
echo "${missing-unset} ${missing:-unset or empty} ${empty-set} ${empty:-empty} ${empty:+never}${name:+set}"
upper=${name^^}
echo "${upper/REPORT/summary} ${upper,,} ${name:0:6} ${name: -6} ${name/%gz/xz}"
