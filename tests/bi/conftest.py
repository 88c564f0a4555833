"""Fixtures: a Superset of its own over the demo company, served as `make superset` serves it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
import requests
import yaml

PROJECT = Path(__file__).parents[2]
sys.path.append(str(PROJECT / "tests" / "browser"))
SUPERSET = PROJECT / "dashboards" / "superset"
SERVE = SUPERSET / "serve.py"
SECONDS_TO_START = 180


def read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


CHARTS = {path.stem: read(path) for path in sorted((SUPERSET / "bundle/charts").glob("*.yaml"))}
DASHBOARDS = {
    path.stem: read(path) for path in sorted((SUPERSET / "bundle/dashboards").glob("*.yaml"))
}


@dataclass(frozen=True)
class Home:
    """A home with the demo company, and the command line that publishes in it."""

    root: Path

    @property
    def published(self) -> Path:
        return self.root / "published" / "current" / "kizuna.duckdb"

    @property
    def instance(self) -> Path:
        return self.root / "superset"

    def kizuna(self, *arguments: str) -> None:
        command = [str(Path(os.environ["KIZUNA_COMMAND"]).resolve()), *arguments]
        done = subprocess.run(
            command, env=self.environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def environment(self, **more: str) -> dict[str, str]:
        return os.environ | {"KIZUNA_HOME": str(self.root), **more}

    def query(self, sql: str) -> list[dict[str, Any]]:
        """Query the published file that `current` leads to now."""
        with duckdb.connect(self.published.resolve(), read_only=True) as connection:
            result = connection.execute(sql)
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@dataclass
class Superset:
    """The API of a running Superset, asked as its admin."""

    address: str
    home: Home
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def password(self) -> str:
        return (self.home.instance / "admin-password").read_text(encoding="utf-8")

    def log_in(self) -> None:
        told = {"username": "admin", "password": self.password, "provider": "db"}
        answer = self.session.post(f"{self.address}/api/v1/security/login", json=told, timeout=60)
        self.session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        answer = self.session.get(f"{self.address}/api/v1/security/csrf_token/", timeout=60)
        self.session.headers["X-CSRFToken"] = answer.json()["result"]
        self.session.headers["Referer"] = self.address

    def __call__(self, method: str, path: str, json: Any = None) -> requests.Response:
        return self.session.request(method, f"{self.address}/api/v1/{path}", json=json, timeout=120)

    def ids(self, kind: str) -> dict[str, int]:
        """Return the ids of charts, dashboards, datasets or databases by uuid."""
        answer = self("get", f"{kind}/?q=(columns:!(id,uuid),page_size:100)")
        assert answer.status_code == 200, answer.text
        return {row["uuid"]: row["id"] for row in answer.json()["result"]}

    def chart(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a chart by its saved query."""
        number = self.ids("chart")[CHARTS[name]["uuid"]]
        return rows(self("get", f"chart/{number}/data/"))


def rows(answer: requests.Response) -> list[dict[str, Any]]:
    """Return the rows of an answer of the chart-data API."""
    assert answer.status_code == 200, answer.text
    (result,) = answer.json()["result"]
    assert result["error"] is None, result["error"]
    return list(result["data"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The demo company's home that `make test-bi` made, with no Superset in it yet."""
    named = os.environ.get("KIZUNA_BI_HOME")
    if not named:
        pytest.skip("KIZUNA_BI_HOME names no home: run `make test-bi`")
    made = Home(Path(named).resolve())
    shutil.rmtree(made.instance, ignore_errors=True)
    return made


@pytest.fixture(scope="session")
def superset(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Superset]:
    """A server, started as a user starts it."""
    port = free_port()
    log = tmp_path_factory.mktemp("superset") / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, str(SERVE)],
            env=home.environment(KIZUNA_SUPERSET_PORT=str(port)),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        served = Superset(f"http://127.0.0.1:{port}", home)
        try:
            until = time.monotonic() + SECONDS_TO_START
            while True:
                assert process.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < until, log.read_text(encoding="utf-8")
                try:
                    requests.get(f"{served.address}/health", timeout=30)
                    break
                except (requests.ConnectionError, requests.Timeout):
                    time.sleep(0.5)
            assert served.address in log.read_text(encoding="utf-8")
            served.log_in()
            yield served
        finally:
            process.terminate()
            process.wait(timeout=30)
