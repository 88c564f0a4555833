"""How far a long load is: rows and bytes a second, on a terminal."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import duckdb
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress import Progress as Bar

Progress = Callable[[duckdb.DuckDBPyConnection, str, int], AbstractContextManager[None]]
LONG_BYTES = 32 << 20
SECONDS_BETWEEN_LOOKS = 0.2


@contextmanager
def no_progress(connection: duckdb.DuckDBPyConnection, file: str, size: int) -> Iterator[None]:
    """Show nothing."""
    yield


def progress_on(console: Console) -> Progress:
    """Return what shows the progress of a statement over a file on a console."""

    @contextmanager
    def shown(connection: duckdb.DuckDBPyConnection, file: str, size: int) -> Iterator[None]:
        if size < LONG_BYTES or not console.is_terminal:
            yield
            return
        finished = threading.Event()
        bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        task = bar.add_task(file, total=size)

        def look() -> None:
            while not finished.wait(SECONDS_BETWEEN_LOOKS):
                share = connection.query_progress()
                if share >= 0:
                    bar.update(task, completed=size * share / 100)

        watcher = threading.Thread(target=look, daemon=True)
        with bar:
            watcher.start()
            try:
                yield
            finally:
                finished.set()
                watcher.join()

    return shown
