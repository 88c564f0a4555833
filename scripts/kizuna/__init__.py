"""Kizuna: load exports, build the engagement warehouse with dbt, publish its marts."""

from importlib.metadata import version

__version__ = version("kizuna")
