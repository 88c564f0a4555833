"""Start Apache Superset with the dashboards over the published build, for this machine alone.

    python serve.py [--prepare | --bundle FILE [--place PATH]]

Its state (settings, users, own charts) lies in `superset/` of KIZUNA_HOME, for its owner only. The
bundle is imported when it, or the place of the published file, has changed since the last start.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import secrets
import socket
import sqlite3
import sys
import traceback
import zipfile
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import duckdb
import yaml

HERE = Path(__file__).resolve().parent
BUNDLE = HERE / "bundle"
PLACE = "/PUBLISHED/kizuna.duckdb"
"""Stands in the bundle for the absolute path of the published file."""
HOST = "127.0.0.1"
PORT = 8088
USER = "admin"


def find_published(home: Path) -> Path:
    """Return the published file, by the link that each publish moves."""
    file = home / "published" / "current" / "kizuna.duckdb"
    if not file.is_file():
        sys.exit(f"Nothing is published in {home}: run `make demo`, or `kizuna run` there.")
    return file


def secret(file: Path) -> str:
    """Return what the file holds; the first time, a new secret that only its owner may read."""
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(secrets.token_urlsafe(32))
    return file.read_text(encoding="utf-8")


def columns(dataset: dict[str, Any], marts: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return all columns of a dataset: names, types and descriptions as published, labels as here.

    Columns that are calculated follow them as they are.

    Raises:
        SystemExit: the published build has no such mart, or none of the columns that are labelled.
    """
    name = dataset["table_name"]
    calculated = [column for column in dataset["columns"] if "expression" in column]
    labels = {
        column["column_name"]: column["verbose_name"]
        for column in dataset["columns"]
        if column not in calculated
    }
    try:
        shape = marts.execute(f"describe {dataset['sql'] or f'from marts.{name}'}").fetchall()
    except duckdb.Error as error:
        sys.exit(f"The published build does not fit the dataset {name}: {error}")
    if missing := labels.keys() - {column for column, *_ in shape}:
        sys.exit(f"The published mart {name} has no columns {', '.join(sorted(missing))}.")
    told = dict(
        marts.execute(
            "select column_name, comment from duckdb_columns() where table_name = ?", [name]
        ).fetchall()
    )
    published = [
        {
            "column_name": column,
            "verbose_name": labels.get(column),
            "type": data_type,
            "is_dttm": data_type == "DATE" or data_type.startswith("TIMESTAMP"),
            "description": told.get(column),
        }
        for column, data_type, *_ in shape
    ]
    return published + calculated


def bundle(published: Path, place: str | None = None) -> bytes:
    """Return the bundle as Superset imports it: with columns, and the place of the published file.

    It is the same, byte for byte, until a file of it or a mart's shape changes.

    Args:
        published: The published file, which tells the columns.
        place: Its path as the Superset sees it that is to open it, if that is another one.
    """
    place = place or published.as_posix()
    packed = io.BytesIO()
    with (
        duckdb.connect(published, read_only=True) as marts,
        zipfile.ZipFile(packed, "w") as archive,
    ):
        for path in sorted(BUNDLE.rglob("*.yaml")):
            text = path.read_text(encoding="utf-8").replace(PLACE, place)
            if path.is_relative_to(BUNDLE / "datasets"):
                dataset = yaml.safe_load(text)
                dataset["columns"] = columns(dataset, marts)
                text = yaml.safe_dump(dataset, allow_unicode=True, sort_keys=False)
            name = f"kizuna/{path.relative_to(BUNDLE).as_posix()}"
            archive.writestr(zipfile.ZipInfo(name), text)
    return packed.getvalue()


def commands(instance: Path, published: Path, password: str) -> Iterator[list[str]]:
    """Yield what Superset has to do before it can serve: each start, and what is new."""
    yield ["db", "upgrade"]
    with closing(sqlite3.connect(instance / "superset.db")) as state:
        known = state.execute("select 1 from ab_user where username = ?", [USER]).fetchall()
    if not known:
        account = ["--username", USER, "--password", password]
        name = ["--firstname", "Kizuna", "--lastname", "Admin", "--email", "admin@localhost"]
        yield ["fab", "create-admin", *account, *name]
    yield ["init"]
    packed = bundle(published)
    digest = hashlib.sha256(packed).hexdigest()
    imported = instance / "imported"
    if not imported.exists() or imported.read_text(encoding="utf-8") != digest:
        archive = instance / "bundle.zip"
        archive.write_bytes(packed)
        yield ["import-dashboards", "--path", str(archive), "--username", USER]
        archive.unlink()
        imported.write_text(digest, encoding="utf-8")


def prepare(instance: Path, published: Path) -> None:
    """Make the instance ready in this process; what Superset says of it goes into a file.

    Raises:
        SystemExit: Superset failed; the message names the file.
    """
    password = secret(instance / "admin-password")
    secret(instance / "secret-key")
    os.environ["KIZUNA_SUPERSET"] = str(instance)
    os.environ["SUPERSET_CONFIG_PATH"] = str(HERE / "superset_config.py")
    told = instance / "prepare.log"
    with told.open("w", encoding="utf-8") as log, redirect_stdout(log), redirect_stderr(log):
        try:
            from superset.cli.main import superset

            for command in commands(instance, published, password):
                superset(command, standalone_mode=False)
        except (Exception, SystemExit) as error:
            traceback.print_exc(file=log)
            message = f"Superset could not be prepared ({error}): see {told}."
            raise SystemExit(message) from error


def main() -> None:
    """Prepare the instance and serve it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prepare", action="store_true", help="do not serve")
    parser.add_argument("--bundle", type=Path, metavar="FILE", help="write the bundle, no more")
    parser.add_argument("--place", metavar="PATH", help="the published file's path there")
    told = parser.parse_args()
    home = Path(os.environ.get("KIZUNA_HOME") or HERE.parents[1] / "data").absolute()
    port = int(os.environ.get("KIZUNA_SUPERSET_PORT") or PORT)
    published = find_published(home)
    if told.bundle:
        told.bundle.write_bytes(bundle(published, told.place))
        return
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            sys.exit(f"Port {port} is in use: name another one with KIZUNA_SUPERSET_PORT.")
    instance = home / "superset"
    instance.mkdir(mode=0o700, exist_ok=True)
    sys.stdout.write("Superset is being prepared; the first time this takes a minute.\n")
    sys.stdout.flush()
    prepare(instance, published)
    sys.stdout.write(
        f"\nhttp://{HOST}:{port}\nuser {USER}, password in {instance / 'admin-password'}\n\n"
    )
    sys.stdout.flush()
    if told.prepare:
        return
    served = ["-m", "gunicorn", "--bind", f"{HOST}:{port}", "--worker-class", "gthread"]
    served += ["--workers", "1", "--threads", "8", "--timeout", "120"]
    served += ["--no-control-socket", "--log-level", "warning"]
    served += ["superset.app:create_app()"]
    os.execv(sys.executable, [sys.executable, *served])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
