"""`json.JSONEncoder`, to derive classes from: `json.dumps(…, cls=Encoder)` asks the `default` of one (json-encoders.ts)."""

import json


class JSONEncoder:
    def __init__(self):
        pass

    def default(self, o):
        raise TypeError(f"Object of type {type(o).__name__} is not JSON serializable")

    def encode(self, o):
        return json.dumps(o, default=self.default)
