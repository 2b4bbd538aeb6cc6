"""What scikit-learn does not have, from PyTorch in double precision: activations with their slopes.

Made with PyTorch 1.13, Debian 12's (apt-get install python3-torch). GELU is the tanh form, which is the
engine's. Softplus is taken without PyTorch's switch to a straight line at z = 20.
"""

import json

import numpy as np
import torch
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


def golden_files():
    activations = [activation_case(name) for name in ACTIVATIONS]
    return {"activations.json": "[\n" + ",\n".join(map(json.dumps, activations)) + "\n]\n"}
