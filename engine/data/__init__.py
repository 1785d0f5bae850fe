"""Where examples come from: generators, tables, the split into parts, features and their normalisation."""

from typing import get_args

from engine.data.boxed import Boxed, BreastCancer, Diabetes, Digits, Iris, Wine
from engine.data.dataset import Dataset, Task
from engine.data.features import Normalizer, available, check, compute
from engine.data.generators import Blobs, Circle, Gauss, Generator, Spiral, Xor
from engine.data.images import Images
from engine.data.painted import Painted
from engine.data.shapes import Checkerboard, Flower, Moons, NoStructure, Quantiles
from engine.data.splits import Split
from engine.data.surfaces import Bumps, Plane, Sine
from engine.data.tables import Pasted, Table

AnyGenerator = (
    Circle
    | Xor
    | Gauss
    | Spiral
    | Moons
    | Flower
    | Checkerboard
    | NoStructure
    | Blobs
    | Quantiles
    | Plane
    | Bumps
    | Sine
)
AnyBoxed = Iris | Wine | Digits | BreastCancer | Diabetes
NamedData = AnyGenerator | AnyBoxed
AnyData = NamedData | Table | Pasted | Images | Painted

# A Table also needs its path and target, Images their folder.
BY_NAME: dict[str, type[NamedData]] = {
    str(kind.__struct_config__.tag): kind for kind in (*get_args(AnyGenerator), *get_args(AnyBoxed))
}

__all__ = [
    "BY_NAME",
    "AnyBoxed",
    "AnyData",
    "AnyGenerator",
    "Blobs",
    "Boxed",
    "BreastCancer",
    "Bumps",
    "Checkerboard",
    "Circle",
    "Dataset",
    "Diabetes",
    "Digits",
    "Flower",
    "Gauss",
    "Generator",
    "Images",
    "Iris",
    "Moons",
    "NamedData",
    "NoStructure",
    "Normalizer",
    "Painted",
    "Pasted",
    "Plane",
    "Quantiles",
    "Sine",
    "Spiral",
    "Split",
    "Table",
    "Task",
    "Wine",
    "Xor",
    "available",
    "check",
    "compute",
]
