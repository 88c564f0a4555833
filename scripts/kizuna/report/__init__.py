"""The report: one HTML file for a manager, made from the published marts."""

from kizuna.report.data import Report, read_report
from kizuna.report.page import render, write_report

__all__ = ["Report", "read_report", "render", "write_report"]
