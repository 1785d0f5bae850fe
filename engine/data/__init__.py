"""Where examples come from: generators, tables, the split into parts, features and their normalisation."""

from engine.data.dataset import Dataset, Task
from engine.data.features import Normalizer, available, check, compute
from engine.data.generators import Blobs, Circle, Gauss, Generator, Spiral, Xor
from engine.data.splits import Split

GENERATORS: dict[str, type[Circle | Xor | Gauss | Spiral | Blobs]] = {
    str(g.__struct_config__.tag): g for g in (Circle, Xor, Gauss, Spiral, Blobs)
}
AnyData = Circle | Xor | Gauss | Spiral | Blobs
BY_NAME = GENERATORS

__all__ = [
    "BY_NAME",
    "GENERATORS",
    "AnyData",
    "Blobs",
    "Circle",
    "Dataset",
    "Gauss",
    "Generator",
    "Normalizer",
    "Spiral",
    "Split",
    "Task",
    "Xor",
    "available",
    "check",
    "compute",
]
