"""What the Python contestants train on: the same samples as those in JavaScript have."""

import numpy as np

MOST_SAMPLES = 12_800


def samples(workload, folder, is_dense):
    """The first samples of a packed data set, or random numbers in its shape: X (count, features), labels."""
    data = np.fromfile(f"{folder}/{workload['dataset']}.inkd", dtype=np.uint8)
    max_value, total = data[20:28].view("<u4")
    features = workload["sizes"][0]
    count = min(int(total), MOST_SAMPLES)
    X = data[32 : 32 + count * features].reshape(count, features) / float(max_value)
    if is_dense:
        X = np.random.RandomState(1).uniform(0.05, 0.95, X.shape)
    return X, data[32 + total * features :][:count]
