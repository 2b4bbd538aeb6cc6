"""Whole training runs of scikit-learn's MLPClassifier on its handwritten digits, for the twin to repeat.

The beginner's article ends with load_digits, train_test_split(test_size=0.3, random_state=42) and
MLPClassifier(hidden_layer_sizes=(64,), max_iter=300): the first twenty random states of it, and one or two
runs of whatever else the twin promises. A case holds the recipe as Inkling's links have it, what scikit-learn
was told, and what came of it. Loss curves are thinned out: every epoch of the first ten, then every tenth and
the last, which would show any difference, since each epoch starts from the weights of the one before.

Sums of products differ in their last bits from one BLAS to another. These runs keep such differences below
1e-14 (relative, in the loss) to their ends. Batches of one sample at the usual learning rate do not, see
SHORT_OF_CHAOS and SGD_SHORT_OF_CHAOS.
"""

import json
import warnings

from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

SGD = dict(solver="sgd")

# Adam divides by the size of the gradients, and a sample that is read right has one of rounding errors alone: in
# batches of one these are then blown up to whole steps. scikit-learn does not agree with itself here: with Debian 12's
# reference BLAS random_state=0 stops after 56 epochs, or 35 where NumPy may not use AVX-512; with OpenBLAS 0.3.21 after
# 36 (its Haswell kernels) or 51 (its Prescott kernels). Their losses differ by 1e-15 in epoch 3, 1e-13 in epoch 6,
# 1e-11 in epoch 8, 1e-8 in epoch 10 and by a tenth in epoch 12. So the first six epochs are compared.
SHORT_OF_CHAOS = 6
# SGD with momentum at that rate diverges from itself faster still, having left the region in which updates shrink what
# they are given: from 1e-13 in epoch 1 to 1e-8 in epoch 2 and a fifth in epoch 3, for random_state=0.
SGD_SHORT_OF_CHAOS = 1
# (name, seeds, the recipe beside twin=on, the arguments beside random_state)
RUNS = (
    ("the article's program", range(20), "", {}),
    ("two hidden layers", (0, 1), "hidden=32,16", dict(hidden_layer_sizes=(32, 16))),
    ("two hidden layers of tanh", (2,), "hidden=32,16&activation=tanh", dict(hidden_layer_sizes=(32, 16), activation="tanh")),
    ("tanh", (0, 1), "activation=tanh", dict(activation="tanh")),
    ("logistic", (0, 1), "activation=sigmoid", dict(activation="logistic")),
    ("identity", (0,), "activation=linear", dict(activation="identity")),
    ("SGD with Nesterov's momentum", (0, 1), "optimizer=nesterov", SGD),
    ("SGD with momentum", (0,), "optimizer=momentum&momentum=0.8", dict(SGD, nesterovs_momentum=False, momentum=0.8)),
    ("SGD alone", (0,), "optimizer=sgd&learning-rate=0.002", dict(SGD, momentum=0.0, learning_rate_init=0.002)),
    ("batches of 32", (0, 1), "batch=32", dict(batch_size=32)),
    ("batches of 32 with SGD", (0,), "batch=32&optimizer=nesterov", dict(SGD, batch_size=32)),
    ("batches of 1, the first epochs", (0, 1), f"batch=1&max-epochs={SHORT_OF_CHAOS}", dict(batch_size=1, max_iter=SHORT_OF_CHAOS)),
    ("batches of 1", (0,), "batch=1&learning-rate=0.00003&max-epochs=15", dict(batch_size=1, learning_rate_init=0.00003, max_iter=15)),
    ("batches of 1 with SGD, the first epoch", (0, 1), f"batch=1&optimizer=nesterov&max-epochs={SGD_SHORT_OF_CHAOS}",
     dict(SGD, batch_size=1, max_iter=SGD_SHORT_OF_CHAOS)),
    ("batches of 1 with SGD", (0,), "batch=1&optimizer=nesterov&learning-rate=0.0001&max-epochs=15",
     dict(SGD, batch_size=1, learning_rate_init=0.0001, max_iter=15)),
    ("invscaling", (0, 1), "optimizer=nesterov&learning-rate=0.1&schedule=invscaling", dict(SGD, learning_rate="invscaling", learning_rate_init=0.1)),
    ("invscaling with another power", (0,), "optimizer=sgd&learning-rate=0.01&schedule=invscaling&schedule-power=0.25",
     dict(SGD, momentum=0.0, learning_rate="invscaling", learning_rate_init=0.01, power_t=0.25)),
    ("adaptive", (0,), "optimizer=nesterov&learning-rate=0.002&schedule=adaptive", dict(SGD, learning_rate="adaptive", learning_rate_init=0.002)),
    ("a schedule that Adam pays no heed to", (0,), "schedule=invscaling&max-epochs=30", dict(learning_rate="invscaling", max_iter=30)),
    ("early stopping", (0, 1, 2), "validation-share=0.1", dict(early_stopping=True)),
    ("early stopping, adaptive", (0,), "validation-share=0.2&optimizer=nesterov&schedule=adaptive&patience=3&max-epochs=150",
     dict(SGD, early_stopping=True, validation_fraction=0.2, learning_rate="adaptive", n_iter_no_change=3, max_iter=150)),
    ("early stopping at the last epoch", (1,), "validation-share=0.15&max-epochs=12", dict(early_stopping=True, validation_fraction=0.15, max_iter=12)),
    ("a strict tolerance and little patience", (0,), "tolerance=0.01&patience=3", dict(tol=0.01, n_iter_no_change=3)),
    ("in the order of the split", (0,), "shuffle=off", dict(shuffle=False)),
    ("a strong regulariser", (0,), "l2=2&learning-rate=0.003", dict(alpha=2.0, learning_rate_init=0.003)),
    ("no regulariser", (0,), "l2=0&max-epochs=60", dict(alpha=0.0, max_iter=60)),
    ("a large random state", (2**32 - 1,), "max-epochs=30", dict(max_iter=30)),
)


def case(name, seed, recipe, arguments, data):
    X_train, X_test, y_train, y_test = data
    model = MLPClassifier(**{**dict(hidden_layer_sizes=(64,), max_iter=300, random_state=seed), **arguments})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(X_train, y_train)
    epochs = model.n_iter_
    shown = sorted({*range(min(10, epochs)), *range(9, epochs, 10), epochs - 1})
    predictions = model.predict(X_test)
    result = {
        "name": name,
        "recipe": "&".join(filter(None, ("twin=on", f"seed={seed}", recipe))),
        "n_iter": epochs,
        "epochs": [epoch + 1 for epoch in shown],
        "loss_curve": [float(model.loss_curve_[epoch]) for epoch in shown],
        "predictions": "".join(str(label) for label in predictions),
    }
    if model.early_stopping:
        result["validation_scores"] = [float(score) for score in model.validation_scores_]
    if not arguments:
        result["report"] = classification_report(y_test, predictions)
    return result


def golden_files():
    data = train_test_split(*load_digits(return_X_y=True), test_size=0.3, random_state=42)
    cases = [
        case(name, seed, recipe, arguments, data) for name, seeds, recipe, arguments in RUNS for seed in seeds
    ]
    lines = ",\n".join(json.dumps(c) for c in cases)
    return {"twin.json": "[\n" + lines + "\n]\n"}
