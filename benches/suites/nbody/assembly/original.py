"""A chain of bodies in a plane, hung up by rigid links: accelerations from the constraints' multipliers, integrated by
Runge-Kutta or velocity Verlet, and brought back onto the constraints by Newton's method after each step."""

import argparse
import math

GRAVITY, LENGTH, MASS = 9.81, 1.0, 1.0

Matrix = list[list[float]]


def solve(matrix: Matrix, right: list[float]) -> list[float]:
    """Elimination with pivots; matrix and right side are used up."""
    n = len(right)
    for column in range(n):
        pivot = max(range(column, n), key=lambda row: abs(matrix[row][column]))
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        right[column], right[pivot] = right[pivot], right[column]
        top = matrix[column]
        for row in range(column + 1, n):
            factor = matrix[row][column] / top[column]
            if factor != 0.0:
                line = matrix[row]
                for k in range(column, n):
                    line[k] -= factor * top[k]
                right[row] -= factor * right[column]
    result = [0.0] * n
    for row in range(n - 1, -1, -1):
        total = right[row]
        for k in range(row + 1, n):
            total -= matrix[row][k] * result[k]
        result[row] = total / matrix[row][row]
    return result


def differences(values: list[float]) -> list[float]:
    """Of each body to the one above it; the first hangs on the origin."""
    return values[:2] + [values[i] - values[i - 2] for i in range(2, len(values))]


class Assembly:
    """Positions and velocities as one list, x and y of each body in turn."""

    def __init__(self, bodies: int) -> None:
        self.n = bodies
        self.positions: list[float] = []
        x = y = 0.0
        for i in range(bodies):
            angle = 0.2 - 0.1 * i / bodies
            x += math.sin(angle) * LENGTH
            y -= math.cos(angle) * LENGTH
            self.positions += [x, y]
        self.velocities = [0.0] * (2 * bodies)

    def jacobian(self, positions: list[float]) -> Matrix:
        """A row a link, two columns a body."""
        links = differences(positions)
        matrix = [[0.0] * (2 * self.n) for _ in range(self.n)]
        for i in range(self.n):
            for axis in range(2):
                matrix[i][2 * i + axis] = links[2 * i + axis]
                if i > 0:
                    matrix[i][2 * i - 2 + axis] = -links[2 * i + axis]
        return matrix

    def correction(self, matrix: Matrix, right: list[float]) -> list[float]:
        """What the multipliers that solve (J M^-1 J^T) x = right do to each coordinate."""
        square = [[sum(a * b for a, b in zip(row, other)) / MASS for other in matrix] for row in matrix]
        multipliers = solve(square, right)
        result = [0.0] * (2 * self.n)
        for multiplier, row in zip(multipliers, matrix):
            for k, value in enumerate(row):
                result[k] += value * multiplier / MASS
        return result

    def accelerations(self, positions: list[float], velocities: list[float]) -> list[float]:
        matrix = self.jacobian(positions)
        gravity = [0.0, -GRAVITY] * self.n
        speeds = differences(velocities)
        right = []
        for i, row in enumerate(matrix):
            falling = sum(a * b for a, b in zip(row, gravity))
            right.append(-(speeds[2 * i] ** 2 + speeds[2 * i + 1] ** 2) - falling)
        return [g + c for g, c in zip(gravity, self.correction(matrix, right))]

    def project(self) -> None:
        """Newton's method on the lengths, then the part of the velocities that would change them is taken away."""
        for _ in range(5):
            links = differences(self.positions)
            wrong = [(links[2 * i] ** 2 + links[2 * i + 1] ** 2 - LENGTH**2) / 2 for i in range(self.n)]
            if max(abs(value) for value in wrong) < 1e-13:
                break
            change = self.correction(self.jacobian(self.positions), [-value for value in wrong])
            self.positions = [x + d for x, d in zip(self.positions, change)]
        matrix = self.jacobian(self.positions)
        right = [-sum(a * v for a, v in zip(row, self.velocities)) for row in matrix]
        change = self.correction(matrix, right)
        self.velocities = [v + d for v, d in zip(self.velocities, change)]

    def step_rk4(self, dt: float) -> None:
        x, v = self.positions, self.velocities
        a1 = self.accelerations(x, v)
        v2 = moved(v, a1, dt / 2)
        a2 = self.accelerations(moved(x, v, dt / 2), v2)
        v3 = moved(v, a2, dt / 2)
        a3 = self.accelerations(moved(x, v2, dt / 2), v3)
        v4 = moved(v, a3, dt)
        a4 = self.accelerations(moved(x, v3, dt), v4)
        self.positions = moved(x, weighted(v, v2, v3, v4), dt)
        self.velocities = moved(v, weighted(a1, a2, a3, a4), dt)

    def run(self, steps: int, dt: float, verlet: bool) -> None:
        acceleration = self.accelerations(self.positions, self.velocities)
        for _ in range(steps):
            if verlet:
                self.velocities = moved(self.velocities, acceleration, dt / 2)
                self.positions = moved(self.positions, self.velocities, dt)
                acceleration = self.accelerations(self.positions, self.velocities)
                self.velocities = moved(self.velocities, acceleration, dt / 2)
            else:
                self.step_rk4(dt)
            self.project()

    def energy(self) -> float:
        kinetic = sum(v * v for v in self.velocities) / 2
        return MASS * (kinetic + GRAVITY * sum(self.positions[1::2]))

    def violation(self) -> float:
        links = differences(self.positions)
        return max(abs(math.hypot(links[2 * i], links[2 * i + 1]) - LENGTH) for i in range(self.n))

    def last(self) -> tuple[float, float]:
        return self.positions[-2], self.positions[-1]


def moved(values: list[float], by: list[float], factor: float) -> list[float]:
    return [x + factor * d for x, d in zip(values, by)]


def weighted(a: list[float], b: list[float], c: list[float], d: list[float]) -> list[float]:
    return [(p + 2 * q + 2 * r + s) / 6 for p, q, r, s in zip(a, b, c, d)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="4")
    parser.add_argument("--duration", type=float, default=0.1)
    parser.add_argument("--dt", type=float, default=0.001)
    parser.add_argument("--integrator", default="rk4")
    args = parser.parse_args()
    for size in args.sizes.split(","):
        bodies = int(size)
        assembly = Assembly(bodies)
        before = assembly.energy()
        assembly.run(round(args.duration / args.dt), args.dt, args.integrator == "verlet")
        x, y = assembly.last()
        kept = "kept" if assembly.violation() < 1e-9 else "lost"
        print(f"{bodies} bodies: last at {x:.6f} {y:.6f}, energy {before:.4f} to {assembly.energy():.4f}, lengths {kept}")


if __name__ == "__main__":
    main()
