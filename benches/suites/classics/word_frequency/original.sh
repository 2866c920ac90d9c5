#!/bin/bash
# Count the words of a generated text and show the most frequent ones.
count=${1:-300}
syllables=(ba ko mi ter ol an du ri sha ve)
declare -A counts
state=12345
letters=0

for ((i = 0; i < count; i++)); do
    state=$(((state * 1103515245 + 12345) % 2147483648))
    length=$((state / 65536 % 3 + 1))
    word=
    for ((j = 0; j < length; j++)); do
        state=$(((state * 1103515245 + 12345) % 2147483648))
        word+=${syllables[state / 65536 % ${#syllables[@]}]}
    done
    counts[$word]=$((${counts[$word]:-0} + 1))
    letters=$((letters + ${#word}))
done

for word in "${!counts[@]}"; do
    printf '%s %d\n' "$word" "${counts[$word]}"
done | LC_ALL=C sort -k2,2nr -k1,1 | head -n 10 | while read -r word seen; do
    printf '%-10s%8d\n' "$word" "$seen"
done
echo "${#counts[@]} different words, $letters letters"
