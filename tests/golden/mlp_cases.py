"""Training runs of scikit-learn's MLPClassifier and MLPRegressor from given start weights.

Small print of scikit-learn that the engine must reproduce: the loss is the mean cross-entropy plus
alpha/2 * sum(w^2) / batch size, biases left alone; ReLU's slope at zero is 0; Adam folds both bias
corrections into the step size and adds epsilon outside the root; SGD has Nesterov's momentum unless told
otherwise. Fitted to one-hot rows, MLPClassifier takes sigmoid outputs and the binary cross-entropy, summed
over classes. MLPRegressor reports half the *mean* over outputs but follows the gradient of half
the *sum*, so for it only the weights are kept. No generator is shared: weights are given and the order
of the samples is fixed.
"""

import json
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

EPOCHS = (1, 10, 100)
SAMPLES, FEATURES, CLASSES = 12, 5, 3
ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "sigmoid": "logistic", "linear": "identity"}
OPTIMIZERS = {
    "sgd": dict(solver="sgd", learning_rate_init=0.1, momentum=0.0, nesterovs_momentum=False),
    "momentum": dict(solver="sgd", learning_rate_init=0.05, momentum=0.9, nesterovs_momentum=False),
    "nesterov": dict(solver="sgd", learning_rate_init=0.05, momentum=0.9, nesterovs_momentum=True),
    "adam": dict(solver="adam", learning_rate_init=0.01, beta_1=0.9, beta_2=0.999, epsilon=1e-8),
}


def start_weights(sizes, seed):
    """Three decimals each, so that the file shows the very numbers used."""
    random = np.random.RandomState(seed)
    coefs = [np.round(random.normal(0.0, 1.0 / np.sqrt(n), (n, m)), 3) for n, m in zip(sizes, sizes[1:])]
    intercepts = [np.round(random.normal(0.0, 0.3, m), 3) for m in sizes[1:]]
    return coefs, intercepts


def with_start(base, coefs, intercepts):
    """The estimator class, starting from these weights instead of random ones."""

    class Started(base):
        def _init_coef(self, fan_in, fan_out, dtype):
            layer = next(i for i, c in enumerate(self._left) if c is not None)
            self._left[layer] = None
            assert coefs[layer].shape == (fan_in, fan_out)
            return coefs[layer].astype(dtype).copy(), intercepts[layer].astype(dtype).copy()

        def fit(self, X, y):
            self._left = list(coefs)
            return super().fit(X, y)

    return Started


def flat(coefs, intercepts):
    return [float(v) for c, b in zip(coefs, intercepts) for v in (*c.ravel(), *b)]


def case(name, hidden, activation, optimizer, alpha, batch=SAMPLES, loss="cross-entropy", seed=0):
    random = np.random.RandomState(100 + seed)
    X = np.round(random.normal(0.0, 1.0, (SAMPLES, FEATURES)), 3)
    labels = np.arange(SAMPLES) % CLASSES
    coefs, intercepts = start_weights([FEATURES, *hidden, CLASSES], seed)
    is_classifier = loss != "squared-error"
    estimator = with_start(MLPClassifier if is_classifier else MLPRegressor, coefs, intercepts)
    y = labels if loss == "cross-entropy" else np.eye(CLASSES, dtype=int)[labels]
    settings = OPTIMIZERS[optimizer]
    result = {
        "name": name,
        "hidden": list(hidden),
        "activation": activation,
        "loss": loss,
        "optimizer": optimizer,
        "learning_rate": settings["learning_rate_init"],
        "l2": alpha,
        "batch": batch,
        "classes": CLASSES,
        "features": FEATURES,
        "x": [float(v) for v in X.ravel()],
        "labels": [int(v) for v in labels],
        "start": flat(coefs, intercepts),
        "after": [],
    }
    for epochs in EPOCHS:
        model = estimator(
            hidden_layer_sizes=tuple(hidden),
            activation=ACTIVATIONS[activation],
            alpha=alpha,
            batch_size=batch,
            shuffle=False,
            max_iter=epochs,
            n_iter_no_change=10**6,
            **settings,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(X, y)
        row = {"epochs": epochs, "weights": flat(model.coefs_, model.intercepts_)}
        if is_classifier:
            row["loss"] = float(model.loss_curve_[-1])  # mean over the epoch, each batch before its update
        result["after"].append(row)
    return result


def golden_files():
    cases = [
        case(f"{activation}, {optimizer}", (6, 4), activation, optimizer, alpha=0.01, seed=i)
        for i, activation in enumerate(ACTIVATIONS)
        for optimizer in OPTIMIZERS
    ]
    cases.append(case("no hidden layer", (), "relu", "adam", alpha=0.1, seed=10))
    cases.append(case("no regulariser", (5,), "tanh", "momentum", alpha=0.0, seed=11))
    cases.append(case("mini-batches with a remainder", (6,), "tanh", "adam", alpha=0.05, batch=5, seed=12))
    cases.append(case("squared error", (6,), "tanh", "sgd", alpha=0.05, loss="squared-error", seed=13))
    cases.append(
        case("binary cross-entropy", (6,), "tanh", "adam", alpha=0.05, batch=5, loss="binary-cross-entropy", seed=14)
    )
    lines = ",\n".join(json.dumps(c) for c in cases)
    return {"mlp.json": "[\n" + lines + "\n]\n"}
