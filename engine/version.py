"""The version of the program, as installed."""

from importlib import metadata


def app_version() -> str:
    """Such as "0.1.0"; "unknown" when the program runs from a folder without having been installed."""
    try:
        return metadata.version("neural-playground")
    except metadata.PackageNotFoundError:
        return "unknown"
