"""Context managers of `contextlib` that are classes."""


class nullcontext:
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, kind, value, traceback):
        pass


class closing:
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, kind, value, traceback):
        self.thing.close()


class AbstractContextManager:
    def __enter__(self):
        return self


def entered(manager):
    """The manager in steps: up to where it is entered, and to its end."""
    with manager as value:
        yield value


def ended(steps, error):
    """Leaves a manager; tells whether it has swallowed the exception."""
    if error is None:
        for _ in steps:
            raise RuntimeError("generator didn't stop")
        return False
    try:
        steps.throw(error)
    except StopIteration:
        return True
    except BaseException as raised:
        if raised is not error:
            raise
    return False


def called(callback, given, named):
    callback(*given, **named)
    return False


class ExitStack:
    def __init__(self):
        self.exits = []

    def enter_context(self, manager):
        steps = entered(manager)
        value = next(steps)
        self.exits.append(lambda error: ended(steps, error))
        return value

    def push(self, manager):
        self.exits.append(lambda error: bool(manager.__exit__(error, error, None)))
        return manager

    def callback(self, callback, *given, **named):
        self.exits.append(lambda error: called(callback, given, named))
        return callback

    def pop_all(self):
        other = ExitStack()
        other.exits = self.exits
        self.exits = []
        return other

    def close(self):
        self.__exit__(None, None, None)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        pending = error
        while self.exits:
            leave = self.exits.pop()
            try:
                if leave(pending):
                    pending = None
            except BaseException as raised:
                pending = raised
        if pending is None:
            return error is not None
        if pending is not error:
            raise pending
        return False
