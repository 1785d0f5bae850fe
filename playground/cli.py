"""The command `nnplay`: without arguments the window; every command does its work without Qt.

Exit codes: 0 done, 1 failed (or a gradient is not great), 2 wrong usage, 3 bad input file, 4 training
diverged, 130 interrupted. Results go to standard output, everything else to standard error.
"""

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from engine.errors import DataError, EngineError
from playground.commands import UsageError, tell

PROJECT = ".nnplay"  # alone it is opened in the window
FAILED, USAGE, BAD_INPUT, INTERRUPTED = 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if not arguments or (len(arguments) == 1 and arguments[0].endswith(PROJECT)):
        from playground.__main__ import main as open_window

        return open_window(*arguments)
    code = _answer(arguments)
    _drop_unwritable()
    return code


def _answer(arguments: list[str]) -> int:
    """The exit code, whatever happens."""
    try:
        return _run(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    except KeyboardInterrupt:
        return _complain("Interrupted.", INTERRUPTED)
    except BrokenPipeError:
        _silence(sys.stdout)
        return FAILED
    except UsageError as error:
        return _complain(str(error), USAGE)
    except DataError as error:
        return _complain(str(error), BAD_INPUT)
    except EngineError as error:
        return _complain(str(error), FAILED)
    except MemoryError:
        return _complain("There is not enough memory for this; use fewer units or less data.", FAILED)
    except OSError as error:
        return _complain(f"The results could not be written: {error.strerror or error}.", FAILED)


def _run(arguments: list[str]) -> int:
    from playground.commands.parser import parse

    options = parse(arguments)
    code: int = options.run(options)
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _complain(sentence: str, code: int) -> int:
    tell(f"nnplay: {sentence}")
    return code


def _drop_unwritable() -> None:
    """What standard error does not take must not become Python's own exit code."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO | None) -> None:
    """Nobody can read this stream any more: keep Python from complaining once more when it ends."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
