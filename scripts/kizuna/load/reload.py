"""Make the warehouse anew from landing and the load ledger, with the load times of then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from kizuna.errors import KizunaError
from kizuna.home import Home, Project
from kizuna.load import ledger
from kizuna.load.loader import FileLoad, Loader
from kizuna.load.progress import Progress, no_progress


def _save_ledger(home: Home, wait: float) -> None:
    """Write into loads.jsonl what only the old warehouse knows, if it can still be opened."""
    if not home.warehouse.is_file():
        return
    try:
        connection = ledger.connect(home.warehouse, home.scratch, wait)
    except ledger.HeldError:
        raise
    except KizunaError:
        return
    with connection:
        ledger.synchronise_log(home.loads_log, connection)


def reload_warehouse(
    project: Project, home: Home, *, wait: float = 0.0, progress: Progress = no_progress
) -> Iterator[FileLoad]:
    """Load every file of the ledger into a new warehouse, and put it in the place of the old one.

    The old one stays as it was until the new one is whole. dbt's models are built by the next run.

    Raises:
        KizunaError: another program holds the warehouse, files of the ledger are missing, or one
            is refused now.
    """
    _save_ledger(home, wait)
    records = list(ledger.read_log(home.loads_log).values())
    if not records:
        raise KizunaError(f"{home.loads_log} names no file: there is nothing to load anew.")
    fresh = home.warehouse.with_name("reload.duckdb")
    leftovers = [fresh, fresh.with_name(f"{fresh.name}.wal")]
    for left in leftovers:
        left.unlink(missing_ok=True)
    refused = 0
    try:
        with ledger.connect(fresh, home.scratch) as connection:
            loader = Loader(project, home, connection, progress=progress)
            for result in loader.reload(records):
                refused += result.error is not None
                yield result
            written = ledger.records(connection)
        if refused:
            raise KizunaError(
                f"{refused} files that were loaded before are refused now: mend what the messages "
                "name. The warehouse is as it was."
            )
        home.warehouse.with_name(f"{home.warehouse.name}.wal").unlink(missing_ok=True)
        fresh.replace(home.warehouse)
        ledger.rewrite_log(home.loads_log, written)
    finally:
        for left in leftovers:
            with suppress(OSError):
                left.unlink(missing_ok=True)
