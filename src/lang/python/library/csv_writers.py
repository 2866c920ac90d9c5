"""`csv.DictWriter`."""

import csv


class DictWriter:
    def __init__(self, f, fieldnames, restval="", extrasaction="raise", delimiter=",", lineterminator="\r\n"):
        self.fieldnames = fieldnames
        self.restval = restval
        self.extrasaction = extrasaction
        self.writer = csv.writer(f, delimiter=delimiter, lineterminator=lineterminator)

    def writeheader(self):
        self.writer.writerow(self.fieldnames)

    def writerow(self, row):
        if self.extrasaction == "raise":
            wrong = [repr(key) for key in row if key not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join(wrong))
        self.writer.writerow([row[key] if key in row else self.restval for key in self.fieldnames])

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)
