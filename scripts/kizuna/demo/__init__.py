"""A made-up company to try Kizuna with: 36 months of exports, and what is true behind them."""

from kizuna.demo.write import DEFAULT_EVENTS, DEFAULT_SEED, SOURCES, DemoFiles, write_demo

__all__ = ["DEFAULT_EVENTS", "DEFAULT_SEED", "SOURCES", "DemoFiles", "write_demo"]
