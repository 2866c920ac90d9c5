"""Pancake flipping: checksum and maximum over all permutations of 1..n."""

import sys


def fannkuch(n):
    """Return the checksum and the largest number of flips."""
    permutation = list(range(n))
    count = [0] * n
    checksum = 0
    most = 0
    sign = 1
    left = n
    while True:
        while left > 1:
            count[left - 1] = left
            left -= 1

        if permutation[0] != 0:
            flipped = permutation[:]
            flips = 0
            first = flipped[0]
            while first:
                flipped[: first + 1] = flipped[first::-1]
                flips += 1
                first = flipped[0]
            most = max(most, flips)
            checksum += sign * flips

        # the next permutation, and whether it is even
        if sign == 1:
            permutation[0], permutation[1] = permutation[1], permutation[0]
            sign = -1
        else:
            permutation[1], permutation[2] = permutation[2], permutation[1]
            sign = 1
            left = 3
            while True:
                if left > n:
                    return checksum, most
                if count[left - 1] > 1:
                    break
                count[left - 1] = left
                if left == n:
                    return checksum, most
                permutation.insert(left, permutation.pop(0))
                left += 1
            count[left - 1] -= 1
            left = 1


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    checksum, most = fannkuch(n)
    print(f"{checksum}\nPfannkuchen({n}) = {most}")


if __name__ == "__main__":
    main()
