"""Dropout and batch norm where they take more than they give: layers too narrow, mini-batches too small."""

from collections.abc import Iterator

from engine.advice.design import Advice, Cure, Design, every, rounded, warning

# The share of examples that may lose a whole layer; 4 units at keep_prob 0.5 lose it for 6 %.
LOST = 0.1
# Below it dropout moves the variance that batch norm sees by more than 1 / 0.7 = 1.4.
SHIFTING, MILD = 0.7, 0.8
# Mean and variance of so few numbers are noise; measured, 4 examples do.
FEW, ENOUGH = 3, 16


def empty_layers(design: Design) -> Iterator[Advice]:
    """Dropout that takes all units at once. Source: course, Dropout: a high keep_prob for a narrow layer."""
    for l, keep_prob in enumerate(design.network.keep_probs):
        units = design.network.sizes[l]
        lost = (1 - keep_prob) ** units
        if keep_prob < 1 and (units == 1 or lost > LOST):
            place, kind = ("the input", "feature") if l == 0 else (f"layer {l}", "unit")
            sentence = (
                f"With keep_prob {keep_prob:g} {place} loses {every(units, kind)} for {100 * lost:.0f} % of "
                "the examples; to these the network can only answer with a constant."
            )
            yield warning(l, "dropout drops all", sentence, _kept(design, l, 1.0))


def _kept(design: Design, l: int, keep_prob: float) -> Cure:
    words = f"Set keep_prob {keep_prob:g}"
    if l == 0:
        return words, design.experiment.with_(input_keep_prob=keep_prob)
    return words, design.with_layers(l, keep_prob=keep_prob)


def dropout_before_batch_norm(design: Design) -> Iterator[Advice]:
    """Strong dropout just before a batch-normalised layer: its averages are of another variance.

    Source: Li et al. 2019, Understanding the disharmony between dropout and batch normalization.
    """
    for l in design.network.normalized:
        keep_prob = design.network.keep_probs[l - 1]
        if keep_prob < SHIFTING:
            sentence = (
                f"A keep_prob of {keep_prob:g} multiplies the variance that batch norm of layer {l} sees in "
                f"training by up to {rounded(1 / keep_prob)}; predictions, without dropout, suffer."
            )
            yield warning(l - 1, "dropout before BN", sentence, _kept(design, l - 1, MILD))


def small_batches(design: Design) -> Iterator[Advice]:
    """Batch norm over hardly any examples. Source: Wu and He 2018, Group normalization, figure 1."""
    size = design.batch
    if not design.network.normalized or size is None or size > FEW:
        return
    effect = {
        1: "sees no spread: every z becomes 0, and the layer passes on its beta alone.",
        2: "keeps nothing but the sign of each z, and its averages for predicting are far off.",
        3: "divides by the spread of 3 numbers, which is mostly chance.",
    }[size]
    sentence = f"Batch norm with a mini-batch of {size} {effect}"
    yield warning(design.network.normalized[0], f"BN: mini-batch of {size}", sentence, _larger(design))


def _larger(design: Design) -> Cure | None:
    """Mini-batches large enough, where there are the examples for them."""
    train = design.facts.train if design.facts else ENOUGH
    if train <= FEW:
        return None
    size = ENOUGH if train >= ENOUGH else None
    words = f"Use mini-batches of {size}" if size else "Use one batch of all"
    return words, design.experiment.with_(batch_size=size)
