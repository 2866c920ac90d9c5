#!/bin/bash
# Sort an indexed array in place and search it.
n=${1:-40}
numbers=()
state=1
for ((i = 0; i < n; i++)); do
    ((state = (state * 1103515245 + 12345) & 0x7fffffff))
    numbers+=($((state >> 16 & 0xff)))
done

insertion_sort() {
    local -n list=$1
    local i j value
    for ((i = 1; i < ${#list[@]}; i++)); do
        value=${list[i]}
        for ((j = i - 1; j >= 0 && list[j] > value; j--)); do
            list[j + 1]=${list[j]}
        done
        list[j + 1]=$value
    done
}

# search VALUE: status 0 and the index in $REPLY when it is there
search() {
    local low=0 high=$((${#numbers[@]} - 1)) middle
    while ((low <= high)); do
        middle=$(((low + high) / 2))
        if ((numbers[middle] == $1)); then
            REPLY=$middle
            return 0
        elif ((numbers[middle] < $1)); then
            low=$((middle + 1))
        else
            high=$((middle - 1))
        fi
    done
    return 1
}

insertion_sort numbers
echo "${numbers[*]:0:10} ... ${numbers[*]: -3}"
hits=0
for ((value = 0; value < 256; value++)); do
    if search "$value"; then
        ((hits++))
    fi
done
echo "$hits different values of ${#numbers[@]}"
