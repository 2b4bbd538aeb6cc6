#!/usr/bin/env python3
"""A second implementation: trains the simplest sessions of digests.json after docs/arithmetic.md, with
NumPy alone, and compares the digest with the one noted there. Sessions that use anything else are passed
over. Exit code 1 when a digest differs or too few sessions could be replayed.

scikit-learn gives the data, and nothing else.
"""

import json
import math
import pathlib
import sys

import numpy as np
from sklearn.datasets import load_digits

FOLDER = pathlib.Path(__file__).resolve().parent
FEWEST = 7

# What this knows; any other key, or another value where there is a list, is passed over.
DEFAULTS = {
    "hidden": "64", "activation": "relu", "precision": "float32", "optimizer": "adam",
    "learning-rate": "0.002", "momentum": "0.9", "beta1": "0.9", "beta2": "0.999",
    "epsilon": "0.00000001", "l2": "0.0001", "batch": "32", "shuffle": "on", "seed": "0",
    "split-seed": "42", "test-share": "0.3", "loss": "cross-entropy",
    # What digits are trained with unless a session says otherwise; only "0" is known here.
    "augment-shift": "0.3", "augment-rotate": "5", "augment-scale": "0.06", "augment-shear": "0.1",
    "augment-elastic": "0.15",
}
KNOWN = {
    "activation": {"relu", "linear"}, "optimizer": {"sgd", "momentum", "adam"},
    "loss": {"cross-entropy", "squared-error"},
    **{key: {"0"} for key in DEFAULTS if key.startswith("augment-")},
}

WORD = (1 << 64) - 1
BASIS, PRIME = 0xCBF29CE484222325, 0x100000001B3


def fingerprint(parameters):
    h = BASIS
    for tensor in parameters:
        little_endian = tensor.astype(tensor.dtype.newbyteorder("<")).tobytes()
        for word in np.frombuffer(little_endian, "<u4").tolist():
            h = ((h ^ word) * PRIME) & WORD
    return h


def mix(chain, f):
    h = (chain * PRIME + f) & WORD
    h = ((h ^ (h >> 33)) * 0xFF51AFD7ED558CCD) & WORD
    h = ((h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53) & WORD
    return h ^ (h >> 33)


def stream_seed(seed, stream):
    h = (seed + stream * 0x9E3779B9) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return h ^ (h >> 16)


def chain_product(a, b, start):
    """start + a·b, each element one ascending chain of multiply, round, add, round."""
    c = np.broadcast_to(start, (a.shape[0], b.shape[1])).astype(a.dtype)
    for k in range(a.shape[1]):
        c = c + a[:, k : k + 1] * b[k]
    return c


def exp(x):
    if x.dtype == np.float32:  # correctly rounded, so any good one will do
        return np.exp(x.astype(np.float64)).astype(np.float32)
    # Of doubles the formula of docs/arithmetic.md, for what a softmax asks for.
    x = np.clip(x, -700.0, 0.0)
    n = np.rint(x * 1.4426950408889634074)
    r = (x - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10
    square = r * r
    even = np.full_like(r, 1.0 / math.factorial(12))
    odd = np.full_like(r, 1.0 / math.factorial(13))
    for k in range(10, 1, -2):
        even = even * square + 1.0 / math.factorial(k)
        odd = odd * square + 1.0 / math.factorial(k + 1)
    return np.ldexp(1.0 + (r + square * (even + r * odd)), n.astype(np.int64))


def replay(recipe, steps):
    real = np.float64 if recipe["precision"] == "float64" else np.float32
    pixels, labels = load_digits(return_X_y=True)

    # The split: scikit-learn's train_test_split without its help.
    order = np.random.RandomState(int(recipe["split-seed"])).permutation(len(labels))
    tests = math.ceil(len(labels) * float(recipe["test-share"]))
    order = order[tests:].astype(np.int64)
    inputs = pixels.astype(real) * real(1.0 / 16.0)

    # He's uniform weights, before a softmax or no function Glorot's; drawn in double, rounded once.
    sizes = [] if recipe["hidden"] == "none" else [int(n) for n in recipe["hidden"].split(",")]
    sizes = [64, *sizes, 10]
    weights_random = np.random.RandomState(int(recipe["seed"]))
    parameters = []
    for layer in range(len(sizes) - 1):
        n, m = sizes[layer], sizes[layer + 1]
        is_rectifier = recipe["activation"] == "relu" and layer + 2 < len(sizes)
        bound = math.sqrt(6.0 / (n if is_rectifier else n + m))
        parameters.append(weights_random.uniform(-bound, bound, (n, m)).astype(real))
        parameters.append(np.zeros(m, real))
    firsts = [np.zeros_like(p) for p in parameters]
    seconds = [np.zeros_like(p) for p in parameters]

    shuffling = np.random.RandomState(stream_seed(int(recipe["seed"]), 1))
    rate, beta1, beta2 = (float(recipe[key]) for key in ("learning-rate", "beta1", "beta2"))
    momentum, epsilon = real(float(recipe["momentum"])), real(float(recipe["epsilon"]))
    power1 = power2 = 1.0
    chain, position = BASIS, 0
    for step in range(1, steps + 1):
        if position == 0 and recipe["shuffle"] == "on":
            shuffling.shuffle(order)
        batch = order[position : position + int(recipe["batch"])]
        rows = real(len(batch))

        outputs = [inputs[batch]]
        for layer in range(0, len(parameters), 2):
            z = chain_product(outputs[-1], parameters[layer], parameters[layer + 1])
            if layer + 2 < len(parameters) and recipe["activation"] == "relu":
                z = np.where(z < 0, real(0), z)
            outputs.append(z)
        y = outputs[-1]
        if recipe["loss"] == "cross-entropy":
            y = exp(y - y.max(axis=1, keepdims=True))
            total = np.zeros((len(batch), 1), real)
            for k in range(y.shape[1]):
                total = total + y[:, k : k + 1]
            y = y / total

        dz = y / rows
        at = (np.arange(len(batch)), labels[batch])
        dz[at] = (y[at] - real(1)) / rows
        decay = real(float(recipe["l2"]) / len(batch))
        gradients = [None] * len(parameters)
        for layer in range(len(parameters) - 2, -1, -2):
            w = parameters[layer]
            dw = chain_product(outputs[layer // 2].T, dz, real(0))
            gradients[layer] = dw + decay * w if decay > 0 else dw
            db = np.zeros(w.shape[1], real)
            for row in dz:
                db = db + row
            gradients[layer + 1] = db
            if layer > 0:
                dz = chain_product(dz, w.T, real(0))
                if recipe["activation"] == "relu":
                    dz = np.where(outputs[layer // 2] > 0, dz, real(0))

        power1, power2 = power1 * beta1, power2 * beta2
        step_rate = real(rate)
        if recipe["optimizer"] == "adam":
            step_rate = real(rate * (math.sqrt(1.0 - power2) / (1.0 - power1)))
        for i, g in enumerate(gradients):
            if recipe["optimizer"] == "sgd":
                parameters[i] = parameters[i] - step_rate * g
            elif recipe["optimizer"] == "momentum":
                firsts[i] = momentum * firsts[i] - step_rate * g
                parameters[i] = parameters[i] + firsts[i]
            else:
                firsts[i] = real(beta1) * firsts[i] + real(1.0 - beta1) * g
                seconds[i] = real(beta2) * seconds[i] + real(1.0 - beta2) * (g * g)
                parameters[i] = parameters[i] - step_rate * firsts[i] / (np.sqrt(seconds[i]) + epsilon)
            if real is np.float32 and step % 256 == 0:
                for tensors in (parameters, firsts, seconds):
                    tensors[i] = np.where(np.abs(tensors[i]) < real(2.0**-80), real(0), tensors[i])

        position += len(batch)
        if position == len(order):
            position = 0
            chain = mix(chain, fingerprint(parameters))
    return f"{mix(chain, fingerprint(parameters)):016x}"


def main():
    replayed = different = 0
    for session in json.loads((FOLDER / "digests.json").read_text()):
        said = dict(part.split("=") for part in session["recipe"].split("&") if part)
        recipe = {**DEFAULTS, **said}
        if said.keys() - DEFAULTS.keys() or any(recipe[key] not in KNOWN[key] for key in KNOWN):
            continue
        replayed += 1
        found = replay(recipe, session["steps"])
        if found != session["digest"]:
            different += 1
            print(f"{session['recipe']}: {found}, not {session['digest']}")
    print(f"{replayed} sessions replayed with NumPy, {different} differ")
    return 1 if different or replayed < FEWEST else 0


if __name__ == "__main__":
    sys.exit(main())
