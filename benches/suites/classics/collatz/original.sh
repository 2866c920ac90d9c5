#!/bin/sh
# The longest Collatz chain below a limit; POSIX arithmetic only.
limit=${1:-50}
best=0
start=0
i=1
while [ "$i" -lt "$limit" ]; do
    n=$i
    steps=0
    while [ "$n" -ne 1 ]; do
        if [ $((n % 2)) -eq 0 ]; then
            n=$((n / 2))
        else
            n=$((3 * n + 1))
        fi
        steps=$((steps + 1))
    done
    if [ "$steps" -gt "$best" ]; then
        best=$steps
        start=$i
    fi
    i=$((i + 1))
done
echo "below $limit: $start takes $best steps"

sum=0
n=$((limit * 987654321))
while [ "$n" -gt 0 ]; do
    sum=$((sum + n % 10))
    n=$((n / 10))
done
echo "digit sum $sum"
