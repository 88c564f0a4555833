"""Measurements that anyone can repeat: figures are ratios of programs in one run."""

from kizuna.bench.load import bench_load

__all__ = ["bench_load"]
