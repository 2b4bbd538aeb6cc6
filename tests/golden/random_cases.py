"""NumPy's RandomState, the generator behind every random_state of scikit-learn.

Outputs are taken at both ends of a block of 624, since that is where the generator refills. A count of
standard normals that is odd leaves the second of a pair waiting; what follows shows that it waits.
"""

import json

import numpy as np

SEEDS = (0, 1, 42, 123456789, 2**32 - 1)
RANGES = ((0, 1), (0, 10), (-5, 5), (3, 2**31), (0, 2**32), (-1, 2**32), (-(2**62), 2**62), (-(2**63), 2**63 - 1))
LIMITS = (1, 2, 5, 7, 8, 255, 256, 1000, 2**31, 2**32 - 2)


def case(seed):
    def fresh():
        return np.random.RandomState(seed)

    raw = fresh()._bit_generator.random_raw(1300)
    mixed = fresh()
    shuffled = fresh()
    values = np.arange(30)
    shuffled.shuffle(values)
    once = values.tolist()
    shuffled.shuffle(values)
    intervals, integers = fresh(), fresh()
    return {
        "seed": seed,
        "raw": {str(i): int(raw[i]) for i in (0, 1, 2, 226, 227, 622, 623, 624, 625, 1247, 1248, 1299)},
        "random_sample": fresh().random_sample(5).tolist(),
        "uniform": fresh().uniform(-0.3, 0.7, 5).tolist(),
        "standard_normal": fresh().standard_normal(201).tolist()[-21:],  # the last of 201
        "mixed": [*mixed.standard_normal(3), *mixed.random_sample(2), *mixed.standard_normal(2)],
        "interval": [int(intervals.randint(0, limit + 1, dtype=np.int64)) for limit in LIMITS for _ in range(3)],
        "randint": [str(integers.randint(low, high)) for low, high in RANGES for _ in range(4)],
        "shuffled_once": once,
        "shuffled_twice": values.tolist(),
        "permutation": fresh().permutation(100).tolist(),
    }


def golden_files():
    lines = ",\n".join(json.dumps(case(seed)) for seed in SEEDS)
    return {"random.json": "[\n" + lines + "\n]\n"}
