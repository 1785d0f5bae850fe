"""A program that is killed while it saves, again and again: `python -m ... FOLDER TIMES SEED`.

Each time a child writes two projects over each other at one place, as fast as it can, and is killed with
SIGKILL at a moment that nobody chose. Prints how often the file was whole, and what is left beside it.
"""

import os
import signal
import sys
import time
from itertools import cycle
from pathlib import Path

import numpy as np

from engine.data import Circle
from engine.experiment import Experiment
from engine.files import replacing
from engine.project import encode_project, open_project
from engine.trainer import Trainer

LONGEST = 0.02  # seconds before the kill


def two_projects() -> tuple[bytes, bytes]:
    """The same training at two moments."""
    trainer = Trainer(Experiment(data=Circle(samples=200)))
    first = encode_project(trainer)
    trainer.run_epoch()
    return first, encode_project(trainer)


def save_for_ever(path: Path, projects: tuple[bytes, bytes]) -> None:
    for content in cycle(projects):
        with replacing(path) as temporary:
            temporary.write_bytes(content)


def main(folder: str, times: str, seed: str) -> None:
    path, rng = Path(folder) / "mine.nnplay", np.random.default_rng(int(seed))
    projects = two_projects()
    path.write_bytes(projects[0])
    whole = 0
    for _ in range(int(times)):
        child = os.fork()
        if not child:
            save_for_ever(path, projects)
        time.sleep(rng.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        whole += path.read_bytes() in projects and open_project(path).trainer.epoch in (0, 1)
    print(whole)


if __name__ == "__main__":
    main(*sys.argv[1:])
