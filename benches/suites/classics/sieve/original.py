"""The sieve of Eratosthenes."""

import sys


def sieve(limit):
    """All primes up to the limit."""
    is_prime = [True] * (limit + 1)
    is_prime[0] = is_prime[1] = False
    candidate = 2
    while candidate * candidate <= limit:
        if is_prime[candidate]:
            for multiple in range(candidate * candidate, limit + 1, candidate):
                is_prime[multiple] = False
        candidate += 1
    return [number for number, prime in enumerate(is_prime) if prime]


def main():
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    primes = sieve(limit)
    checksum = 0
    for prime in primes:
        checksum = (checksum * 31 + prime) % 1000003
    print(len(primes), primes[-3:], checksum)


if __name__ == "__main__":
    main()
