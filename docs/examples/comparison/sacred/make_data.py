import json

import numpy as np
import pandas as pd
from sacred import Experiment
from sacred.observers import FileStorageObserver

ex = Experiment("make_data")
ex.observers.append(FileStorageObserver("runs"))
ex.add_config(points=200, seed=42)


@ex.automain
def main(points):
    """Simulate the readings of a sensor."""
    with ex.open_resource("sensor.json") as file:
        sensor = json.load(file)
    x = np.linspace(0, 10, points)
    y = sensor["slope"] * x + sensor["offset"] + np.random.normal(scale=sensor["noise"], size=points)
    pd.DataFrame({"x": x, "y": y}).to_csv("data.csv", index=False)
    ex.add_artifact("data.csv")
