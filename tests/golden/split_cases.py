"""train_test_split of indices: both parts, in their order."""

import json

from sklearn.model_selection import train_test_split

# (samples, share of the test part, seed); 10 * 0.3 and 20 * 0.15 are where rounding up goes wrong easily.
CASES = (
    (2, 0.5, 0),
    (3, 0.3, 1),
    (7, 0.25, 3),
    (10, 0.3, 42),
    (20, 0.15, 7),
    (30, 0.1, 5),
    (40, 0.05, 11),
    (50, 0.9, 2**32 - 1),
    (101, 0.5, 6),
    (1797, 0.3, 42),
)


def case(count, share, seed):
    train, test = train_test_split(range(count), test_size=share, random_state=seed)
    return {"count": count, "share": share, "seed": seed, "train": list(train), "test": list(test)}


def golden_files():
    lines = ",\n".join(json.dumps(case(*c)) for c in CASES)
    return {"split.json": "[\n" + lines + "\n]\n"}
