"""Writing a training as a project file, and opening one, which goes on bit for bit as it would have.

Data that are drawn or shipped are not in the file; tables and images are, up to a size, else only where they
are, with a checksum of their numbers.
"""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from engine.checkpoint import State, arrays_of, data_sha256, fill, state_of
from engine.data import AnyData, Dataset
from engine.data.loading import adopt, load_now
from engine.errors import DataError, EngineError, shown
from engine.experiment import Experiment
from engine.problem import Problem
from engine.project.archive import MIMETYPE, ProjectError, arrays_to_bytes, bytes_to_arrays, pack, unpack
from engine.project.manifest import DataShape, Manifest, decode_manifest, encode_manifest
from engine.trainer import Trainer
from engine.version import app_version

MOST_DATA = 128 * 2**20  # bytes of a data set that goes into the file
MOST_FILE = 1024 * 2**20
DATA = ("X", "y", "split", "places")


class Opened(msgspec.Struct, frozen=True, eq=False):
    """A training as it was put away. `thumb` is a PNG of what it said of the plane, b"" without."""

    trainer: Trainer
    thumb: bytes


class Summary(msgspec.Struct, frozen=True):
    """What a project is, without its numbers."""

    app: str
    experiment: Experiment
    epoch: int
    iteration: int
    data_inside: bool


class Gathered(msgspec.Struct, frozen=True, eq=False):
    """A moment of a training, copied: another thread may pack it while the training goes on.

    `data` are those that go into the file, None else.
    """

    experiment: Experiment
    iteration: int
    state: State
    arrays: dict[str, Any]
    data: Dataset | None
    thumb: bytes

    def pack(self) -> bytes:
        """The content of the file."""
        shape = DataShape.of(self.data) if self.data is not None else None
        manifest = Manifest(app=app_version(), state=self.state, data=shape)
        weights, optimizer, history = _divided(self.arrays)
        members = {
            "mimetype": MIMETYPE,
            "project.json": encode_manifest(manifest),
            "weights.safetensors": arrays_to_bytes(weights),
            "optimizer.safetensors": arrays_to_bytes(optimizer),
            "history.safetensors": arrays_to_bytes(history),
        }
        if self.data is not None:
            present = {name: getattr(self.data, name) for name in DATA}
            known = {name: array for name, array in present.items() if array is not None}
            members["data.safetensors"] = arrays_to_bytes(known)
        if self.thumb:
            members["thumb.png"] = self.thumb
        return pack(members)


def gather_project(trainer: Trainer, thumb: bytes = b"") -> Gathered:
    """Copy all that goes into the file of a trainer now; its data never change and are not copied."""
    data, x = trainer.problem.dataset, trainer.experiment
    inside = x.data.is_slow and _size(data) <= MOST_DATA
    state = msgspec.structs.replace(state_of(trainer), experiment=x.with_(data=x.data.plain))
    arrays = {name: np.array(array) for name, array in arrays_of(trainer).items()}
    return Gathered(x, trainer.iteration, state, arrays, data if inside else None, thumb)


def encode_project(trainer: Trainer, thumb: bytes = b"") -> bytes:
    """The file of a trainer at this moment."""
    return gather_project(trainer, thumb).pack()


def _size(data: Dataset) -> int:
    return int(data.X.nbytes + data.y.nbytes)


def _divided(arrays: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Weights and averages; what the optimiser and the epoch need; the recorded costs."""
    weights = {k: a for k, a in arrays.items() if k.endswith((".parameters", ".averages"))}
    history = {k: a for k, a in arrays.items() if k == "history" or k.startswith("steps.")}
    return weights, {k: a for k, a in arrays.items() if k not in weights and k not in history}, history


def decode_project(content: bytes) -> Opened:
    """The training of a file's content. Raises ProjectError with one line for anything else."""
    members = unpack(content)
    manifest = decode_manifest(members["project.json"])
    parts = [bytes_to_arrays(name, members[name]) for name in members if name.endswith(".safetensors")]
    arrays: dict[str, Any] = {}
    for part in parts:
        if set(part) & set(arrays):
            raise ProjectError("The project holds an array twice.")
        arrays |= part
    try:
        trainer = _trainer(manifest, arrays)
    except ProjectError:
        raise
    except EngineError as error:
        raise ProjectError(" ".join(str(error).split())) from error
    except (LookupError, ValueError, TypeError, OverflowError, MemoryError) as error:
        raise ProjectError(f"The project does not fit together ({shown(str(error))}).") from error
    return Opened(trainer, members.get("thumb.png", b""))


def _trainer(manifest: Manifest, arrays: dict[str, Any]) -> Trainer:
    state = manifest.state
    own = {name: arrays.pop(name) for name in DATA if name in arrays}
    if (manifest.data is None) == ("X" in own):
        raise ProjectError("The project's data are not as its description says.")
    x = state.experiment
    source, dataset = (x.data, manifest.data.with_arrays(own)) if manifest.data else _referred(x)
    if data_sha256(dataset) != state.data_sha256:
        raise ProjectError("The data are not those of the project any more, so it cannot go on from there.")
    if manifest.data is not None:
        source = source.within(state.data_sha256)
        adopt(source, dataset)
    state = msgspec.structs.replace(state, experiment=x.with_(data=source))
    problem = Problem(state.experiment, dataset)
    if arrays["now.parameters"].shape != (problem.network.n_parameters,):  # before memory is taken for it
        raise ProjectError("The project's weights are not those of its network.")
    trainer = Trainer(state.experiment, problem, state.threads)
    expected = set(arrays_of(trainer)) | {"logits", "scalars", "inputs", *_moments_of(state.counters)}
    if not set(arrays) <= expected:
        raise ProjectError("The project holds arrays that do not belong to it.")
    for name, array in arrays.items():
        if name != "history" and not np.isfinite(array).all():
            raise ProjectError(f"The project's {shown(name)} holds a number that is not finite.")
    fill(trainer, state, arrays)
    return trainer


def _moments_of(counters: dict[str, Any]) -> set[str]:
    return {f"{name}.{field}" for name in counters for field in ("parameters", "moments", "averages")}


def _referred(experiment: Experiment) -> tuple[AnyData, Dataset]:
    """The data of the experiment as their file holds them now, whatever was read of it before."""
    try:
        return load_now(experiment.data)
    except DataError as error:
        raise ProjectError(f"The project's data cannot be had: {error}") from error


def open_project(path: Path | str) -> Opened:
    """The training of a project file. Raises ProjectError with one line."""
    return decode_project(_content(Path(path)))


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ProjectError(f"{path.name} is a folder; name a project file in it.")
        if path.stat().st_size > MOST_FILE:
            raise ProjectError(f"{path.name} is larger than a project can be.")
        with open(path, "rb") as file:
            return file.read(MOST_FILE + 1)
    except FileNotFoundError:
        raise ProjectError(f"There is no file {shown(path.name)}; check its name and folder.") from None
    except OSError as error:
        raise ProjectError(f"{shown(path.name)} cannot be read: {error.strerror or error}.") from error


def summary(path: Path | str) -> Summary:
    """What a project file is about. Raises ProjectError."""
    members = unpack(_content(Path(path)))
    manifest = decode_manifest(members["project.json"])
    state = manifest.state
    return Summary(manifest.app, state.experiment, state.epoch, state.iteration, manifest.data is not None)
