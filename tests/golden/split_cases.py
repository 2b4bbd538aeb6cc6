"""train_test_split of indices: both parts, in their order."""

import json

import numpy as np
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


# (labels, share, seed) of a validation part: classes with equal and unequal remainders, one with two samples.
STRATIFIED = (
    ([0, 1] * 5, 0.2, 0),
    ([0] * 7 + [1] * 7 + [2] * 7, 0.3, 1),
    ([3, 0, 0, 7, 7, 7, 3, 0, 0, 3, 7, 0, 3, 7, 7, 7, 7], 0.25, 2),
    ([0] * 2 + [1] * 30 + [5] * 11, 0.1, 3),
    ([i * i % 10 for i in range(61)], 0.15, 4),
)


def aside(labels, share, seed):
    """Two splits in a row from one generator, by the labels and without them, of samples counted from 100."""
    random = np.random.RandomState(seed)
    samples = np.arange(100, 100 + len(labels))
    by_class = train_test_split(samples, test_size=share, random_state=random, stratify=labels)
    plain = train_test_split(samples, test_size=share, random_state=random)
    return {
        "labels": labels,
        "share": share,
        "seed": seed,
        **{f"stratified_{name}": part.tolist() for name, part in zip(("train", "validation"), by_class)},
        **{name: part.tolist() for name, part in zip(("train", "validation"), plain)},
    }


def golden_files():
    lines = ",\n".join(json.dumps(case(*c)) for c in CASES)
    asides = ",\n".join(json.dumps(aside(*c)) for c in STRATIFIED)
    return {"split.json": "[\n" + lines + "\n]\n", "validation.json": "[\n" + asides + "\n]\n"}
