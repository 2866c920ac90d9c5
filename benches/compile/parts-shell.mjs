// Parts of large shell programs: each a text for its number, with a `part_N` that the program calls.
export const SHELL = [
  (n) => `# Counts down from a number.
count_${n}() {
  local n=$1 sum=0
  while [ "$n" -gt 0 ]; do
    sum=$((sum + n))
    n=$((n - 1))
  done
  echo "sum $sum"
}

part_${n}() {
  count_${n} ${(n % 9) + 3}
  for word in alpha beta gamma; do
    case $word in
      a*) echo "first $word" ;;
      beta | delta) echo "second $word" ;;
      *) echo "other \${#word}" ;;
    esac
  done
}

`,
  (n) => `join_${n}() {
  local IFS=$1
  shift
  echo "$*"
}

part_${n}() {
  local list=(one "two three" four-${n})
  list+=("end")
  join_${n} , "\${list[@]}"
  echo "\${#list[@]} items, last: \${list[-1]}"
  if [[ \${list[1]} == two* && -n \${list[0]} ]]; then
    printf '%s|%5d|%-6s|\\n' "\${list[0]}" ${n} "x"
  else
    echo "no" >&2
  fi
}

`,
  (n) => `part_${n}() {
  local line name value total=0
  while IFS='=' read -r name value; do
    [ -z "$name" ] && continue
    total=$((total + value))
    echo "$name is \${value:-nothing}"
  done <<END
a=1
b=${n}
c=3
END
  echo "total: $total"
  local file=path/to/archive-${n}.tar.gz
  echo "\${file##*/} \${file%.*} \${file/archive/copy} \${file:0:4}"
}

`,
  (n) => `declare -A table_${n}

part_${n}() {
  table_${n}[red]=${n}
  table_${n}[blue]=2
  local key
  for key in red blue; do
    echo "$key \${table_${n}[$key]}"
  done
  local upper
  upper=$(echo "value ${n}" | tr a-z A-Z)
  echo "$upper"
  for ((i = 0; i < 3; i++)); do
    ((i == 1)) && continue
    echo "round $i"
  done
  local word=\${1:-default}
  test "$word" = default || return 1
  return 0
}

`,
];
