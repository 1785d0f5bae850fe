"""What was once found out about a dataset and its parts is remembered as long as the dataset lives.

A cache that held the dataset itself would keep hundreds of megabytes that nobody looks at any more.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from engine.data.dataset import Dataset
from engine.data.splits import Split

T = TypeVar("T")
Question = Callable[[Dataset, Split, int], T]

SPLITS = 4  # of each dataset, the last ones


def remembered(ask: Question[T]) -> Question[T]:
    """The same function of a dataset, its split and seed, asked once; its answers hold no dataset."""
    known: WeakKeyDictionary[Dataset, OrderedDict[tuple[Split, int], T]] = WeakKeyDictionary()
    guard = Lock()

    @wraps(ask)
    def answer(dataset: Dataset, split: Split, seed: int) -> T:
        key = split, seed
        with guard:
            answers = known.setdefault(dataset, OrderedDict())
            if key in answers:
                answers.move_to_end(key)
                return answers[key]
        found = ask(dataset, split, seed)  # by two threads at once perhaps: both find the same
        with guard:
            answers[key] = found
            while len(answers) > SPLITS:
                answers.popitem(last=False)
        return found

    return answer
