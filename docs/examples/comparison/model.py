"""The model that is fitted: a polynomial."""

import numpy as np


def fit(x, y, degree):
    """Return the coefficients, highest power first."""
    return np.polyfit(x, y, degree)


def predict(x, coefficients):
    """Return the values of the polynomial."""
    return np.polyval(coefficients, x)
