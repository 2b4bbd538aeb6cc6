"""PyTorch on one thread: prints one JSON object as the other contestants do.

    pytorch.py '{"workload": …, "seconds": …, "isDense": …, "folder": …}'
"""

import json
import sys
import time

try:
    import torch
except ImportError:
    print(json.dumps({"skipped": "PyTorch is not installed (Debian: python3-torch)"}))
    sys.exit(0)

from workloads import samples


def main():
    task = json.loads(sys.argv[1])
    sizes, batch = task["workload"]["sizes"], task["workload"]["batch"]
    torch.set_num_threads(1)
    X, y = samples(task["workload"], task["folder"], task["isDense"])
    X, y = torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.int64)
    layers = []
    for inputs, units in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, units), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    loss = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)

    def train(seconds):
        done, at, start = 0, 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            optimizer.zero_grad()
            loss(model(X[at : at + batch]), y[at : at + batch]).backward()
            optimizer.step()
            done += batch
            at = at + batch if at + 2 * batch <= len(X) else 0
        return done / (time.perf_counter() - start)

    train(task["seconds"] / 10)
    print(json.dumps({"samples_per_second": train(task["seconds"]), "version": torch.__version__}))


main()
