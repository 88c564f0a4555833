"""Where things lie: the dbt project and the home folder that holds all state."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kizuna.errors import KizunaError

WAREHOUSE_NAME = "kizuna"


@dataclass(frozen=True)
class Home:
    """The folder that holds all state, `KIZUNA_HOME` (default: `data/` in the checkout)."""

    root: Path

    @property
    def landing(self) -> Path:
        """Exports as they came, one folder per source."""
        return self.root / "landing"

    @property
    def loads_log(self) -> Path:
        """The load ledger as a file: what a lost warehouse is rebuilt from."""
        return self.landing / "loads.jsonl"

    @property
    def warehouse(self) -> Path:
        """The work file that dbt builds in. Its base name is the name of the DuckDB catalog."""
        return self.root / "warehouse" / f"{WAREHOUSE_NAME}.duckdb"

    @property
    def published(self) -> Path:
        """Finished builds, and `current`, the one that readers open."""
        return self.root / "published"

    @property
    def report(self) -> Path:
        """The page for a manager, unless another place is named."""
        return self.root / "report.html"

    @property
    def scratch(self) -> Path:
        """Temporary files of a running load."""
        return self.root / "tmp"

    @property
    def target(self) -> Path:
        """Artifacts of the dbt runs that the command line starts."""
        return self.root / "target"

    @property
    def logs(self) -> Path:
        """Log of the dbt runs that the command line starts."""
        return self.root / "logs"

    @property
    def truth(self) -> Path:
        """What is true of the demo company, for tests; never loaded."""
        return self.root / "truth"

    @property
    def mappings(self) -> Path:
        """Column mappings of this home, beside those of the project."""
        return self.root / "mappings"


@dataclass(frozen=True)
class Project:
    """The checkout: the dbt project with its contracts and mappings."""

    root: Path

    @property
    def staging(self) -> Path:
        """Folder of the sources' contracts and staging models."""
        return self.root / "models" / "staging"

    @property
    def mappings(self) -> Path:
        """Column mappings that come with the project."""
        return self.root / "mappings"

    @property
    def profiles(self) -> Path:
        """Folder of dbt's profiles.yml."""
        return self.root / "profiles"


def find_project() -> Project:
    """Return the checkout: `KIZUNA_PROJECT`, else the package's own, else the working folder's.

    Raises:
        KizunaError: no folder with a dbt_project.yml was found.
    """
    named = os.environ.get("KIZUNA_PROJECT")
    places = [Path(named)] if named else [*Path(__file__).resolve().parents, Path.cwd().resolve()]
    for place in places:
        if (place / "dbt_project.yml").is_file():
            return Project(place)
    raise KizunaError(
        f"No dbt_project.yml in {named or 'the folders above the package or the working folder'}: "
        "set KIZUNA_PROJECT to the kizuna checkout."
    )


def find_home(project: Project) -> Home:
    """Return the home folder: `KIZUNA_HOME`, else `data/` in the checkout."""
    named = os.environ.get("KIZUNA_HOME")
    return Home(Path(named).resolve() if named else project.root / "data")
