"""scikit-learn's MLPClassifier: prints one JSON object as the JavaScript contestants do.

    scikit_learn.py '{"workload": …, "seconds": …, "isDense": …, "folder": …}' float64|float32|article|version
"""

import json
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

from workloads import samples


def rate(workload, seconds, is_dense, folder, dtype):
    X, y = samples(workload, folder, is_dense)
    model = MLPClassifier(tuple(workload["sizes"][1:-1]), batch_size=workload["batch"], learning_rate_init=0.001)
    X = X.astype(dtype)
    classes = np.arange(10)
    model.partial_fit(X, y, classes)
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        model.partial_fit(X, y)  # one epoch
        done += len(X)
    return {"samples_per_second": done / (time.perf_counter() - start)}


def article():
    X, y = load_digits(return_X_y=True)
    X_train, _, y_train, _ = train_test_split(X, y, test_size=0.3, random_state=42)
    start = time.perf_counter()
    MLPClassifier(hidden_layer_sizes=(64,), max_iter=300, random_state=42).fit(X_train, y_train)
    return {"seconds": time.perf_counter() - start}


def main():
    task, kind = json.loads(sys.argv[1]), sys.argv[2]
    warnings.filterwarnings("ignore")
    if kind == "version":
        from threadpoolctl import threadpool_info

        blas = [f"{i['internal_api']} {i['version']}" for i in threadpool_info() if i["user_api"] == "blas"]
        answer = {"version": f"{sklearn.__version__}, NumPy {np.__version__}, BLAS: {', '.join(blas) or 'reference'}"}
    elif kind == "article":
        answer = article()
    else:
        answer = rate(task["workload"], task["seconds"], task["isDense"], task["folder"], kind)
    print(json.dumps(answer))


main()
