#!/bin/bash
# The sieve of Eratosthenes.
limit=${1:-200}
composite=()
for ((candidate = 2; candidate * candidate <= limit; candidate++)); do
    if [[ -z ${composite[candidate]} ]]; then
        for ((multiple = candidate * candidate; multiple <= limit; multiple += candidate)); do
            composite[multiple]=1
        done
    fi
done

count=0 checksum=0
primes=()
for ((number = 2; number <= limit; number++)); do
    [[ ${composite[number]} ]] && continue
    primes+=("$number")
    ((count++))
    checksum=$(((checksum * 31 + number) % 1000003))
done
echo "$count [${primes[-3]}, ${primes[-2]}, ${primes[-1]}] $checksum"
