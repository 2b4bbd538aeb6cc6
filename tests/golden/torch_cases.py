"""What scikit-learn does not have, from PyTorch in double precision: activations with their slopes, and
training runs from given start weights.

Made with PyTorch 1.13, Debian 12's (apt-get install python3-torch). GELU is the tanh form, which is the
engine's. Softplus is taken without PyTorch's switch to a straight line at z = 20.

Small print of the runs: the loss of a batch is the sum of its samples' losses, each times the weight of
its class, divided by the size of the batch (PyTorch's own mean divides by the sum of the weights); the
penalties are divided by it as well, and leave biases alone; AdamW's decay does so too. Loss and weights are written as in mlp_cases.py.
"""

import json

import numpy as np
import torch
from mlp_cases import CLASSES, EPOCHS, FEATURES, SAMPLES, start_weights
from torch.nn import functional

torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "relu": torch.relu,
    "leaky-relu": functional.leaky_relu,
    "elu": functional.elu,
    "gelu": lambda z: functional.gelu(z, approximate="tanh"),
    "softplus": lambda z: functional.softplus(z, threshold=1e3),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "linear": lambda z: z,
}


def listed(values):
    return [float(v) for v in values.detach().ravel()]


def activation_case(name):
    z = torch.tensor(np.concatenate([np.arange(-40, 41) / 10, [-30, -12, -7.5, 7.5, 12, 30]]))
    z.requires_grad = True
    a = ACTIVATIONS[name](z)
    (slope,) = torch.autograd.grad(a.sum(), z)
    return {"activation": name, "z": listed(z), "a": listed(a), "slope": listed(slope)}


LOSSES = {
    "cross-entropy": lambda Z, y: functional.cross_entropy(Z, y, reduction="none"),
    "binary-cross-entropy": lambda Z, y: functional.binary_cross_entropy_with_logits(
        Z, functional.one_hot(y, CLASSES).to(Z.dtype), reduction="none"
    ).sum(1),
    "squared-error": lambda Z, y: ((Z - functional.one_hot(y, CLASSES)) ** 2).sum(1) / 2,
}
# By the key of the engine's optimiser: the learning rate, and the optimiser of weights and biases.
OPTIMIZERS = {
    "sgd": (0.1, lambda W, b, rate: torch.optim.SGD([*W, *b], lr=rate)),
    "momentum": (0.05, lambda W, b, rate: torch.optim.SGD([*W, *b], lr=rate, momentum=0.9)),
    "nesterov": (0.05, lambda W, b, rate: torch.optim.SGD([*W, *b], lr=rate, momentum=0.9, nesterov=True)),
    "adamw": (
        0.01,
        lambda W, b, rate: torch.optim.AdamW(
            [{"params": W}, {"params": b, "weight_decay": 0.0}], lr=rate, weight_decay=WEIGHT_DECAY
        ),
    ),
    "rmsprop": (0.01, lambda W, b, rate: torch.optim.RMSprop([*W, *b], lr=rate)),
    "adagrad": (0.1, lambda W, b, rate: torch.optim.Adagrad([*W, *b], lr=rate, eps=1e-8)),
}
WEIGHT_DECAY = 0.3


class Run:
    """A network on its way through the samples, in their order."""

    def __init__(self, hidden, activation, optimizer, loss, l1, l2, class_weights, clip_norm, batch, seed):
        random = np.random.RandomState(200 + seed)
        self.X = torch.tensor(np.round(random.normal(0.0, 1.0, (SAMPLES, FEATURES)), 3))
        self.y = torch.arange(SAMPLES) ** 2 % CLASSES  # unevenly many of each class
        coefs, intercepts = start_weights([FEATURES, *hidden, CLASSES], seed)
        self.W = [torch.tensor(c, requires_grad=True) for c in coefs]
        self.b = [torch.tensor(i, requires_grad=True) for i in intercepts]
        self.start = self.parameters()
        self.activation, self.loss, self.batch = ACTIVATIONS[activation], LOSSES[loss], batch
        self.l1, self.l2, self.clip_norm = l1, l2, clip_norm
        self.class_weights = torch.tensor(class_weights) if class_weights else torch.ones(CLASSES)
        self.rate, make_optimizer = OPTIMIZERS[optimizer]
        self.optimizer = make_optimizer(self.W, self.b, self.rate)

    def parameters(self):
        return [v for W, b in zip(self.W, self.b) for v in (*listed(W), *listed(b))]

    def logits(self, A):
        for l, (W, b) in enumerate(zip(self.W, self.b)):
            Z = A @ W + b
            A = self.activation(Z) if l + 1 < len(self.W) else Z
        return A

    def epoch(self):
        total = 0.0
        for X, y in zip(self.X.split(self.batch), self.y.split(self.batch)):
            losses = self.loss(self.logits(X), y) * self.class_weights[y]
            penalty = sum(self.l1 * W.abs().sum() + self.l2 / 2 * (W**2).sum() for W in self.W)
            objective = (losses.sum() + penalty) / len(y)
            self.optimizer.zero_grad()
            objective.backward()
            if self.clip_norm:
                torch.nn.utils.clip_grad_norm_([*self.W, *self.b], self.clip_norm)
            self.optimizer.step()
            total += objective.item() * len(y)
        return total / SAMPLES


def run_case(
    name, hidden, activation, optimizer, loss="cross-entropy", l1=0.0, l2=0.0, class_weights=None, clip_norm=0.0, batch=5, seed=0
):
    run = Run(hidden, activation, optimizer, loss, l1, l2, class_weights, clip_norm, batch, seed)
    after = []
    for epoch in range(1, max(EPOCHS) + 1):
        value = run.epoch()
        if epoch in EPOCHS:
            after.append({"epochs": epoch, "weights": run.parameters(), "loss": value})
    result = {
        "name": name,
        "hidden": list(hidden),
        "activation": activation,
        "loss": loss,
        "optimizer": optimizer,
        "learning_rate": run.rate,
        "l1": l1,
        "l2": l2,
        "clip_norm": clip_norm,
        "weight_decay": WEIGHT_DECAY,
        "batch": batch,
        "classes": CLASSES,
        "features": FEATURES,
        "x": listed(run.X),
        "labels": run.y.tolist(),
        "start": run.start,
        "after": after,
    }
    if class_weights:
        result["class_weights"] = class_weights
    return result


def run_cases():
    weights = [0.5, 2.0, 1.25]
    for seed, activation in enumerate(("leaky-relu", "elu", "gelu", "softplus")):
        yield run_case(f"{activation}, sgd", (6, 4), activation, "sgd", l2=0.01, seed=seed)
        yield run_case(f"{activation}, momentum", (6,), activation, "momentum", l1=0.02, seed=seed + 10)
    for seed, loss in enumerate(LOSSES):
        yield run_case(f"class weights, {loss}", (6,), "tanh", "sgd", loss, 0.0, 0.05, weights, seed=seed + 20)
    for seed, optimizer in enumerate(("nesterov", "adamw", "rmsprop", "adagrad")):
        yield run_case(optimizer, (6,), "tanh", optimizer, l2=0.02, seed=seed + 30)
        yield run_case(f"{optimizer}, clipped", (6,), "sigmoid", optimizer, clip_norm=0.1, seed=seed + 40)
    yield run_case("everything", (6,), "sigmoid", "momentum", "binary-cross-entropy", 0.03, 0.05, weights, 0.5, seed=50)


def golden_files():
    activations = [activation_case(name) for name in ACTIVATIONS]
    return {
        "activations.json": "[\n" + ",\n".join(map(json.dumps, activations)) + "\n]\n",
        "torch_mlp.json": "[\n" + ",\n".join(map(json.dumps, run_cases())) + "\n]\n",
    }
