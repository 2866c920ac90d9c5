#!/bin/bash
# Recursion in shell functions: Ackermann, the towers of Hanoi, permutations.

size=${1:-4}
moves=0

# ackermann M N: the result in $REPLY
ackermann() {
    local m=$1 n=$2
    if ((m == 0)); then
        REPLY=$((n + 1))
    elif ((n == 0)); then
        ackermann $((m - 1)) 1
    else
        ackermann "$m" $((n - 1))
        ackermann $((m - 1)) "$REPLY"
    fi
}

# hanoi N FROM TO VIA: moves N discs
hanoi() {
    (($1 == 0)) && return
    hanoi $(($1 - 1)) "$2" "$4" "$3"
    ((moves++))
    last="$2->$3"
    hanoi $(($1 - 1)) "$4" "$3" "$2"
}

# permute PREFIX REST: prints the permutations of REST after PREFIX
permute() {
    local prefix=$1 rest=$2 i
    if [[ -z $rest ]]; then
        echo "$prefix"
        return
    fi
    for ((i = 0; i < ${#rest}; i++)); do
        permute "$prefix${rest:i:1}" "${rest:0:i}${rest:i+1}"
    done
}

ackermann 2 "$size"
echo "ackermann(2, $size) = $REPLY"
hanoi "$size" A C B
echo "hanoi($size): $moves moves, last $last"
letters=abcdefgh
letters=${letters:0:size > 6 ? 6 : size}
echo "$(permute "" "$letters" | wc -l) permutations of $letters"
permute "" "${letters:0:3}" | tr '\n' ' '
echo
