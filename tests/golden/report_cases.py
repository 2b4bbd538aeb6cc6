"""classification_report of scikit-learn for many small confusion matrices.

Supports are small and favour powers of two and five, so that many figures end in a 5 just behind the
last digit printed: there a sum in another order is seen. Some classes are never predicted, some never
true, some neither.
"""

import json
import warnings

import numpy as np
from sklearn.metrics import classification_report

SUPPORTS = (0, 1, 2, 3, 4, 5, 8, 8, 10, 16, 20, 25, 32, 40)
NAMES = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    "a", "a class with a long name", "naïve café", "数字", "weighted avg", "a name beside the longest heading",
    "p", "q", "r", "s", "t", "u", "v", "w", "x", "y",
)  # fmt: skip


def random_counts(random, classes):
    counts = np.zeros((classes, classes), dtype=int)
    skill = random.choice((0.0, 0.5, 0.9, 1.0))
    for truth in range(classes):
        for _ in range(random.choice(SUPPORTS)):
            is_right = random.random_sample() < skill
            counts[truth, truth if is_right else random.randint(classes)] += 1
    if random.random_sample() < 0.3:
        unseen = random.randint(classes)
        counts[:, unseen] = 0
    if counts.sum() == 0:
        counts[0, 0] = 1
    return counts


def report(counts, names, digits):
    truth, prediction = [], []
    for (t, p), count in np.ndenumerate(counts):
        truth += [t] * count
        prediction += [p] * count
    labels = sorted({*truth, *prediction})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return classification_report(
            truth, prediction, target_names=[names[i] for i in labels] if names else None, digits=digits
        )


def case(counts, names, digits=2):
    counts = np.array(counts)
    cells = [[t, p, int(count)] for (t, p), count in np.ndenumerate(counts) if count > 0]
    return {
        "classes": len(counts),
        "cells": sum(cells, []),  # truth, prediction, count; truth, prediction, count; ...
        "names": names,
        "digits": digits,
        "text": report(counts, names, digits),
    }


def random_cases(count, seed):
    random = np.random.RandomState(seed)
    for _ in range(count):
        # Mostly few classes: they make most ties, and short texts.
        classes = random.randint(1, 27) if random.random_sample() < 0.15 else random.randint(1, 6)
        names = list(random.permutation(NAMES)[:classes]) if random.random_sample() < 0.4 else []
        digits = random.choice((0, 1, 3, 5, 17)) if random.random_sample() < 0.15 else 2
        yield case(random_counts(random, classes), names, int(digits))


def golden_files():
    cases = [
        case([[1]], []),  # one class
        case([[0, 3], [0, 5]], ["no", "yes"]),  # never predicted
        case([[0, 0], [2, 6]], ["no", "yes"]),  # never true
        case([[0, 4], [4, 0]], []),  # all wrong
        case([[5, 0, 3], [0, 0, 0], [1, 0, 7]], ["first", "absent and with a long name", "third"]),
        # With all digits a sum in another order shows: of 8 numbers and more, and of more than 128.
        *(case(random_counts(np.random.RandomState(seed), 26), [], digits=17) for seed in range(3)),
        case(random_counts(np.random.RandomState(3), 140), [], digits=17),
        *random_cases(200, 0),
    ]
    lines = ",\n".join(json.dumps(c, ensure_ascii=False) for c in cases)
    return {"report.json": "[\n" + lines + "\n]\n"}
