"""One sample through scikit-learn's MLPClassifier with given weights: every sum, activation, probability,
the loss and the gradients of its private _backprop.

The gradient includes alpha * w / n_samples, here with one sample; biases have no such term.
"""

import json

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import LabelBinarizer

ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "sigmoid": "logistic", "linear": "identity"}
OUTPUTS = {"cross-entropy": "softmax", "binary-cross-entropy": "logistic"}
FEATURES, CLASSES = 6, 4


def flat(coefs, intercepts):
    return [float(v) for c, b in zip(coefs, intercepts) for v in (*np.ravel(c), *b)]


def case(hidden, activation, alpha, label, seed, loss="cross-entropy"):
    random = np.random.RandomState(seed)
    sizes = [FEATURES, *hidden, CLASSES]
    coefs = [np.round(random.normal(0.0, 1.0 / np.sqrt(n), (n, m)), 3) for n, m in zip(sizes, sizes[1:])]
    intercepts = [np.round(random.normal(0.0, 0.3, m), 3) for m in sizes[1:]]
    x = np.round(random.uniform(0.0, 1.0, (1, FEATURES)), 3)

    model = MLPClassifier(hidden_layer_sizes=tuple(hidden), activation=ACTIVATIONS[activation], alpha=alpha)
    model.coefs_, model.intercepts_ = coefs, intercepts
    model.n_layers_, model.n_outputs_, model.out_activation_ = len(sizes), CLASSES, OUTPUTS[loss]
    model.classes_ = np.arange(CLASSES)
    model._label_binarizer = LabelBinarizer().fit(model.classes_)

    activations = [x] + [np.empty((1, n)) for n in sizes[1:]]
    deltas = [np.empty((1, n)) for n in sizes[1:]]
    dW = [np.empty_like(c) for c in coefs]
    db = [np.empty_like(b) for b in intercepts]
    target = model._label_binarizer.transform([label])
    model._forward_pass(activations)
    value, dW, db = model._backprop(x, target, activations, deltas, dW, db)
    return {
        "hidden": list(hidden),
        "activation": activation,
        "features": FEATURES,
        "classes": CLASSES,
        "l2": alpha,
        "x": x.ravel().tolist(),
        "label": label,
        "start": flat(coefs, intercepts),
        "activations": [a.ravel().tolist() for a in activations[1:]],
        "deltas": [d.ravel().tolist() for d in deltas],
        "probabilities": model.predict_proba(x).ravel().tolist(),
        "loss": loss,
        "objective": float(value),
        "gradient": flat(dW, db),
    }


def golden_files():
    cases = [case((5, 3), name, 0.1, i, 20 + i) for i, name in enumerate(ACTIVATIONS)]
    cases.append(case((), "relu", 0.5, 2, 30))
    cases.append(case((7,), "relu", 0.0, 1, 31))
    cases.append(case((5, 3), "tanh", 0.1, 3, 32, loss="binary-cross-entropy"))
    return {"explain.json": "[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n"}
