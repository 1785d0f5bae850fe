"""What a change of the experiment is called on the cost curve: short words for its marks."""

from collections.abc import Iterator

from msgspec.structs import asdict

from engine.experiment import Experiment
from engine.layers import Dense, Layer
from engine.tagged import Tagged

SYMBOLS = {"beta": "β", "beta1": "β₁", "beta2": "β₂", "eps": "ε", "weight_decay": "decay"}


def changes(before: Experiment, after: Experiment) -> list[str]:
    """Words such as "α 0.01" for each hyperparameter, the features and the network, where they differ.

    The first word is the quantity: a newer value of it takes the place of the mark. The first weights leave
    none, for they act from the next start on.
    """
    words = {
        "learning_rate": f"α {after.learning_rate:g}",
        "optimizer": _kind(before.optimizer, after.optimizer, after.optimizer.label),
        "schedule": _kind(before.schedule, after.schedule, f"schedule {after.schedule.label}"),
        "batch_size": "m all" if after.batch_size is None else f"m {after.batch_size}",
        "l2": f"λ {after.l2:g}",
        "l1": f"L1 {after.l1:g}",
        "input_keep_prob": f"input keep {after.input_keep_prob:g}",
        "loss": f"loss {after.loss.label if after.loss else 'usual'}",
        "label_smoothing": f"smoothing {after.label_smoothing:g}",
        "clip_norm": "clip off" if after.clip_norm is None else f"clip {after.clip_norm:g}",
        "early_stopping": f"patience {after.early_stopping.patience if after.early_stopping else 'off'}",
        "augmentation": f"augmentation {' '.join(a.name for a in after.augmentation) or 'off'}",
        "normalize": f"inputs {'normalised' if after.normalize else 'raw'}",
        "standardize_targets": f"y {'standardised' if after.standardize_targets else 'raw'}",
        "features": f"{len(after.features)} feature{'s' if len(after.features) > 1 else ''}",
    }
    marks = [text for field, text in words.items() if getattr(before, field) != getattr(after, field)]
    return marks + _network(before, after)


def _kind(before: Tagged, after: Tagged, label: str) -> str:
    """The new kind, or of the same kind the fields that are new: "β₁ 0.8"."""
    if type(before) is not type(after):
        return label
    old, new = asdict(before), asdict(after)
    return " ".join(
        f"{SYMBOLS.get(name, name.replace('_', ' '))} {value:g}" if isinstance(value, int | float) else label
        for name, value in new.items()
        if value != old[name]
    )


def _network(before: Experiment, after: Experiment) -> list[str]:
    """The units of all layers, or where these are the same what is new in each."""
    sizes = [layer.units for layer in after.layers]
    if sizes != [layer.units for layer in before.layers]:
        return [f"layers {'-'.join(map(str, sizes)) or 'none'}"]
    pairs = zip((*before.layers, before.output), (*after.layers, after.output), strict=True)
    words = (word for l, (b, a) in enumerate(pairs, start=1) for word in _layer(b, a, f"[{l}]"))
    together = " ".join(words)
    return [together] if together else []


def _layer(before: Layer, after: Layer, l: str) -> Iterator[str]:
    """What is new in one layer: "BN[1]", "keep[2] 0.8"."""
    if isinstance(before, Dense) and isinstance(after, Dense):
        yield from _dense(before, after, l)
    if before.l2 != after.l2:
        yield f"λ{l} {'of network' if after.l2 is None else f'{after.l2:g}'}"
    if before.l1 != after.l1:
        yield f"L1{l} {'of network' if after.l1 is None else f'{after.l1:g}'}"
    if before.frozen != after.frozen:
        yield f"frozen{l}{'' if after.frozen else ' off'}"


def _dense(before: Dense, after: Dense, l: str) -> Iterator[str]:
    if before.activation != after.activation:
        yield _kind(before.activation, after.activation, after.activation.label)
    if before.batch_norm != after.batch_norm:
        yield f"BN{l}{'' if after.batch_norm else ' off'}"
    if before.keep_prob != after.keep_prob:
        yield f"keep{l} {after.keep_prob:g}"
