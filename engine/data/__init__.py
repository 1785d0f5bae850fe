"""Where examples come from: generators, tables, the split into parts, features and their normalisation."""

from engine.data.boxed import Digits, Iris
from engine.data.dataset import Dataset, Task
from engine.data.features import Normalizer, available, check, compute
from engine.data.generators import Blobs, Circle, Gauss, Generator, Spiral, Xor
from engine.data.images import Images
from engine.data.splits import Split
from engine.data.surfaces import Bumps, Plane
from engine.data.tables import Table

AnyGenerator = Circle | Xor | Gauss | Spiral | Blobs | Plane | Bumps
NamedData = AnyGenerator | Iris | Digits
AnyData = NamedData | Table | Images

# A Table also needs its path and target, Images their folder.
BY_NAME: dict[str, type[NamedData]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (Circle, Xor, Gauss, Spiral, Blobs, Plane, Bumps, Iris, Digits)
}

__all__ = [
    "BY_NAME",
    "AnyData",
    "AnyGenerator",
    "Blobs",
    "Bumps",
    "Circle",
    "Dataset",
    "Digits",
    "Gauss",
    "Generator",
    "Images",
    "Iris",
    "NamedData",
    "Normalizer",
    "Plane",
    "Spiral",
    "Split",
    "Table",
    "Task",
    "Xor",
    "available",
    "check",
    "compute",
]
