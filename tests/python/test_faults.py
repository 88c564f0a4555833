"""What machines do to a load: killed processes, full disks, two loaders, files that change."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import duckdb
import pytest

from conftest import FULL, Kizuna, make_home

KILLS = 200 if FULL else 6
LARGE_ROWS = 120_000
"""Makes a CSV of more than 8 MB, whose rows are numbered after they are loaded."""


def start(
    kizuna: Kizuna, *arguments: str | Path, limit: int | None = None
) -> subprocess.Popen[str]:
    """Start the command line without waiting for it; `limit` is the most bytes a file may have."""

    def quota() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-c", "from kizuna.cli import main; main()", *map(str, arguments)],
        env=os.environ | {"KIZUNA_HOME": str(kizuna.home), "COLUMNS": "200"},
        cwd=kizuna.home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=quota,
    )


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of several tools, one of them large, one packed, one with rows that do not fit."""
    folder = tmp_path_factory.mktemp("exports")
    (folder / "accounts.csv").write_text(
        "account_id,account_name,employees\n1,霧島製作所,120\n2,北野電機,many\n3,,5\n4,早瀬商事,40\n"
    )
    (folder / "contacts.csv").write_text("contact_id,email\np1,sato@kirishima.example\n")
    (folder / "webinars.csv").write_text(
        "webinar_id,topic,started_at,ended_at\n"
        "w1,製造業のDX,2026-05-20 14:00:00,2026-05-20 15:00:00\n"
    )
    with zipfile.ZipFile(folder / "activities.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "activities.csv",
            "activity_id,contact_id,event_type,occurred_at\n"
            "a1,p1,meeting_held,2026-05-12 10:00:00\n",
        )
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select 'e' || i as event_id, 'campaign-' || i % 7 as campaign_id, "
            "'contact' || i % 900 || '@kirishima.example' as email, 'open' as event_type, "
            "strftime(timestamp '2026-01-01' + to_seconds(i), '%Y-%m-%d %H:%M:%S') as occurred_at, "
            "'Mozilla/5.0 (Windows NT 10.0; Win64; x64)' as user_agent "
            f"from range({LARGE_ROWS}) as t(i)) to '{folder}/email_events.csv' (header)"
        )
    return folder


def check_whole(kizuna: Kizuna, folder: Path) -> None:
    """Every file is in exactly once, nothing is lost, nothing is left lying about."""
    loads = kizuna.raw(
        "select source || '.' || table_name, rows_read, rows_loaded, rows_rejected, load_id, file "
        "from ops.loads"
    )
    assert len(loads) == len({load[0] for load in loads}) == len(list(folder.iterdir()))
    for table, read, loaded, rejected, load_id, file in loads:
        assert read == loaded + rejected
        ((rows, numbered, lowest, highest),) = kizuna.raw(
            f"select count(*), count(distinct _row), min(_row), max(_row) from raw_{table} "
            f"where _load_id = '{load_id}' and _file = '{file}'"
        )
        assert (rows, numbered) == (loaded, loaded)
        assert kizuna.raw(f"select count(*) from raw_{table}") == [(loaded,)]
        assert lowest == 2
        assert highest == read + 1 or rejected
    assert kizuna.raw(
        "select count(*) from raw_generic.email_events where event_id <> 'e' || (_row - 2)"
    ) == [(0,)]
    assert kizuna.raw("select count(*) from ops.rejected_rows") == [(2,)]
    assert kizuna.raw("select count(*) from ops.unnumbered_files") == [(0,)]
    landing = kizuna.home / "landing"
    lines = [json.loads(line) for line in (landing / "loads.jsonl").read_text().splitlines()]
    assert {(line["file"], line["sha256"], line["load_id"]) for line in lines} == set(
        kizuna.raw("select file, sha256, load_id from ops.loads")
    )
    landed = {path for path in landing.rglob("*") if path.is_file()}
    assert landed == {landing / load[5] for load in loads} | {landing / "loads.jsonl"}
    scratch = kizuna.home / "tmp"
    assert not scratch.exists() or not list(scratch.rglob("*"))


def test_a_load_that_was_killed_is_finished_by_the_next(
    exports: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Seeded moments, spread evenly over the whole of a load, each in a home of its own."""
    undisturbed = make_home(tmp_path_factory.mktemp("whole") / "home")
    begin = time.monotonic()
    undisturbed("load", exports)
    lasts = time.monotonic() - begin
    check_whole(undisturbed, exports)
    chosen = random.Random(20260331)  # noqa: S311 - moments, no secrets
    for kill in range(KILLS):
        home = make_home(tmp_path_factory.mktemp("killed") / "home")
        moment = lasts * (kill + chosen.random()) / KILLS
        process = start(home, "load", exports)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        done = home("load", exports)
        assert "Traceback" not in done.stderr
        check_whole(home, exports)


def test_rows_that_a_killed_run_left_without_numbers_get_them(
    kizuna: Kizuna, exports: Path
) -> None:
    kizuna("load", exports)
    with duckdb.connect(kizuna.home / "warehouse/kizuna.duckdb") as connection:
        connection.execute(
            "insert into ops.unnumbered_files select 'raw_generic.email_events', load_id, file, 2 "
            "from ops.loads where table_name = 'email_events'"
        )
        connection.execute("update raw_generic.email_events set _row = null")
    kizuna("load")
    check_whole(kizuna, exports)


def test_the_holder_of_the_warehouse_is_named(kizuna: Kizuna, exports: Path) -> None:
    kizuna("load")
    holder = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); "
            "input()",
            str(kizuna.home / "warehouse/kizuna.duckdb"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    done = kizuna("load", "--wait", "0.5", exports, ok=False)
    assert done.returncode == 2
    assert f"process {holder.pid}" in done.stderr
    assert "did not let go of it for 0.5 seconds" in done.stderr
    assert not list((kizuna.home / "landing").rglob("*.csv"))
    holder.communicate("\n")


def test_a_second_loader_waits_for_the_first(kizuna: Kizuna, exports: Path) -> None:
    loaders = [start(kizuna, "load", "--wait", "120", exports) for _ in range(2)]
    for loader in loaders:
        _, said = loader.communicate()
        assert loader.returncode == 0, said
    check_whole(kizuna, exports)


@pytest.mark.parametrize("limit", [200_000, 1_500_000, 6_000_000])
def test_a_full_disk_leaves_nothing_half_done(kizuna: Kizuna, exports: Path, limit: int) -> None:
    """A quota stands in for the disk: no file may grow beyond it."""
    kizuna("load")
    process = start(kizuna, "load", exports, limit=limit)
    _, said = process.communicate()
    assert process.returncode != 0
    assert "Traceback" not in said
    kizuna("load", exports)
    check_whole(kizuna, exports)


def test_a_file_that_grows_while_it_is_read_is_whole_or_refused(
    kizuna: Kizuna, exports: Path
) -> None:
    place = kizuna.home / "landing/generic/email_events"
    place.mkdir(parents=True)
    file = place / "email_events.csv"
    file.write_bytes((exports / "email_events.csv").read_bytes())
    growing = threading.Event()

    def grow() -> None:
        with file.open("a") as out:
            while not growing.wait(0.02):
                out.write("x,campaign-1,a@b.example,open,2026-05-01 00:00:00,\n")
                out.flush()

    writer = threading.Thread(target=grow)
    writer.start()
    done = kizuna("load", ok=False)
    growing.set()
    writer.join()
    assert done.returncode == 2
    assert "changed while it was read" in done.stderr
    assert kizuna.raw("select count(*) from raw_generic.email_events") == [(0,)]
    kizuna("load")
    ((rows,),) = kizuna.raw("select rows_loaded from ops.loads")
    assert rows == len(file.read_text().splitlines()) - 1
    assert kizuna.raw("select count(*), max(_row) from raw_generic.email_events") == [
        (rows, rows + 1)
    ]


def test_a_link_out_of_landing_is_refused(kizuna: Kizuna, exports: Path) -> None:
    place = kizuna.home / "landing/generic/accounts"
    place.mkdir(parents=True)
    (place / "accounts.csv").symlink_to(exports / "accounts.csv")
    (place / "gone.csv").symlink_to(exports / "no such file.csv")
    (kizuna.home / "landing/generic/contacts").symlink_to(exports)
    done = kizuna("load", ok=False)
    assert done.returncode == 2
    assert done.stderr.count("is a link that leads out of landing") == 3
    assert kizuna.raw("select count(*) from ops.loads") == [(0,)]


def test_a_vanished_file_is_told(kizuna: Kizuna, exports: Path, tmp_path: Path) -> None:
    done = kizuna("load", tmp_path / "gone.csv", exports / "accounts.csv", ok=False)
    assert done.returncode == 2
    assert "gone.csv is not there" in " ".join(done.stderr.split())
    assert kizuna.raw("select rows_loaded from ops.loads") == [(2,)]


def test_a_folder_in_the_place_of_the_warehouse_is_told(kizuna: Kizuna) -> None:
    (kizuna.home / "warehouse/kizuna.duckdb").mkdir(parents=True)
    done = kizuna("load", ok=False)
    assert done.returncode == 2
    assert "is a folder, where the warehouse file should be" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    "name", ['売上 \'26 "a".csv', "-accounts.csv", "[ab]*?.csv", "a" * 200 + ".csv"]
)
def test_names_of_files_are_only_names(kizuna: Kizuna, exports: Path, name: str) -> None:
    place = kizuna.home / "landing/generic/accounts" / name
    place.parent.mkdir(parents=True)
    place.write_bytes((exports / "accounts.csv").read_bytes())
    kizuna("load")
    assert kizuna.raw("select file, rows_loaded, rows_rejected from ops.loads") == [
        (f"generic/accounts/{name}", 2, 2)
    ]


@pytest.mark.skipif(not FULL, reason="writes 2 GiB; part of make test-full")
def test_a_line_of_two_gibibytes_is_refused(kizuna: Kizuna, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    with file.open("wb") as out:
        out.write(b"account_id,account_name\n1,")
        for _ in range(2048):
            out.write(b"a" * (1 << 20))
    process = start(kizuna, "load", file)
    _, said = process.communicate()
    assert process.returncode == 2
    assert "has a line of more than" in " ".join(said.split())
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < (1 << 20)
