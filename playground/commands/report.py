"""`nnplay report PROJECT FILE`: a project as one HTML page, the same that the window saves."""

from argparse import Namespace

from engine.errors import ExportError
from engine.files import check_writable
from engine.project import open_project
from playground.commands import UsageError, refused_as, tell
from playground.report_page import write_report

HELP = "Write a project as one HTML page: network, data, curves, boundary, metrics, equations, settings."


def run(options: Namespace) -> int:
    """Write the page. Raises UsageError, ProjectError, ExportError."""
    with refused_as(UsageError, options.page):
        check_writable(options.page)
    trainer = open_project(options.project).trainer
    with refused_as(ExportError, options.page):
        size = write_report(options.page, trainer, options.project.stem, options.test)
    tell(f"{options.page} is written, {size / 1024:.0f} KB.")
    return 0
