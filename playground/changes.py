"""What a change of the experiment is called on the cost curve: short words for its marks."""

from engine.experiment import Experiment


def changes(before: Experiment, after: Experiment) -> list[str]:
    """Words such as "α 0.01" for each hyperparameter, the features and the network, where they differ."""
    batch = "all" if after.batch_size is None else after.batch_size
    words = {
        "learning_rate": f"α {after.learning_rate:g}",
        "optimizer": after.optimizer.label,
        "batch_size": f"m {batch}",
        "l2": f"λ {after.l2:g}",
        "features": f"{len(after.features)} features",
        "layers": _network(before, after),
    }
    return [text for field, text in words.items() if getattr(before, field) != getattr(after, field)]


def _network(before: Experiment, after: Experiment) -> str:
    """The units of all layers, or where these are the same the activations that are new."""
    sizes = [layer.units for layer in after.layers]
    if sizes != [layer.units for layer in before.layers]:
        return f"layers {'-'.join(map(str, sizes)) or 'none'}"
    pairs = zip(before.layers, after.layers, strict=True)
    return " ".join(b.activation.label for a, b in pairs if a.activation != b.activation) or "layers"
