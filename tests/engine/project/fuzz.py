"""Opens many damaged project files in a process of its own, and prints what happened as JSON.

An audit hook counts what a file must never bring about: imports, processes, and code that is no step of ours.
"""

import io
import json
import random
import sys
import time
import zipfile
from pathlib import Path

from engine.activations import Relu
from engine.data import Circle
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.layers import Dense
from engine.project import ProjectError, decode_project, encode_project
from engine.project.archive import MEMBERS, pack
from engine.trainer import Trainer

BYTES = (0, 1, 0x7F, 0x80, 0xFF)
WORDS = (
    b"nan",
    b"null",
    b"-1",
    b"1e999",
    b"[]",
    b"{}",
    b"9" * 30,
    b"true",
    b"../x",
    b"tanh",
    b"adam",
    b"table",
)


def seeds() -> list[bytes]:
    """Two projects: in the middle of an epoch, and batch-normalised with early stopping."""
    small = Experiment(data=Circle(samples=40), batch_size=8)
    rich = small.with_(
        layers=(Dense(3, Relu(), batch_norm=True, keep_prob=0.5),), early_stopping=EarlyStopping(2)
    )
    made = []
    for experiment, steps in ((small, 5), (rich, 9)):
        trainer = Trainer(experiment)
        for _ in range(steps):
            trainer.advance(1)
        made.append(encode_project(trainer))
    return made


def flip(content: bytes, rng: random.Random) -> bytes:
    """A few bytes changed, cut out, repeated, or a piece moved."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(max(1, len(changed)))
        match rng.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([rng.choice((*BYTES, rng.randrange(256)))])
            case 1:
                del changed[at : at + rng.choice((1, 2, 8, 100))]
            case 2:
                changed[at:at] = changed[at : at + rng.choice((1, 4, 32))]
            case 3:
                changed[at : at + 4] = rng.randrange(2**32).to_bytes(4, "little")
            case _:
                changed[at:at] = rng.choice(WORDS)
    return bytes(changed)


def inside(content: bytes, rng: random.Random) -> bytes:
    """A sound zip whose members are damaged: one changed, left out, or put in the place of another."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice([*members, "project.json", "project.json"])
    match rng.randrange(8):
        case 0:
            del members[name]
        case 1:
            members[name] = members[rng.choice(list(members))]
        case 2:
            members["data.safetensors"] = members["history.safetensors"]
        case _:
            members[name] = word(members[name], rng) if name == "project.json" else flip(members[name], rng)
    return pack({known: members[known] for known in MEMBERS if known in members})


def word(text: bytes, rng: random.Random) -> bytes:
    """A value of the JSON in place of another."""
    parts = text.split(b",")
    at = rng.randrange(len(parts))
    key, colon, _ = parts[at].partition(b":")
    parts[at] = key + colon + rng.choice((b" " + rng.choice(WORDS), b' "' + rng.choice(WORDS) + b'"'))
    return b",".join(parts) if rng.random() < 0.9 else flip(text, rng)


def watch(counts: dict[str, int]) -> None:
    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("import", "subprocess.Popen", "os.system", "os.exec", "ctypes.dlopen", "socket.connect"):
            counts[event] = counts.get(event, 0) + 1
        if event == "compile" and arguments[1] != "<lowered step>":
            counts[f"compile {arguments[1]!r}"] = counts.get(f"compile {arguments[1]!r}", 0) + 1

    sys.addaudithook(hook)


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    rng, known = random.Random(seed), seeds()
    for content in known:
        decode_project(content)  # all that is imported lazily is there now
    counts: dict[str, int] = {}
    watch(counts)
    opened, refused, others, slowest = 0, 0, [], 0.0
    for k in range(count):
        content = (flip if k % 4 else inside)(known[k % len(known)], rng)
        began = time.perf_counter()
        try:
            decode_project(content)
            opened += 1
        except ProjectError as error:
            refused += 1
            if "\n" in str(error) or len(str(error)) > 400:
                others.append(f"{k}: {error}")
        except BaseException as error:
            others.append(f"{k}: {type(error).__name__}: {error}")
        slowest = max(slowest, time.perf_counter() - began)
    print(
        json.dumps(
            {
                "opened": opened,
                "refused": refused,
                "others": others[:20],
                "slowest": slowest,
                "events": counts,
                "peak_mb": peak_mb(),
            }
        )
    )


def peak_mb() -> float:
    """The most memory of this program; that of getrusage begins with the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
