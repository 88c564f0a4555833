"""Measurements that anyone can repeat: figures are ratios of programs in one run."""

from kizuna.bench.load import bench_load
from kizuna.bench.score import bench_score

__all__ = ["bench_load", "bench_score"]
