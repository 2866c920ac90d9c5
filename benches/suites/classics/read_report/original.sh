#!/bin/bash
# Sum up salaries per department from colon-separated records.
set -u

count=${1:-50}

# records N: N lines of name:department:salary
records() {
    local n=$1 i state=7
    local -a departments=(sales research support)
    for ((i = 1; i <= n; i++)); do
        state=$(((state * 16807) % 2147483647))
        printf 'person%d:%s:%d\n' "$i" "${departments[state % 3]}" $((1000 + state % 4000))
    done
    echo "# end of records"
}

declare -A total seen
highest=0
best=
while IFS=: read -r name department salary; do
    case $name in
        '#'*) continue ;;
    esac
    total[$department]=$((${total[$department]:-0} + salary))
    seen[$department]=$((${seen[$department]:-0} + 1))
    if ((salary > highest)); then
        highest=$salary
        best=$name
    fi
done < <(records "$count")

for department in research sales support; do
    printf '%-10s %5d people %10d\n' "$department" "${seen[$department]:-0}" "${total[$department]:-0}"
done
echo "highest: ${best:-nobody} with $highest"
