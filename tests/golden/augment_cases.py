"""Variants of images: SciPy bends and resamples them as engine/data/augment.h says that Inkling does.

The transformation is composed of its matrices, the elastic field of SciPy's cubic B-splines, and the pixels
are taken by scipy.ndimage.map_coordinates. Only the order in which numbers are drawn follows our own code.
"""

import json

import numpy as np
from scipy.interpolate import BSpline
from scipy.ndimage import map_coordinates

CELLS = 4
KEYS = ("shift", "rotate", "scale", "shear", "elastic")


def splines(size):
    """(size, CELLS + 3): every knot's share in the displacement of every pixel."""
    at = (np.arange(size) + 0.5) * CELLS / size
    knots = np.arange(-3, CELLS + 4, dtype=float)
    return BSpline(knots, np.eye(CELLS + 3), 3)(at)


def variant(image, augmentation, seed):
    random = np.random.RandomState(seed)

    def either_way(limit, count):
        return limit * (random.randint(0, 2**32, count, dtype=np.uint32) / 2.0**31 - 1.0)

    shift = either_way(augmentation["shift"], 2)
    angle = np.deg2rad(either_way(augmentation["rotate"], 1)[0])
    scale = 1.0 + either_way(augmentation["scale"], 2)
    shear = either_way(augmentation["shear"], 1)[0]
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = np.diag(scale) @ np.array([[1.0, shear], [0.0, 1.0]]) @ rotation

    height, width = image.shape
    y, x = np.mgrid[0:height, 0:width].astype(float)
    center = np.array([(width - 1) / 2.0, (height - 1) / 2.0])
    places = np.stack([x.ravel(), y.ravel()]) - center[:, None]
    source = matrix @ places + (center + shift)[:, None]
    if augmentation["elastic"] > 0.0:
        # Noise of deviation 1, and the mean square that the splines leave of it, over a whole cell.
        limit = augmentation["elastic"] * np.sqrt(3.0) / mean_square()
        for axis in range(2):
            noise = either_way(limit, (CELLS + 3) ** 2).reshape(CELLS + 3, CELLS + 3)
            source[axis] += (splines(height) @ noise @ splines(width).T).ravel()
    return map_coordinates(image.astype(float), source[::-1], order=1, mode="grid-constant", cval=0.0)


def mean_square():
    """Of the shares of all knots at one place, along one axis, on average over the places."""
    knots = np.arange(5, dtype=float)
    spline = BSpline.basis_element(knots, extrapolate=False)
    at = (np.arange(400000) + 0.5) * 4.0 / 400000
    return np.sum(spline(at) ** 2) * 4.0 / 400000


def image_of(size, max_value, seed):
    """Strokes and noise, with ink up to the edge."""
    random = np.random.RandomState(seed)
    y, x = np.mgrid[0:size, 0:size] / (size - 1.0)
    ring = np.exp(-(((np.hypot(x - 0.5, y - 0.55) - 0.3) / 0.12) ** 2))
    return np.rint(max_value * np.clip(ring + 0.2 * random.random_sample((size, size)), 0, 1)).astype(int)


def case(size, max_value, seed, *amounts):
    image = image_of(size, max_value, seed)
    augmentation = dict(zip(KEYS, amounts))
    pixels = variant(image, augmentation, seed)
    return {
        "size": size,
        "max_value": max_value,
        "seed": seed,
        **augmentation,
        "image": image.ravel().tolist(),
        "variant": [round(float(p), 4) for p in pixels],
    }


def golden_files():
    cases = [
        case(8, 16, 1, 1.5, 0.0, 0.0, 0.0, 0.0),
        case(8, 16, 2, 0.0, 45.0, 0.0, 0.0, 0.0),
        case(8, 16, 3, 0.0, 0.0, 0.5, 0.0, 0.0),
        case(8, 16, 4, 0.0, 0.0, 0.0, 0.6, 0.0),
        case(8, 16, 5, 0.0, 0.0, 0.0, 0.0, 0.8),
        case(8, 16, 6, 0.5, 10.0, 0.15, 0.2, 0.3),
        case(28, 255, 7, 2.0, 15.0, 0.2, 0.3, 1.4),
    ]
    return {"augment.json": "[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n"}
