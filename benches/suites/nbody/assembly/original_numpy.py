"""A chain of bodies in a plane, hung up by rigid links: accelerations from the constraints' multipliers, integrated by
Runge-Kutta or velocity Verlet, and brought back onto the constraints by Newton's method after each step."""

import argparse

import numpy as np

GRAVITY, LENGTH, MASS = 9.81, 1.0, 1.0


class Assembly:
    """Positions and velocities as one row a body."""

    def __init__(self, bodies: int) -> None:
        self.n = bodies
        angles = 0.2 - 0.1 * np.arange(bodies) / bodies
        steps = np.stack([np.sin(angles), -np.cos(angles)], axis=1) * LENGTH
        self.positions = np.cumsum(steps, axis=0)
        self.velocities = np.zeros((bodies, 2))

    def jacobian(self, positions: np.ndarray) -> np.ndarray:
        """A row a link, two columns a body."""
        links = np.diff(positions, axis=0, prepend=np.zeros((1, 2)))
        matrix = np.zeros((self.n, self.n, 2))
        index = np.arange(self.n)
        matrix[index, index] = links
        matrix[index[1:], index[:-1]] = -links[1:]
        return matrix.reshape(self.n, 2 * self.n)

    def accelerations(self, positions: np.ndarray, velocities: np.ndarray) -> np.ndarray:
        matrix = self.jacobian(positions)
        gravity = np.tile([0.0, -GRAVITY], self.n)
        speeds = np.diff(velocities, axis=0, prepend=np.zeros((1, 2)))
        right = -(speeds * speeds).sum(axis=1) - matrix @ gravity
        multipliers = np.linalg.solve(matrix @ matrix.T / MASS, right)
        return (gravity + matrix.T @ multipliers / MASS).reshape(self.n, 2)

    def project(self) -> None:
        """Newton's method on the lengths, then the part of the velocities that would change them is taken away."""
        for _ in range(5):
            links = np.diff(self.positions, axis=0, prepend=np.zeros((1, 2)))
            wrong = ((links * links).sum(axis=1) - LENGTH**2) / 2
            if np.abs(wrong).max() < 1e-13:
                break
            matrix = self.jacobian(self.positions)
            multipliers = np.linalg.solve(matrix @ matrix.T / MASS, -wrong)
            self.positions += (matrix.T @ multipliers / MASS).reshape(self.n, 2)
        matrix = self.jacobian(self.positions)
        multipliers = np.linalg.solve(matrix @ matrix.T / MASS, -(matrix @ self.velocities.ravel()))
        self.velocities += (matrix.T @ multipliers / MASS).reshape(self.n, 2)

    def step_rk4(self, dt: float) -> None:
        x, v = self.positions, self.velocities
        a1 = self.accelerations(x, v)
        v2 = v + dt / 2 * a1
        a2 = self.accelerations(x + dt / 2 * v, v2)
        v3 = v + dt / 2 * a2
        a3 = self.accelerations(x + dt / 2 * v2, v3)
        v4 = v + dt * a3
        a4 = self.accelerations(x + dt * v3, v4)
        self.positions = x + dt * (v + 2 * v2 + 2 * v3 + v4) / 6
        self.velocities = v + dt * (a1 + 2 * a2 + 2 * a3 + a4) / 6

    def run(self, steps: int, dt: float, verlet: bool) -> None:
        acceleration = self.accelerations(self.positions, self.velocities)
        for _ in range(steps):
            if verlet:
                self.velocities = self.velocities + dt / 2 * acceleration
                self.positions = self.positions + dt * self.velocities
                acceleration = self.accelerations(self.positions, self.velocities)
                self.velocities = self.velocities + dt / 2 * acceleration
            else:
                self.step_rk4(dt)
            self.project()

    def energy(self) -> float:
        return float((MASS * ((self.velocities**2).sum(axis=1) / 2 + GRAVITY * self.positions[:, 1])).sum())

    def violation(self) -> float:
        links = np.diff(self.positions, axis=0, prepend=np.zeros((1, 2)))
        return float(np.abs(np.sqrt((links * links).sum(axis=1)) - LENGTH).max())

    def last(self) -> tuple[float, float]:
        return float(self.positions[-1, 0]), float(self.positions[-1, 1])


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
