#!/bin/bash
# A small stock keeper driven by a list of commands.
set -euo pipefail

verbose=0
rounds=3
while getopts "vn:" option; do
    case $option in
        v) verbose=1 ;;
        n) rounds=$OPTARG ;;
        *)
            echo "usage: $0 [-v] [-n ROUNDS]" >&2
            exit 2
            ;;
    esac
done
shift $((OPTIND - 1))

declare -A stock=()
declare -a log=()

note() {
    log+=("$1")
    if ((verbose)); then
        echo "note: $1"
    fi
}

add() {
    local item=$1 amount=${2:-1}
    stock[$item]=$((${stock[$item]:-0} + amount))
}

take() {
    local item=$1 amount=${2:-1}
    local left=${stock[$item]:-0}
    if ((left < amount)); then
        note "short of $item: $left < $amount"
        return 1
    fi
    stock[$item]=$((left - amount))
}

run() {
    local verb=$1
    shift
    case $verb in
        add | take) "$verb" "$@" ;;
        drop) unset "stock[$1]" ;;
        *) note "unknown command $verb" ;;
    esac
}

for ((round = 1; round <= rounds; round++)); do
    while read -r line; do
        [[ -z $line || $line == \#* ]] && continue
        # shellcheck disable=SC2086
        run $line || true
    done <<COMMANDS
# one command a line
add bolt $((round * 10))
add nut
take bolt $((round * 12))

take gear
add gear $round
polish gear
COMMANDS
done

for item in $(printf '%s\n' "${!stock[@]}" | sort); do
    printf '%-6s %5d\n' "$item" "${stock[$item]}"
done
echo "${#log[@]} notes, first: ${log[0]}"
