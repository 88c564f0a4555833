"""Measurements that anyone can repeat: ratios of programs in one run, and coverage of intervals."""

from kizuna.bench.load import bench_load
from kizuna.bench.nps import bench_nps
from kizuna.bench.score import bench_score

__all__ = ["bench_load", "bench_nps", "bench_score"]
