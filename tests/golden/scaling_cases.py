"""StandardScaler and MinMaxScaler, fitted on some rows of an integer matrix and applied to all of them.

The first feature is constant in the rows fitted, but not in the others; the second is constant.
"""

import json

import numpy as np
from sklearn.preprocessing import MinMaxScaler, StandardScaler

ROWS, WIDTH, HEIGHT = 9, 3, 2


def case(max_value, seed):
    random = np.random.RandomState(seed)
    pixels = random.randint(0, max_value + 1, (ROWS, WIDTH * HEIGHT))
    train = np.sort(random.permutation(ROWS)[:6])
    pixels[train, 0] = 3
    pixels[:, 1] = 0
    scaled = {
        key: scaler.fit(pixels[train].astype(float)).transform(pixels.astype(float)).ravel().tolist()
        for key, scaler in (("standard", StandardScaler()), ("min-max", MinMaxScaler()))
    }
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "max_value": max_value,
        "pixels": pixels.ravel().tolist(),
        "train": train.tolist(),
        "scaled": scaled,
    }


def golden_files():
    cases = [case(16, 0), case(255, 1)]
    return {"scaling.json": "[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n"}
