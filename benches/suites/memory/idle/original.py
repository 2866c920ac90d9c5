"""A process that does nothing: what starting one takes."""

print("ready")
