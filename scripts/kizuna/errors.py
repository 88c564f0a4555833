"""The one class of errors that a user can mend, and the exit codes of the command line."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the `kizuna` command, as documented in docs/cli.md."""

    OK = 0
    FAILED_CHECK = 1
    BAD_INPUT = 2
    INTERRUPTED = 130


class KizunaError(Exception):
    """A mistake or fault that the user can mend.

    The message is one sentence: what is wrong, where, what to do. It is shown without a traceback.
    """

    def __init__(self, message: str, exit_code: ExitCode = ExitCode.BAD_INPUT) -> None:
        """Keep the sentence and the exit code that the command ends with."""
        super().__init__(message)
        self.exit_code = exit_code
