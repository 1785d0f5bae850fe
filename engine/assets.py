"""Where the files that ship with the program are: data tables, icons, desktop files.

In a checkout they stand in `assets/` beside the packages; a wheel carries them inside this package.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
PLACES = (PACKAGE / "assets_files", PACKAGE.parent / "assets")


def asset(name: str) -> Path:
    """The path of a shipped file or folder, such as "data/iris.csv".

    Raises FileNotFoundError when the installation lacks it.
    """
    for place in PLACES:
        if (path := place / name).exists():
            return path
    raise FileNotFoundError(f'The file "{name}" should have come with the program. Please install it again.')
