"""The command line: thin functions over modules that can be called without it."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kizuna.audit import Overrides
from kizuna.bench import bench_load, bench_nps, bench_score
from kizuna.build import BuildResult, dbt_build, git_commit
from kizuna.builds import (
    KEEP_BUILDS,
    Build,
    BuildState,
    find_build,
    list_builds,
    rollback,
    set_pin,
)
from kizuna.contracts import read_sources
from kizuna.demo import DEFAULT_EVENTS, DEFAULT_SEED, write_demo
from kizuna.diff import EXAMPLES, BuildDiff, MartDiff, MovedMetric, diff_builds
from kizuna.errors import ExitCode, KizunaError
from kizuna.explain import Approach, Explanation, explain
from kizuna.export_raw import export_raw
from kizuna.home import Home, Project, find_home, find_project
from kizuna.load import ledger
from kizuna.load.date_order import DateOrder
from kizuna.load.loader import FileLoad, Loader, Options, TableLoad
from kizuna.load.progress import progress_on
from kizuna.load.reload import reload_warehouse
from kizuna.propose import Proposal, Wishes, propose
from kizuna.publish import publish
from kizuna.status import table_status
from kizuna.summary import key_figures
from kizuna.templates import contract_markdown
from kizuna.why_linked import Account, why_linked

app = typer.Typer(
    help="Customer engagement warehouse: load exports, build and test, publish the marts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Paths = Annotated[
    list[str] | None, typer.Argument(help="Files or folders; without any, all of landing/.")
]
SourceOption = Annotated[
    str | None, typer.Option("--source", help="The source or mapping the files belong to.")
]
TableOption = Annotated[str | None, typer.Option("--table", help="The table the files fill.")]
BackfillOption = Annotated[
    bool,
    typer.Option(
        "--backfill", help="Treat the rows as known since they happened, not since this load."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
DateOrderOption = Annotated[
    str | None,
    typer.Option(
        "--date-order",
        envvar="KIZUNA_DATE_ORDER",
        help="What comes first in dates that do not tell: dmy (day) or mdy (month).",
    ),
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="The encoding of the files, where none is found.")
]
WaitOption = Annotated[
    float,
    typer.Option("--wait", min=0, help="Seconds to wait for another program with the warehouse."),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Build as of this local day."),
]
UnitTestsOption = Annotated[
    bool,
    typer.Option(
        "--unit-tests/--skip-unit-tests",
        help="Also run the formulas on made-up rows; they depend on the models, not on the data.",
    ),
]
AcceptBreakingOption = Annotated[
    bool,
    typer.Option(
        "--accept-breaking", help="Publish although marts or columns vanished or changed."
    ),
]
AcceptShrinkingOption = Annotated[
    list[str] | None,
    typer.Option("--accept-shrinking", help="A mart that may lose rows, or all; may be repeated."),
]
AcceptUnlinkedOption = Annotated[
    bool,
    typer.Option("--accept-unlinked", help="Publish although more events belong to no account."),
]
KeepBuildsOption = Annotated[
    int,
    typer.Option("--keep-builds", envvar="KIZUNA_KEEP_BUILDS", min=1, help="How many builds stay."),
]


def _paths(named: list[str] | None) -> list[Path]:
    """Turn arguments into paths; an empty one would be the working folder."""
    if named and any(not name.strip() for name in named):
        raise KizunaError("An empty path names no file: check the command.")
    return [Path(name) for name in named or []]


def _places() -> tuple[Project, Home]:
    project = find_project()
    return project, find_home(project)


def _print_json(value: object) -> None:
    """Print one JSON document; times in ISO form."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def _tell_error(result: FileLoad) -> None:
    if result.error is not None:
        err.print(f"refused  {result.file}", markup=False, style="red")
        err.print(f"  {result.error}", markup=False)


def _tell_file(result: FileLoad) -> None:
    """Say of one file what became of it in each table."""
    _tell_error(result)
    for table in result.tables:
        if table.status == "known":
            out.print(f"known    {result.file}: already in {table.table}, skipped", markup=False)
            continue
        rejected = f", {table.rows_rejected:,} rejected" if table.rows_rejected else ""
        out.print(
            f"loaded   {result.file}: {table.rows_loaded:,} rows into {table.table}{rejected}",
            markup=False,
        )
        _tell_problems(result, table)


def _tell_problems(result: FileLoad, table: TableLoad) -> None:
    """Show the first rejected rows of a file."""
    for problem in table.problems:
        err.print(f"  {result.file}, {problem}", markup=False)
    if table.rows_rejected:
        err.print(
            f"  {table.rows_rejected} of {table.rows_read} rows stand in ops.rejected_rows: "
            "mend them in the tool or the file, and load the corrected file.",
            markup=False,
        )


def _tell_tables(results: list[FileLoad]) -> None:
    """Say of many files what they brought, one line a table; faults are told file by file."""
    tables: dict[str, list[TableLoad]] = {}
    for result in results:
        _tell_error(result)
        for table in result.tables:
            tables.setdefault(table.table, []).append(table)
            _tell_problems(result, table)
    for name, loads in tables.items():
        new = [table for table in loads if table.status != "known"]
        rows, rejected = (
            sum(table.rows_loaded for table in new),
            sum(table.rows_rejected for table in new),
        )
        parts = [f"{len(new)} files, {rows:,} rows"] if new else []
        parts += [f"{rejected:,} rows rejected"] if rejected else []
        parts += [f"{len(loads) - len(new)} files already known"] if len(new) < len(loads) else []
        out.print(f"loaded   {name}: {', '.join(parts)}", markup=False)


def _options(
    source: str | None,
    table: str | None,
    *,
    backfill: bool,
    date_order: str | None,
    encoding: str | None,
) -> Options:
    """Check what the user says of the files."""
    order: DateOrder | None = None
    if date_order is not None:
        if date_order not in ("dmy", "mdy"):
            raise KizunaError(f"--date-order {date_order} is neither dmy nor mdy.")
        order = "dmy" if date_order == "dmy" else "mdy"
    if encoding is not None:
        try:
            encoding = codecs.lookup(encoding).name
        except LookupError as error:
            raise KizunaError(f"--encoding {encoding} is no text encoding.") from error
    return Options(source, table, backfill, order, encoding)


def _load(
    project: Project,
    home: Home,
    paths: list[Path],
    options: Options,
    *,
    wait: float,
    tell: Callable[[FileLoad], None] | None = None,
) -> list[FileLoad]:
    with ledger.connect(home.warehouse, home.scratch, wait) as connection:
        loader = Loader(project, home, connection, options, progress_on(err))
        results = []
        for result in loader.load(paths):
            results.append(result)
            if tell is not None:
                tell(result)
    return results


@app.command()
def load(
    paths: Paths = None,
    source: SourceOption = None,
    table: TableOption = None,
    backfill: BackfillOption = False,
    date_order: DateOrderOption = None,
    encoding: EncodingOption = None,
    wait: WaitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Load exports into the raw tables."""
    project, home = _places()
    tell = None if as_json else _tell_file
    options = _options(source, table, backfill=backfill, date_order=date_order, encoding=encoding)
    results = _load(project, home, _paths(paths), options, wait=wait, tell=tell)
    if as_json:
        _print_json([asdict(result) for result in results])
    elif not results:
        places = ", ".join(paths or [str(home.landing)])
        out.print(f"nothing to load: no files in {places}", markup=False)
    if any(result.error for result in results):
        raise typer.Exit(ExitCode.BAD_INPUT)


def _build(
    project: Project, home: Home, variables: dict[str, Any], *, unit_tests: bool
) -> BuildResult:
    with out.status("dbt build") as status:
        return dbt_build(
            project,
            home,
            variables,
            unit_tests=unit_tests,
            on_node=lambda name: status.update(f"dbt build: {name}"),
        )


def _show_build(build: Build) -> None:
    for remark in build.remarks:
        err.print(f"audit    {remark}", markup=False, style="yellow")
    table = Table("mart", "rows", title=f"Published build {build.build_id}")
    table.columns[1].justify = "right"
    for mart in build.manifest["tables"]:
        table.add_row(mart["name"], f"{mart['rows']:,}")
    out.print(table)


@app.command()
def run(
    paths: Paths = None,
    source: SourceOption = None,
    table: TableOption = None,
    backfill: BackfillOption = False,
    date_order: DateOrderOption = None,
    encoding: EncodingOption = None,
    wait: WaitOption = 10,
    as_of: AsOfOption = None,
    unit_tests: UnitTestsOption = True,
    accept_breaking: AcceptBreakingOption = False,
    accept_shrinking: AcceptShrinkingOption = None,
    accept_unlinked: AcceptUnlinkedOption = False,
    keep_builds: KeepBuildsOption = KEEP_BUILDS,
) -> None:
    """Load, build, test, and publish if nothing failed."""
    project, home = _places()
    with out.status("loading"):
        options = _options(
            source, table, backfill=backfill, date_order=date_order, encoding=encoding
        )
        results = _load(project, home, _paths(paths), options, wait=wait)
    _tell_tables(results)
    if refused := [result for result in results if result.error]:
        raise KizunaError(
            f"{len(refused)} files were refused, so nothing was built: mend them, or move them out "
            "of landing/."
        )
    variables = {"as_of_date": as_of.date().isoformat()} if as_of else {}
    out.print("building and testing the models; this takes some minutes")
    result = _build(project, home, variables, unit_tests=unit_tests)
    for promise in result.warned:
        err.print(f"[yellow]warning[/yellow] {promise.name}: {promise.message}")
    out.print(f"built    {result.passed} models and tests passed, {len(result.warned)} warned")
    accepted = Overrides(accept_breaking, frozenset(accept_shrinking or ()), accept_unlinked)
    build = publish(home, git_commit(project), accepted, keep_builds)
    _show_build(build)
    for line in key_figures(build.folder):
        out.print(line, markup=False)
    out.print(f"open     {home.published / 'current' / 'kizuna.duckdb'}", markup=False)


@app.command(name="publish")
def publish_command(
    accept_breaking: AcceptBreakingOption = False,
    accept_shrinking: AcceptShrinkingOption = None,
    accept_unlinked: AcceptUnlinkedOption = False,
    keep_builds: KeepBuildsOption = KEEP_BUILDS,
) -> None:
    """Publish the marts of the last whole build, if nothing failed in it."""
    project, home = _places()
    accepted = Overrides(accept_breaking, frozenset(accept_shrinking or ()), accept_unlinked)
    _show_build(publish(home, git_commit(project), accepted, keep_builds))


@app.command(name="builds")
def builds_command(
    pin: Annotated[
        list[str] | None, typer.Option("--pin", help="A build that is never removed.")
    ] = None,
    unpin: Annotated[
        list[str] | None, typer.Option("--unpin", help="A build that may be removed again.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the published builds: which is current, which are open, which are pinned."""
    _, home = _places()
    for names, pinned in ((pin, True), (unpin, False)):
        for name in names or []:
            set_pin(home, name, pinned=pinned)
    found = list_builds(home)
    if as_json:
        _print_json([asdict(one) for one in found])
    elif not found:
        out.print("nothing is published yet: run `kizuna run`")
    else:
        _tell_builds(found)


def _tell_builds(found: list[BuildState]) -> None:
    shown = Table("build", "published (UTC)", "as of", "marts", "rows", "state")
    shown.columns[0].min_width = max(len(one.build_id) for one in found)
    for column in shown.columns[3:5]:
        column.justify = "right"
    for one in found:
        holders = ", ".join(map(str, one.held_by))
        states = {
            "current": one.is_current,
            "pinned": one.is_pinned,
            f"open in process {holders}" if holders else "open": one.is_held,
            "damaged": not one.is_whole,
        }
        published = (one.published_at or "").replace("T", " ").removesuffix("Z")
        shown.add_row(
            one.build_id,
            published,
            one.as_of_date or "",
            f"{one.marts:,}",
            f"{one.rows:,}",
            ", ".join(state for state, holds in states.items() if holds),
        )
    out.print(shown)


@app.command(name="rollback")
def rollback_command(
    build: Annotated[
        str | None,
        typer.Argument(help="A build's id or how it begins; default: the one before the current."),
    ] = None,
) -> None:
    """Let readers open an older build again; the next publish goes forward."""
    _, home = _places()
    left, found = rollback(home, build)
    out.print(f"current  {found.build_id}, before {left or 'none'}", markup=False)


@app.command(name="diff")
def diff_command(
    old: Annotated[
        str, typer.Argument(help="A build's id or how it begins, current or previous.")
    ] = "previous",
    new: Annotated[str, typer.Argument(help="The build to compare with it.")] = "current",
    examples: Annotated[
        int, typer.Option(min=0, help="How many keys of each kind to name, per mart.")
    ] = EXAMPLES,
    as_json: JsonOption = False,
) -> None:
    """Show what differs between two builds: schema, rows, keys, sums."""
    _, home = _places()
    found = diff_builds(find_build(home, old), find_build(home, new), examples)
    if as_json:
        _print_json(asdict(found, dict_factory=_with_plain_numbers))
    else:
        _tell_diff(found)


def _with_plain_numbers(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: float(one) if isinstance(one, Decimal) else one for name, one in pairs}


def _tell_diff(found: BuildDiff) -> None:
    """Show the marts that differ, then their columns, keys and sums."""
    out.print(f"old      {found.old}, as of {found.old_as_of}", markup=False)
    out.print(f"new      {found.new}, as of {found.new_as_of}", markup=False)
    differing = [mart for mart in found.marts if not mart.is_same]
    if differing:
        _tell_rows(differing)
    for mart in differing:
        _tell_schema(mart)
    for mart in differing:
        for kind, keys in (mart.keys.examples if mart.keys else {}).items():
            some = "; ".join(", ".join(map(str, key)) for key in keys)
            out.print(f"{kind:<8} {mart.mart}: {some}", markup=False)
    moved = [(mart.mart, metric) for mart in differing for metric in mart.metrics]
    if moved:
        shown = Table("sum of", "old", "new", "difference")
        for column in shown.columns[1:]:
            column.justify = "right"
        for name, metric in moved:
            shown.add_row(f"{name}.{metric.column}", *_sums(metric))
        out.print(shown)
    out.print(f"same     {len(found.marts) - len(differing)} of {len(found.marts)} marts")


def _tell_rows(marts: list[MartDiff]) -> None:
    shown = Table("mart", "old rows", "new rows", "added", "removed", "changed", "in columns")
    shown.columns[0].min_width = max(len(mart.mart) for mart in marts)
    for column in shown.columns[1:6]:
        column.justify = "right"
    for mart in marts:
        rows = ["-" if one is None else f"{one:,}" for one in (mart.old_rows, mart.new_rows)]
        keys = mart.keys
        counts = [f"{one:,}" for one in (keys.added, keys.removed, keys.changed)] if keys else []
        columns = (
            ", ".join(f"{name} {count:,}" for name, count in keys.changed_columns.items())
            if keys
            else ""
        )
        shown.add_row(mart.mart, *rows, *(counts or ["-"] * 3), columns)
    out.print(shown)


def _tell_schema(mart: MartDiff) -> None:
    if mart.old_rows is None or mart.new_rows is None:
        out.print(f"schema   {mart.mart} is {'new' if mart.old_rows is None else 'gone'}")
        return
    for change in mart.columns:
        said = f"was {change.old_type} and is {change.new_type}"
        if change.old_type is None:
            said = f"is new ({change.new_type})"
        elif change.new_type is None:
            said = f"is gone ({change.old_type})"
        out.print(f"schema   {mart.mart}.{change.column} {said}", markup=False)
    if set(mart.old_grain) != set(mart.new_grain):
        old, new = ", ".join(mart.old_grain), ", ".join(mart.new_grain)
        out.print(f"schema   {mart.mart} had one row per {old} and has one per {new}", markup=False)


def _sums(metric: MovedMetric) -> list[str]:
    """Write the two sums and their difference, with as many digits as a reader needs."""
    values = (metric.old, metric.new)
    texts = ["NULL" if one is None else _sum(one) for one in values]
    sign = "+" if metric.difference > 0 else ""
    return [*texts, f"{sign}{_sum(metric.difference)}"]


def _sum(value: int | float | Decimal) -> str:
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) >= 1 else f"{value:.6g}"
    return f"{value:,}"


@app.command()
def report(
    output: Annotated[
        Path | None,
        typer.Option(help="The file to write; without it, report.html in KIZUNA_HOME."),
    ] = None,
) -> None:
    """Write the report for a manager, one HTML file, from the published build."""
    # What draws charts takes a second to import, which no other command should wait for.
    from kizuna.report import read_report, write_report

    _, home = _places()
    file = output or home.report
    if file.is_dir():
        raise KizunaError(f"{file} is a folder: name the file, for example {file / 'report.html'}.")
    with out.status("reading the published build"):
        figures = read_report(home.published / "current")
    with out.status("drawing up the page"):
        write_report(figures, file)
    out.print(f"written  {file} (as of {figures.as_of})", markup=False)


@app.command()
def demo(
    events: Annotated[
        int, typer.Option(help="About how many rows of mail, web and webinar events.")
    ] = DEFAULT_EVENTS,
    seed: Annotated[int, typer.Option(help="Another seed gives another company.")] = DEFAULT_SEED,
    signal: Annotated[
        float, typer.Option(help="How far behaviour tells of churn: 0 not at all, 1 clearly.")
    ] = 1.0,
    sources: Annotated[
        str, typer.Option(help="Only these sources, with commas between; all by default.")
    ] = "",
) -> None:
    """Write the exports of a made-up company into landing/, and what is true of it into truth/."""
    _, home = _places()
    wanted = [source.strip() for source in sources.split(",") if source.strip()]
    files = write_demo(
        home.landing, home.truth, seed=seed, events=events, signal=signal, sources=wanted
    )
    written = set(files.landing)
    others = [
        file
        for file in home.landing.rglob("*")
        if file.is_file() and file not in written and file != home.loads_log
    ]
    if others:
        err.print(
            f"note     landing/ also holds {len(others)} files that are not the demo's, "
            f"for example {others[0].relative_to(home.landing)}",
            markup=False,
        )
    out.print(f"written  {len(files.landing)} files below {home.landing}", markup=False)
    out.print(f"truth    {len(files.truth)} files below {home.truth}", markup=False)


@app.command()
def reload(
    wait: WaitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Make the warehouse anew from landing/ and loads.jsonl, with the load times of then."""
    project, home = _places()
    results = []
    for result in reload_warehouse(project, home, wait=wait, progress=progress_on(err)):
        results.append(result)
        if not as_json:
            _tell_error(result)
    if as_json:
        _print_json([asdict(result) for result in results])
        return
    _tell_tables(results)
    out.print("reloaded the raw tables are as they were; `kizuna run` builds the marts from them")


@app.command()
def status(as_json: JsonOption = False) -> None:
    """Show per table what was loaded: files, rows, rejects, freshness, last load."""
    project, home = _places()
    if home.warehouse.is_file():
        with ledger.connect(home.warehouse) as connection:
            records = ledger.records(connection)
    else:
        records = list(ledger.read_log(home.loads_log).values())
    found = table_status(records, read_sources(project.staging), ledger.utc_now())
    if as_json:
        _print_json([asdict(one) | {"freshness": one.freshness} for one in found])
        return
    if not found:
        out.print(f"nothing is loaded yet; put exports into {home.landing} and run `kizuna load`")
        return
    table = Table("table", "files", "rows", "rejected", "last load (UTC)", "age", "freshness")
    for column in table.columns[1:4]:
        column.justify = "right"
    for one in found:
        table.add_row(
            one.table,
            f"{one.files:,}",
            f"{one.rows_loaded:,}",
            f"{one.rows_rejected:,}",
            f"{one.last_loaded_at:%Y-%m-%d %H:%M}",
            f"{one.hours_since:,.0f} h",
            one.freshness,
        )
    out.print(table)


@app.command(name="export-raw")
def export_raw_command(
    folder: Annotated[Path, typer.Argument(help="Where the Parquet files and register.sql go.")],
    location: Annotated[
        str | None,
        typer.Option(help="Where Spark will find the folder, if not there: s3://bucket/raw."),
    ] = None,
) -> None:
    """Write the raw tables as Parquet, with the script that registers them in Spark."""
    _, home = _places()
    export = export_raw(home, folder, location)
    written = [table for table in export.tables if table.rows]
    rows = sum(table.rows for table in written)
    out.print(
        f"exported {rows:,} rows of {len(written)} tables; {len(export.tables) - len(written)} "
        "tables have no rows",
        markup=False,
    )
    out.print(f"register spark-sql -f {export.script}", markup=False)


@app.command(name="why-linked")
def why_linked_command(
    account: Annotated[
        str,
        typer.Argument(help="An account's id, its name, or SOURCE:ID of one of its records."),
    ],
    as_json: JsonOption = False,
) -> None:
    """Show every record of an account with the rule and the evidence that link it."""
    _, home = _places()
    found = why_linked(home.published / "current", account)
    if as_json:
        _print_json(asdict(found))
    else:
        _tell_account(found)


def _tell_account(account: Account) -> None:
    """Show the records of an account, and what is undecided about it."""
    out.print(f"{account.account_name}  {account.account_id}", markup=False)
    shown = Table("record", "rule", "evidence", "confidence", "known since (UTC)", "before")
    shown.columns[3].justify = "right"
    for record in account.records:
        before = ""
        if record.previous_account_id is not None:
            before = f"{record.previous_account_id}, until {record.changed_at:%Y-%m-%d %H:%M}"
        shown.add_row(
            Text(f"{record.source}:{record.source_account_id}"),
            record.rule,
            Text(record.evidence or ""),
            f"{record.confidence:.2f}",
            f"{record.first_known_at:%Y-%m-%d %H:%M}",
            before,
        )
    out.print(shown)
    for one in account.undecided:
        out.print(
            f"undecided {one.source}:{one.source_account_id} may be {one.candidate_name} "
            f"{one.candidate_account_id} ({one.rule} {one.evidence or ''})",
            markup=False,
        )
    if account.undecided:
        out.print(
            "settle it by a line in seeds/account_link_rules.csv (link or separate), "
            "then `kizuna run`"
        )


@app.command(name="explain")
def explain_command(
    account: Annotated[
        str,
        typer.Argument(help="An account's id, its name, or SOURCE:ID of one of its records."),
    ],
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d"],
            help="Score of this past local day, else of the last stored date before.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what an account's score is made of, why it moved, and what to do next."""
    _, home = _places()
    found = explain(home.published / "current", account, as_of.date() if as_of else None)
    if as_json:
        _print_json(asdict(found))
    else:
        _tell_explanation(found)


def _figure(value: float | None, form: str = ".1f") -> str:
    return "-" if value is None else format(value, form)


def _tell_explanation(found: Explanation) -> None:
    """Show a score with its parts; of the present also ledger, changes and next approach."""
    score = found.score
    out.print(f"{found.account_name}  {found.account_id}", markup=False)
    stored = "" if found.is_exact else f", the last stored date before {found.wanted_date}"
    out.print(f"as of    {score.as_of_date}{stored} (rules {score.model_version})", markup=False)
    out.print(
        f"score    {_figure(score.engagement_score)}  rank {score.rank or '-'}  {score.status}",
        markup=False,
    )
    out.print(
        f"parts    depth {_figure(score.depth_score)}, breadth {_figure(score.breadth_score)}, "
        f"recency {_figure(score.recency_score)}"
    )
    out.print(
        f"beside   4 weeks {_figure(score.trend_28d, '+.1f')} (z {_figure(score.trend_z, '+.1f')})"
        f", reciprocity {_figure(score.reciprocity_90d, '.2f')}, "
        f"negative points {_figure(score.negative_points)}"
    )
    if found.ledger:
        _tell_ledger(found)
    if found.changes:
        shown = Table("why it moved", "points", title=f"since {found.changes[0].from_date}")
        shown.columns[1].justify = "right"
        for change in found.changes:
            shown.add_row(change.reason.replace("_", " "), f"{change.points:+.2f}")
        shown.add_row("together", f"{sum(change.points for change in found.changes):+.2f}")
        out.print(shown)
    if found.approach is not None:
        _tell_approach(found.approach)


def _tell_ledger(found: Explanation) -> None:
    shown = Table("points", "part", "event", "when (UTC)", "contact", "role", "event id")
    shown.columns[0].justify = "right"
    for row in found.ledger:
        shown.add_row(
            f"{row.points:.2f}",
            row.component.replace("_", " "),
            row.event_type,
            f"{row.occurred_at:%Y-%m-%d %H:%M}",
            row.contact_id[:12],
            Text(row.role),
            row.event_id[:12],
        )
    out.print(shown)
    points = sum(row.points for row in found.ledger)
    out.print(
        f"{len(found.ledger)} of {found.ledger_rows} ledger rows: {points:.2f} of "
        f"{_figure(found.score.engagement_score, '.2f')} points"
    )


def _tell_approach(approach: Approach) -> None:
    out.print(f"next     {approach.reason}", markup=False)
    out.print(f"         {approach.reason_en} ({approach.reason_code})", markup=False)
    whom = "no contact is known"
    if approach.contact_id is not None:
        whom = f"{approach.channel} to {approach.contact_id} ({approach.role})"
    until = ", touched too often: not before" if approach.is_suppressed else ", by"
    out.print(f"         {whom}{until} {approach.due_date}", markup=False)
    last = approach.last_contact_date or "never"
    out.print(f"         {approach.approach_colour}, last contact {last}", markup=False)
    if approach.evidence_event_ids:
        rows = ", ".join(event_id[:12] for event_id in approach.evidence_event_ids)
        out.print(f"evidence {rows}", markup=False)


bench_app = typer.Typer(help="Measure what is promised.", no_args_is_help=True)
app.add_typer(bench_app, name="bench")


@bench_app.command(name="load")
def bench_load_command(
    events: Annotated[int, typer.Option(min=1000, help="Events in the files.")] = 10_000_000,
    as_json: JsonOption = False,
) -> None:
    """Compare loading with DuckDB alone and with dlt."""
    _, home = _places()
    tell = err.print if as_json else out.print
    result = bench_load(home.root, events, lambda line: tell(line, markup=False))
    if as_json:
        _print_json(result)
        return
    for form in ("csv", "parquet"):
        out.print(
            f"{form:8} {result[form]['ratio_to_duckdb']:.2f} times as long as DuckDB alone, "
            f"{result[form]['times_faster_than_dlt']:.1f} times faster than dlt"
        )
    out.print(f"memory   at most {result['peak_mib']:,.0f} MiB")


@bench_app.command(name="score")
def bench_score_command(
    events: Annotated[int, typer.Option(min=1000, help="Events to score.")] = 10_000_000,
    as_json: JsonOption = False,
) -> None:
    """Compare the history of the score with one pass over its events, and with a plain join."""
    project, home = _places()
    tell = err.print if as_json else out.print
    result = bench_score(project, home.root, events, lambda line: tell(line, markup=False))
    if as_json:
        _print_json(result)
        return
    out.print(
        f"history  {result['history_in_passes']:.1f} times one pass over the events, "
        f"decay {result['decay_in_passes']:.1f} times"
    )
    out.print(
        f"decay    {result['times_faster_than_join']:.1f} times faster than joining events to "
        f"dates; the largest difference of {result['answers_compared']:,} answers is "
        f"{result['largest_difference']:.0e}"
    )


@bench_app.command(name="nps")
def bench_nps_command(
    draws: Annotated[int, typer.Option(min=100, help="Surveys to simulate for each row.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of the simulation.")] = 7,
    as_json: JsonOption = False,
) -> None:
    """Show how often the interval of NPS holds the true value, beside the plain Wald interval."""
    tell = err.print if as_json else out.print
    result = bench_nps(find_project(), draws, seed, lambda line: tell(line, markup=False))
    if as_json:
        _print_json(result)
        return
    for name, title in (("ours", "ours"), ("wald", "Wald")):
        out.print(
            f"{title:8} {result[name]['smallest']:.1%} to {result[name]['largest']:.1%} where 30 "
            "or more answered and each group holds 10 % or more"
        )
    out.print(
        f"chance   exact and simulated coverage differ by {result['largest_difference']:.2%} at "
        "most"
    )


@app.command(name="map")
def map_command(
    path: Annotated[str, typer.Argument(help="A file that no contract or mapping reads.")],
    name: Annotated[
        str | None, typer.Option("--name", help="Name of the mapping; default: the file's.")
    ] = None,
    template: Annotated[
        str | None, typer.Option("--template", help="The template, if the proposed one is wrong.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Name of the tool that wrote the file.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", help="The sheet of a workbook that has several.")
    ] = None,
    date_order: DateOrderOption = None,
    encoding: EncodingOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite a mapping of the same name.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Propose a mapping for an unknown file, and show what it would load."""
    project, home = _places()
    (file,) = _paths([path])
    said = _options(None, None, backfill=False, date_order=date_order, encoding=encoding)
    wishes = Wishes(name, template, source, sheet, said.date_order, said.encoding, force)
    proposal = propose(project, home, file, wishes)
    if as_json:
        _print_json(asdict(proposal))
    else:
        _tell_proposal(proposal)


def _tell_proposal(proposal: Proposal) -> None:
    """Show a proposed mapping, the first rows that it makes, and what to do next."""
    others = proposal.also_possible
    possible = f" (also possible: {', '.join(others)})" if others else ""
    out.print(f"template {proposal.template}{possible}", markup=False)
    shown = Table("column", "from", *(f"row {at + 1}" for at in range(len(proposal.first_rows))))
    for column, said in proposal.columns.items():
        values = [row[column] for row in proposal.first_rows]
        texts = ["" if value is None else str(value) for value in values]
        shown.add_row(*(Text(text, overflow="ellipsis") for text in (column, said, *texts)))
    out.print(shown)
    rejected = f", {proposal.rows_rejected:,} rejected" if proposal.rows_rejected else ""
    first = "" if proposal.whole_file else "first "
    out.print(
        f"tried    {first}{proposal.rows_read:,} rows: {proposal.rows_loaded:,} good{rejected}"
    )
    for problem in proposal.problems:
        err.print(f"  {proposal.file}, {problem}", markup=False)
    if proposal.left_out:
        out.print(f"left out {', '.join(proposal.left_out)}", markup=False)
    for remark in proposal.to_check:
        out.print(f"check    {remark}", markup=False)
    out.print(f"written  {proposal.mapping}", markup=False)
    if proposal.is_finished:
        out.print(f"next     {proposal.load_with}", markup=False)
    else:
        lacks = ", ".join(proposal.to_finish)
        out.print(
            f"next     finish the mapping by hand, it does not load yet: it lacks {lacks}",
            markup=False,
        )


@app.command()
def contract(
    name: Annotated[str, typer.Argument(help="A source, or source.table.")] = "generic",
) -> None:
    """Print what a source's files must look like, as Markdown."""
    sources = read_sources(find_project().staging)
    sys.stdout.write(contract_markdown(sources, name))


def main() -> None:
    """Run the command line; a user's mistake ends in one sentence and an exit code."""
    try:
        app()
    except KizunaError as error:
        err.print(str(error), markup=False, style="red")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        err.print("interrupted; what was not finished is as before", markup=False)
        sys.exit(ExitCode.INTERRUPTED)
