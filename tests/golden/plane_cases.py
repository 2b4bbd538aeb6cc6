"""Problems in the plane: TensorFlow Playground's formulas (src/dataset.ts) over NumPy's random numbers, scikit-learn's
own moons, features of some places, and how scikit-learn rates a regression.
"""

import json
import math

import numpy as np
from sklearn.datasets import make_moons
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score

# (samples, noise in percent, seed)
CASES = ((9, 0.0, 1), (12, 15.0, 42), (11, 50.0, 2**32 - 1))


def sign(is_blue):
    return 1 if is_blue else 0


def circle(samples, noise, random):
    points = []
    for i in range(samples):
        is_inside = i < samples // 2
        r = random.uniform(0, 2.5) if is_inside else random.uniform(3.5, 5)
        angle = math.pi * random.uniform(0, 2)
        x, y = r * math.sin(angle), r * math.cos(angle)
        dx = random.uniform(-5, 5) * noise
        dy = random.uniform(-5, 5) * noise
        points.append((x, y, sign(math.hypot(x + dx, y + dy) < 2.5)))
    return points


def xor(samples, noise, random):
    points = []
    for _ in range(samples):
        x, y = random.uniform(-5, 5), random.uniform(-5, 5)
        x += 0.3 if x > 0 else -0.3
        y += 0.3 if y > 0 else -0.3
        dx = random.uniform(-5, 5) * noise
        dy = random.uniform(-5, 5) * noise
        points.append((x, y, sign((x + dx) * (y + dy) >= 0)))
    return points


def gauss(samples, noise, random):
    # Playground's scale: a noise of 0 to 0.5 is a variance of 0.5 to 4.
    variance = 0.5 + (4 - 0.5) / 0.5 * noise
    points = []
    for i in range(samples):
        is_blue = i < samples // 2
        center = 2 if is_blue else -2
        x, y = (center + math.sqrt(variance) * random.standard_normal() for _ in range(2))
        points.append((x, y, sign(is_blue)))
    return points


def spiral(samples, noise, random):
    points = []
    for delta, is_blue, n in ((0, True, samples // 2), (math.pi, False, samples - samples // 2)):
        for i in range(n):
            r = i / n * 5
            t = 1.75 * i / n * 2 * math.pi + delta
            x = r * math.sin(t) + random.uniform(-1, 1) * noise
            y = r * math.cos(t) + random.uniform(-1, 1) * noise
            points.append((x, y, sign(is_blue)))
    return points


def moons(samples, noise, random):
    X, label = make_moons(samples, shuffle=False, noise=noise if noise > 0 else None, random_state=random)
    return [(3 * (x - 0.5), 3 * (y - 0.25), int(of)) for (x, y), of in zip(X, label)]


def regression(target):
    def points(samples, noise, random):
        out = []
        for _ in range(samples):
            x, y = random.uniform(-6, 6), random.uniform(-6, 6)
            dx = random.uniform(-6, 6) * noise
            dy = random.uniform(-6, 6) * noise
            out.append((x, y, target(x + dx, y + dy)))
        return out

    return points


def slope(x, y):
    return (x + y) / 10


def cones(x, y):
    label = 0.0
    for cx, cy, of in ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)):
        new = of * max(0.0, 1 - math.hypot(x - cx, y - cy) / 2)
        if abs(new) > abs(label):
            label = new
    return label


PROBLEMS = {
    "circle": circle,
    "xor": xor,
    "gauss": gauss,
    "spiral": spiral,
    "moons": moons,
    "plane": regression(slope),
    "multi-gauss": regression(cones),
}


def problem_case(key, samples, noise, seed):
    points = PROBLEMS[key](samples, noise / 100, np.random.RandomState(seed))
    columns = [list(column) for column in zip(*points)]
    return {
        "problem": key,
        "samples": samples,
        "noise": noise,
        "seed": seed,
        **dict(zip(("x1", "x2", "truth"), columns)),
    }


def features_case():
    random = np.random.RandomState(5)
    places = [(0.0, 0.0), (6.0, -6.0), (-3.0, 0.5)] + random.uniform(-8, 8, (9, 2)).tolist()
    places = [tuple(float(np.float32(x)) for x in place) for place in places]
    return [
        {"place": place, "features": [x, y, x * x, y * y, x * y, math.sin(x), math.sin(y)]}
        for place in places
        for x, y in [place]
    ]


def score_case(targets, answers):
    return {
        "targets": targets,
        "answers": answers,
        "r2": r2_score(targets, answers),
        "mae": mean_absolute_error(targets, answers),
        "rmse": math.sqrt(mean_squared_error(targets, answers)),
    }


def golden_files():
    cases = [problem_case(key, *case) for key in PROBLEMS for case in CASES]
    random = np.random.RandomState(6)
    targets = random.uniform(-1, 1, 40)
    scores = [
        score_case([3.0, -0.5, 2.0, 7.0], [2.5, 0.0, 2.0, 8.0]),
        score_case(targets.tolist(), (targets + 0.3 * random.standard_normal(40)).tolist()),
        score_case(targets.tolist(), random.uniform(-1, 1, 40).tolist()),
        score_case([0.25] * 7, [0.25] * 6 + [0.5]),
        score_case([0.25] * 7, [0.25] * 7),
    ]
    return {
        "plane.json": "[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n",
        "plane_features.json": "[\n" + ",\n".join(map(json.dumps, features_case())) + "\n]\n",
        "regression.json": "[\n" + ",\n".join(map(json.dumps, scores)) + "\n]\n",
    }
