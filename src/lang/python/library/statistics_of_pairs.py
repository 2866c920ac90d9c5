"""What `statistics` says of pairs of numbers, and quantiles."""

import math
from collections import namedtuple
from statistics import StatisticsError

LinearRegression = namedtuple("LinearRegression", ["slope", "intercept"])


def checked(what, x, y):
    if len(y) != len(x):
        raise StatisticsError(what + " requires that both inputs have same number of data points")
    if len(x) < 2:
        raise StatisticsError(what + " requires at least two data points")


def mean(x):
    return math.fsum(x) / len(x)


def products(x, xbar, y, ybar):
    return math.fsum((xi - xbar) * (yi - ybar) for xi, yi in zip(x, y))


def covariance(x, y):
    checked("covariance", x, y)
    return products(x, mean(x), y, mean(y)) / (len(x) - 1)


def correlation(x, y):
    checked("correlation", x, y)
    xbar = mean(x)
    ybar = mean(y)
    sxy = products(x, xbar, y, ybar)
    sxx = products(x, xbar, x, xbar)
    syy = products(y, ybar, y, ybar)
    if sxx * syy == 0:
        raise StatisticsError("at least one of the inputs is constant")
    return sxy / math.sqrt(sxx * syy)


def linear_regression(x, y):
    checked("linear regression", x, y)
    xbar = mean(x)
    ybar = mean(y)
    sxx = products(x, xbar, x, xbar)
    if sxx == 0:
        raise StatisticsError("x is constant")
    slope = products(x, xbar, y, ybar) / sxx
    return LinearRegression(slope, ybar - slope * xbar)


def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    ordered = sorted(data)
    ld = len(ordered)
    if ld < 2:
        raise StatisticsError("must have at least two data points")
    result = []
    if method == "inclusive":
        m = ld - 1
        for i in range(1, n):
            j, delta = divmod(i * m, n)
            result.append((ordered[j] * (n - delta) + ordered[j + 1] * delta) / n)
        return result
    if method == "exclusive":
        m = ld + 1
        for i in range(1, n):
            j = i * m // n
            j = 1 if j < 1 else ld - 1 if j > ld - 1 else j
            delta = i * m - j * n
            result.append((ordered[j - 1] * (n - delta) + ordered[j] * delta) / n)
        return result
    raise ValueError("Unknown method: " + repr(method))
