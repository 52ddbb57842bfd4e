import numpy as np
import pandas as pd

import scitex as stx


@stx.session
def main(points=200):
    """Simulate the readings of a sensor."""
    sensor = stx.io.load("sensor.json")
    x = np.linspace(0, 10, points)
    y = sensor["slope"] * x + sensor["offset"] + np.random.normal(scale=sensor["noise"], size=points)
    stx.io.save(pd.DataFrame({"x": x, "y": y}), "data.csv")


if __name__ == "__main__":
    main()
