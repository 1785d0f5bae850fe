"""What a change of the experiment is called on the cost curve: short words for its marks."""

from engine.experiment import Experiment


def changes(before: Experiment, after: Experiment) -> list[str]:
    """Words such as "α 0.01" for every hyperparameter and for the network, where they differ."""
    batch = "all" if after.batch_size is None else after.batch_size
    sizes = "-".join(str(layer.units) for layer in after.layers) or "none"
    words = {
        "learning_rate": f"α {after.learning_rate:g}",
        "optimizer": after.optimizer.label,
        "batch_size": f"m {batch}",
        "layers": f"layers {sizes}",
    }
    return [text for field, text in words.items() if getattr(before, field) != getattr(after, field)]
