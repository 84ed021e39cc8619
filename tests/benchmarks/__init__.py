"""Benchmarks: `./pos bench` prints each figure with the baseline of the same run beside it. They report; no test
times anything.
"""
