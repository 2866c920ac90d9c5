#!/bin/bash
# A print queue, simulated second by second.
seconds=${1:-30}
queue=()
state=17
served=0 waited=0 longest=0
busy_until=0
current=

random() {
    state=$(((state * 48271) % 2147483647))
    REPLY=$((state % $1))
}

for ((now = 0; now < seconds; now++)); do
    random 3
    if ((REPLY == 0)); then
        random 5
        queue+=("job$now:$((REPLY + 1)):$now")
    fi
    ((${#queue[@]} > longest)) && longest=${#queue[@]}
    if ((now >= busy_until)); then
        if [[ -n $current ]]; then
            ((served++))
            current=
        fi
        if ((${#queue[@]})); then
            IFS=: read -r current pages arrived <<<"${queue[0]}"
            queue=("${queue[@]:1}")
            busy_until=$((now + pages))
            waited=$((waited + now - arrived))
        fi
    fi
done

until ((${#queue[@]} == 0)); do
    queue=("${queue[@]:1}")
    ((left++))
done
echo "served $served, left ${left:-0}, longest queue $longest, waited $waited"
[[ $current =~ ^job([0-9]+)$ ]] && echo "printing number ${BASH_REMATCH[1]}"
exit 0
