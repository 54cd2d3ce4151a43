"""The check sum of check_sum.hpp over numpy arrays: subjects by number, points in hundredths."""
import numpy as np


def check_sum(subjects, cents):
    z = (np.asarray(subjects).astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    factor = (z ^ (z >> np.uint64(31))) | np.uint64(1)
    return f"{int((factor * np.asarray(cents).astype(np.int64).astype(np.uint64)).sum(dtype=np.uint64)):016x}"
