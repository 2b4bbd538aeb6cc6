#!/usr/bin/env python3
"""A second implementation: reads links after docs/link-format.md and trains the simplest sessions after
docs/arithmetic.md, with NumPy alone. Those of links.json and of digests.json that use anything else are
passed over. Exit code 1 when a digest differs from the one noted, a link is read otherwise than noted,
or too few sessions could be replayed.

    replay_numpy.py        all of these
    replay_numpy.py LINK   trains it again, and tells whether its digest is the same

scikit-learn gives the data, and nothing else.
"""

import json
import math
import pathlib
import re
import sys

import numpy as np
from sklearn.datasets import load_digits

FOLDER = pathlib.Path(__file__).resolve().parent
FEWEST, FEWEST_LINKS = 7, 4

# What this knows; any other key, or another value where there is a list, is passed over.
DEFAULTS = {
    "hidden": "64", "activation": "relu", "precision": "float32", "optimizer": "adam",
    "learning-rate": "0.002", "momentum": "0.9", "beta1": "0.9", "beta2": "0.999",
    "epsilon": "0.00000001", "l2": "0.0001", "batch": "32", "shuffle": "on", "seed": "0",
    "split-seed": "42", "test-share": "0.3", "sealed-share": "0", "label-shift": "0", "loss": "cross-entropy",
    # What digits are trained with unless a session says otherwise; only "0" is known here.
    "augment-shift": "0.3", "augment-rotate": "5", "augment-scale": "0.06", "augment-shear": "0.1",
    "augment-elastic": "0.15",
}
KNOWN = {
    "activation": {"relu", "linear"}, "optimizer": {"sgd", "momentum", "adam"},
    "loss": {"cross-entropy", "squared-error"},
    **{key: {"0"} for key in DEFAULTS if key.startswith("augment-")},
}

# What may change on the way, here.
LIVE = {"learning-rate", "momentum", "epsilon", "l2", "batch"}
EDITS = {"weight", "bias", "swap", "silence"}

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


def swap(tensor, axis, one, other):
    pair = [slice(None)] * axis + [[one, other]]
    tensor[tuple(pair)] = tensor[tuple([slice(None)] * axis + [[other, one]])]


def edit(kind, places, parameters, moments):
    """One edit by hand, on weights of (inputs, units); `moments` go with units that change places."""
    layer, unit = 2 * (int(places[0]) - 1), int(places[1])
    if kind == "weight":
        parameters[layer][int(places[2]), unit] = float(places[3])
    elif kind == "bias":
        parameters[layer + 1][unit] = float(places[2])
    elif kind == "silence":
        parameters[layer + 2][unit] = 0
    else:
        for tensors in (parameters, *moments):
            swap(tensors[layer], 1, unit, int(places[2]))
            swap(tensors[layer + 1], 0, unit, int(places[2]))
            swap(tensors[layer + 2], 0, unit, int(places[2]))


def replay(recipe, steps, changes=()):
    real = np.float64 if recipe["precision"] == "float64" else np.float32
    pixels, labels = load_digits(return_X_y=True)
    labels = (labels + int(recipe["label-shift"])) % 10  # what is sealed is of the test part

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
    beta1, beta2 = float(recipe["beta1"]), float(recipe["beta2"])
    power1 = power2 = 1.0
    chain, position = BASIS, 0
    for step in range(1, steps + 2):
        for at, settings, edits in changes:
            if at == step - 1:
                recipe = {**recipe, **settings}
                for kind, places in edits:
                    edit(kind, places.split(","), parameters, (firsts, seconds))
        if step > steps:
            break
        rate = float(recipe["learning-rate"])
        momentum, epsilon = real(float(recipe["momentum"])), real(float(recipe["epsilon"]))
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


# Links

VIEW_KEYS = ["view", "hide", "lock", "lang", "theme", "autoplay", "chapter", "show", "session", "fresh"]
ENDS = {"diverged", "stopped", "finished"}
MOST_STEPS = 1_000_000_000


def read_link(text):
    """The parts of a link of version 1: the settings that it names, as text, its steps, the changes on the way as
    (step, settings, edits) in their order, how it ended, its digest. None for a link of another version."""
    text = re.sub("%([0-9a-fA-F]{2})", lambda code: chr(int(code[1], 16)), text)
    text = "".join(c for c in text if ord(c) > 32)
    text = text[text.find("#") + 1:]
    version, *parts = text.split("&")
    link = {"settings": {}, "steps": 0, "changes": [], "end": None, "digest": None}
    if version != "1":
        return link if text == "" else None
    changes = []
    for part in parts[:1024]:
        key, _, value = part.removeprefix("amp;").partition("=")
        if key == "steps":
            if re.fullmatch("[0-9]+", value) and int(value) <= MOST_STEPS:
                link["steps"] = int(value)
        elif key == "at":
            match = re.fullmatch("([0-9]+):(.+)", value)
            if match and int(match[1]) <= MOST_STEPS:
                pairs = [one.split("=", 1) for one in match[2].split(";") if "=" in one]
                changes.append((int(match[1]), {key: value for key, value in pairs if key not in EDITS},
                                [(key, value) for key, value in pairs if key in EDITS]))
        elif key == "end":
            link["end"] = value if value in ENDS else None
        elif key == "digest":
            link["digest"] = value.lower() if re.fullmatch("[0-9a-fA-F]{16}", value) else None
        elif key == "preset":
            if value == "article":
                link["settings"] = {"twin": "on", **link["settings"]}
        elif key and key not in VIEW_KEYS and key not in ("ink", "weights"):
            link["settings"][key] = value
    # In the order of their steps, those of one step as they came; at step 0 they are settings.
    for step, settings, edits in sorted(changes, key=lambda change: change[0]):
        if step == 0:
            link["settings"].update(settings)
            settings = {}
        if step <= link["steps"] and (settings or edits):
            link["changes"].append((step, settings, edits))
    return link


def is_known(settings):
    recipe = {**DEFAULTS, **settings}
    return not settings.keys() - DEFAULTS.keys() and all(recipe[key] in KNOWN[key] for key in KNOWN)


def link_digest(link):
    return replay({**DEFAULTS, **link["settings"]}, link["steps"], link["changes"])


def is_replayable(link):
    return link["end"] is None and all(is_known({**link["settings"], **settings}) and settings.keys() <= LIVE
                                       for _, settings, _ in link["changes"]) and is_known(link["settings"])


def check_links():
    """How many links were trained again, and how many came to another digest or were read otherwise."""
    replayed = different = 0
    for case in json.loads((FOLDER / "links.json").read_text()):
        link, normal = read_link(case["link"]), read_link(case["normal"])
        noted = dict(part.split("=") for part in case["recipe"].split("&") if part)
        if normal["settings"] != noted or any(one[key] != wanted for one in (link, normal) for key, wanted in
                                              (("steps", case["steps"]), ("end", case.get("end")), ("digest", case.get("digest")))):
            different += 1
            print(f"{case['link']}: read as {link}")
        if case.get("replays") and is_replayable(link):
            replayed += 1
            found = link_digest(link)
            if found != link["digest"]:
                different += 1
                print(f"{case['link']}: {found}")
    return replayed, different


def main():
    if len(sys.argv) == 2:
        link = read_link(sys.argv[1])
        if link is None or not is_replayable(link):
            sys.exit("this link uses more than the simplest settings")
        found = link_digest(link)
        print(f"{found}: " + ("the same" if found == link["digest"] else f"the link says {link['digest']}"))
        return 0 if found == link["digest"] else 1
    links, different = check_links()
    replayed = 0
    for session in json.loads((FOLDER / "digests.json").read_text()):
        said = dict(part.split("=") for part in session["recipe"].split("&") if part)
        if not is_known(said):
            continue
        replayed += 1
        found = replay({**DEFAULTS, **said}, session["steps"])
        if found != session["digest"]:
            different += 1
            print(f"{session['recipe']}: {found}, not {session['digest']}")
    print(f"{replayed} sessions and {links} links replayed with NumPy, {different} differ")
    return 1 if different or replayed < FEWEST or links < FEWEST_LINKS else 0


if __name__ == "__main__":
    sys.exit(main())
