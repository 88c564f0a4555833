"""Run dbt in this process, and say in plain words which promise broke."""

from __future__ import annotations

import gc
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kizuna.errors import ExitCode, KizunaError
from kizuna.home import Home, Project

BROKEN = ("error", "fail", "runtime error")


@dataclass(frozen=True)
class BrokenPromise:
    """A model that did not build, or a test that found rows it must not find."""

    name: str
    promise: str
    message: str
    path: str

    def __str__(self) -> str:
        """Say what was promised, what happened, and where to look."""
        return f"{self.name}: {self.promise} {self.message} ({self.path})"


@dataclass(frozen=True)
class BuildResult:
    """How a dbt build ended: seeds, models and tests; hooks do not count."""

    passed: int
    warned: list[BrokenPromise]


def git_commit(project: Project) -> str:
    """Return the short commit of the checkout, `unknown` where git cannot tell."""
    try:
        done = subprocess.run(  # noqa: S603 - a constant command line
            ["git", "-C", str(project.root), "rev-parse", "--short", "HEAD"],  # noqa: S607 - git of the user's PATH
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def _first_comment(sql: str) -> str:
    """Return the comment that a singular test begins with: the promise it keeps."""
    lines = re.match(r"(\s*--[^\n]*\n)+", sql)
    return (
        " ".join(re.sub(r"^\s*--\s?", "", line) for line in lines[0].splitlines()) if lines else ""
    )


def _promise(node: Any) -> str:
    """Return in words what a node promises."""
    if node.resource_type != "test":
        return "builds."
    metadata = getattr(node, "test_metadata", None)
    if metadata is None:
        return _first_comment(node.raw_code) or "returns no row."
    model = (node.attached_node or "").rsplit(".", 1)[-1] or "the table"
    column, arguments = metadata.kwargs.get("column_name"), metadata.kwargs
    return {
        "not_null": f"{model}.{column} is never empty.",
        "unique": f"{model}.{column} is unique.",
        "unique_grain": f"{model} has one row per {', '.join(arguments.get('columns', []))}.",
        "relationships": f"every {model}.{column} exists in {arguments.get('to')}.",
        "accepted_values": f"{model}.{column} is one of {arguments.get('values')}.",
    }.get(metadata.name, f"{metadata.name} holds for {model}.")


def _broken(result: Any) -> BrokenPromise:
    node = result.node
    message = " ".join((result.message or "").split())
    return BrokenPromise(node.name, _promise(node), message, node.original_file_path)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for garbage in circles more rarely: dbt's many objects that live long make it slow."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def dbt_build(
    project: Project,
    home: Home,
    variables: dict[str, Any] | None = None,
    *,
    unit_tests: bool = True,
    on_node: Callable[[str], None] | None = None,
) -> BuildResult:
    """Build and test every model in this process.

    The work file stays open in this process afterwards; a second connection here must use the same
    configuration (plain read-write), and another process has to wait until this one ends.

    Args:
        project: the checkout.
        home: whose warehouse is built.
        variables: dbt variables, for example `as_of_date`.
        unit_tests: whether to run the formulas on made-up rows too, beside the data tests.
        on_node: told the name of each node that has ended.

    Raises:
        KizunaError: something failed; the message names every broken promise.
    """
    left_out = [] if unit_tests else ["--exclude-resource-type", "unit_test"]
    return run_dbt(project, home, ["build", *left_out], variables, on_node=on_node)


def run_dbt(
    project: Project,
    home: Home,
    command: list[str],
    variables: dict[str, Any] | None = None,
    *,
    on_node: Callable[[str], None] | None = None,
) -> BuildResult:
    """Run one command of dbt in this process.

    Args:
        project: the checkout.
        home: whose warehouse, target and logs are used.
        command: what a user types after `dbt`, such as `["build", "--target", "spark"]`.
        variables: dbt variables.
        on_node: told the name of each node that has ended.

    Raises:
        KizunaError: something failed; the message names every broken promise.
    """
    from dbt.cli.main import dbtRunner  # it takes seconds to import, and only builds need it

    os.environ["KIZUNA_HOME"] = str(home.root)
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    os.environ["KIZUNA_GIT_COMMIT"] = git_commit(project)

    def watch(event: Any) -> None:
        if on_node is not None and event.info.name == "NodeFinished":
            on_node(event.data.node_info.node_name)

    arguments = [*command, "--quiet", "--log-level", "none", "--log-level-file", "info"]
    arguments += ["--project-dir", str(project.root), "--profiles-dir", str(project.profiles)]
    arguments += ["--target-path", str(home.target), "--log-path", str(home.logs)]
    arguments += ["--vars", json.dumps(variables or {})]
    with _rare_collections():
        answer = dbtRunner(callbacks=[watch]).invoke(arguments)
    if answer.exception is not None:
        raise KizunaError(f"dbt could not run: {answer.exception}", ExitCode.FAILED_CHECK)
    results: list[Any] = list(getattr(answer.result, "results", []))
    broken = [_broken(result) for result in results if str(result.status) in BROKEN]
    if broken or not answer.success:
        listed = "\n".join(f"  - {promise}" for promise in broken)
        raise KizunaError(
            f"{len(broken)} promises broke, nothing is published; the log is "
            f"{home.logs / 'dbt.log'}:\n{listed}",
            ExitCode.FAILED_CHECK,
        )
    nodes = [result for result in results if result.node.resource_type != "operation"]
    warned = [_broken(result) for result in nodes if str(result.status) == "warn"]
    return BuildResult(len(nodes) - len(warned), warned)
