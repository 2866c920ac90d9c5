"""A small stack machine and a program for it."""

import sys
from enum import Enum


class Op(Enum):
    PUSH = 0
    LOAD = 1
    STORE = 2
    ADD = 3
    MUL = 4
    MOD = 5
    LESS = 6
    JUMP_IF = 7
    PRINT = 8
    HALT = 9


class MachineError(Exception):
    pass


class Machine:
    """Runs a list of (operation, argument) pairs."""

    def __init__(self, code):
        self.code = code
        self.stack = []
        self.variables = [0] * 8
        self.steps = 0

    def pop(self):
        if not self.stack:
            raise MachineError("stack is empty")
        return self.stack.pop()

    def run(self):
        pc = 0
        while True:
            op, argument = self.code[pc]
            pc += 1
            self.steps += 1
            if op is Op.PUSH:
                self.stack.append(argument)
            elif op is Op.LOAD:
                self.stack.append(self.variables[argument])
            elif op is Op.STORE:
                self.variables[argument] = self.pop()
            elif op is Op.ADD:
                self.stack.append(self.pop() + self.pop())
            elif op is Op.MUL:
                self.stack.append(self.pop() * self.pop())
            elif op is Op.MOD:
                divisor = self.pop()
                self.stack.append(self.pop() % divisor)
            elif op is Op.LESS:
                right = self.pop()
                self.stack.append(1 if self.pop() < right else 0)
            elif op is Op.JUMP_IF:
                if self.pop():
                    pc = argument
            elif op is Op.PRINT:
                print("out", self.pop())
            else:
                return


def squares(n):
    """Sum of i * i for i below n, modulo 999983."""
    return [
        (Op.LOAD, 0),
        (Op.LOAD, 0),
        (Op.MUL, 0),
        (Op.LOAD, 1),
        (Op.ADD, 0),
        (Op.PUSH, 999983),
        (Op.MOD, 0),
        (Op.STORE, 1),
        (Op.LOAD, 0),
        (Op.PUSH, 1),
        (Op.ADD, 0),
        (Op.STORE, 0),
        (Op.LOAD, 0),
        (Op.PUSH, n),
        (Op.LESS, 0),
        (Op.JUMP_IF, 0),
        (Op.LOAD, 1),
        (Op.PRINT, 0),
        (Op.HALT, 0),
    ]


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    machine = Machine(squares(n))
    machine.run()
    print(machine.steps, "steps")
    try:
        Machine([(Op.PUSH, 1), (Op.ADD, 0)]).run()
    except MachineError as error:
        print("stopped:", error)


if __name__ == "__main__":
    main()
