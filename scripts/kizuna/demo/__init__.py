"""A made-up company to try Kizuna with: eighteen months of exports, chosen by a seed."""

from kizuna.demo.write import DEFAULT_SEED, write_demo

__all__ = ["DEFAULT_SEED", "write_demo"]
