"""Objects go when their last handle goes: there is nothing to collect."""

state = {"enabled": True}


def enable():
    state["enabled"] = True


def disable():
    state["enabled"] = False


def isenabled():
    return state["enabled"]


def collect(generation=2):
    return 0


def freeze():
    pass
