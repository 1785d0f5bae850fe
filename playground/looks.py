"""How every field of an experiment is shown: its words, its limits, and its cause and effect.

One table for the inspector and the hyperparameters. A key is "Kind.field", or "field" whatever has it.
"""

from engine.data.augmentation import Jitter, Noise, Reflection, Rotation, Shift
from engine.early_stopping import EarlyStopping
from engine.layers import MIN_KEEP_PROB
from engine.schedules import MAX_RATE
from playground.widgets.look import Look, Looks
from playground.widgets.scales import FromZero, Limits, Linear

MAX_CANVAS_UNITS = 256
MAX_EPOCHS = 1_000_000
LAMBDAS = (0.0, 0.001, 0.01, 0.1, 1.0, 10.0)
LAMBDA = FromZero(0.001, 100)
KEEP = Linear(0.1, 1, 0.05)

KEEP_TIP = (
    "Lower it: more units are switched off in each step, the net leans less on any one of them. "
    "Train cost rises, dev may fall. Off when predicting."
)
INPUT_KEEP_TIP = (
    "Lower it: more input features are switched off in each step, the net leans less on any one of them. "
    "Off when predicting."
)
L2_TIP = "Raise it: weights shrink, the boundary gets smoother. Too high: it becomes a straight line."
L1_TIP = "Raise it: small weights go to 0, so fewer links count. Too high: nothing is left to learn with."
OWN_LAMBDA = "This layer alone; “network” takes the lambda of the hyperparameters."
START_TIP = (
    "How the first weights are drawn; it acts from the next start on. He suits ReLU, Xavier tanh. "
    "Zeros: all units of a layer stay identical for ever. Try it once."
)
NORM_TIP = (
    "Each unit's z is centred and scaled over the mini-batch. Training tolerates a larger alpha. "
    "b[l] is then not needed."
)
BETA_TIP = "Raise it: the average reaches further back, steps get smoother and turn later."
SQUARES_TIP = "Raise it: the step sizes remember old gradients longer and change more slowly."
EPS_TIP = "Raise it: weights with tiny gradients take smaller steps. It only keeps the division safe."


def _share(name: str, high: float = 1) -> Limits:
    return Limits(name, 0, high)


LAYER = {
    "units": Look(
        "Units n[l]",
        "More: the layer can bend the boundary more often, and learn noise by heart. Fewer: simpler, faster.",
        Limits("Units", 1, MAX_CANVAS_UNITS, whole=True),
        called="units",
    ),
    "activation": Look(
        "Activation g",
        "Bends each unit's line. ReLU: straight pieces, learns fast. tanh and sigmoid: smooth, but flat far "
        "from 0, where learning slows down.",
        called="activation",
        width=112,
    ),
    "LeakyRelu.alpha": Look(
        "α",
        "The slope below 0. Raise it: no unit can die, but bends less. Near 1 it is a straight line.",
        Limits("Leaky ReLU's alpha", 0, 1),
    ),
    "Elu.alpha": Look(
        "α",
        "How far below 0 the unit reaches. Raise it: the mean of its output comes nearer to 0.",
        Limits("ELU's alpha", 0, 1e3),
    ),
    "initializer": Look("Initialisation", START_TIP, none="usual", called="initialisation", width=124),
    "keep_prob": Look(
        "Dropout keep_prob", KEEP_TIP, Limits("keep_prob", MIN_KEEP_PROB, 1), KEEP, called="keep_prob"
    ),
    "input_keep_prob": Look(
        "Dropout keep_prob",
        INPUT_KEEP_TIP,
        Limits("Input keep_prob", MIN_KEEP_PROB, 1),
        KEEP,
        called="input keep_prob",
    ),
    "batch_norm": Look("Batch norm", NORM_TIP, called="batch norm"),
    "frozen": Look(
        "Freeze",
        "On: W and b of this layer stay as they are while the others learn. Off: it learns again.",
        called="freeze",
    ),
}

STARTS = {
    "value": Look(
        "value", "Every first weight. All units of a layer then stay alike.", Limits("Value", -1e6, 1e6)
    ),
    "Normal.scale": Look(
        "scale",
        "Raise it: signals grow from layer to layer and units saturate. Lower it: they fade, and learning "
        "starts slowly.",
        Limits("Scale", 0, 1e6),
    ),
    "limit": Look(
        "limit",
        "Weights lie between minus and plus this. Raise it: signals grow from layer to layer.",
        Limits("Limit", 0, 1e6),
    ),
    "gain": Look(
        "gain",
        "At 1 no signal changes its length. Raise it: signals grow from layer to layer.",
        Limits("Gain", 0, 1e6),
    ),
}

OPTIMIZER = {
    "beta": Look("Momentum β", f"{BETA_TIP} 0 is gradient descent.", _share("Beta"), called="beta"),
    "RMSprop.beta": Look("Decay β", SQUARES_TIP, _share("Beta"), called="beta"),
    "beta1": Look("Momentum β₁", BETA_TIP, _share("Beta1"), called="beta1"),
    "beta2": Look("Decay β₂", SQUARES_TIP, _share("Beta2"), called="beta2"),
    "eps": Look("Epsilon ε", EPS_TIP, _share("Epsilon"), called="epsilon", width=64),
    "weight_decay": Look(
        "Weight decay",
        "Raise it: in each step all weights shrink by that share of alpha, and the boundary gets smoother.",
        _share("Weight decay"),
        called="weight decay",
    ),
}

SCHEDULE = {
    "warm_up": Look(
        "Warm-up epochs",
        "Raise it: alpha grows from 0 over so many epochs, and a wild start is avoided. 0: no warm-up.",
        Limits("Warm-up", 0, MAX_EPOCHS, whole=True),
        called="warm-up",
    ),
    "decay_rate": Look(
        "Decay rate",
        "Raise it: alpha falls sooner. After 1 / decay rate epochs it is halved.",
        Limits("Decay rate", 0, 1e6),
        called="decay rate",
    ),
    "Exponential.k": Look(
        "k",
        "Alpha is multiplied by k in every epoch. Lower it: alpha falls faster; learning may end too soon.",
        _share("k"),
    ),
    "SquareRoot.k": Look(
        "k", "Alpha is k / √epoch of itself. Raise it: longer steps throughout.", Limits("k", 0, 1000)
    ),
    "factor": Look(
        "Factor",
        "Each stair multiplies alpha by this. Lower it: higher stairs, a calmer cost after each.",
        _share("Factor"),
        called="stair factor",
    ),
    "every": Look(
        "Every … epochs",
        "Lower it: the stairs come sooner, and alpha is small early.",
        Limits("Length of a stair", 1, MAX_EPOCHS, whole=True),
        called="stair length",
    ),
    "epochs": Look(
        "Over … epochs",
        "Raise it: alpha falls more slowly. After so many epochs it stays at the floor.",
        Limits("Epochs of the cosine", 1, MAX_EPOCHS, whole=True),
        called="cosine epochs",
    ),
    "floor": Look(
        "Floor",
        "The share of alpha that is left at the end. 0: learning comes to rest there.",
        _share("Floor"),
        called="cosine floor",
    ),
    "points": Look(
        "Epoch: alpha",
        "From that epoch on that alpha holds. Lower it late: the cost stops jumping and settles.",
        width=190,
        called="rates by hand",
    ),
}

COST = {
    "loss": Look(
        "Loss",
        "What a mistake costs. Cross-entropy: sure mistakes cost most. Squared error behind a sigmoid: flat "
        "where it is sure, so sure mistakes are hardly mended. Huber: outliers pull less.",
        called="loss",
    ),
    "threshold": Look(
        "threshold",
        "Errors beyond it pull no harder than this. Lower it: outliers count less.",
        Limits("Threshold", 0, 1e9),
    ),
    "label_smoothing": Look(
        "Label smoothing",
        "Raise it: the net is asked to be less sure than 0 or 1. Weights stay smaller, train cost rises.",
        Limits("Label smoothing", 0, 0.99),
        Linear(0, 0.5, 0.01),
        called="label smoothing",
    ),
    "standardize_targets": Look(
        "Standardise targets",
        "On: y is learned in standard deviations, so the same alpha suits any unit of y. Off: large y make "
        "large steps.",
        called="standardise targets",
    ),
}

REGULARISATION = {
    "l1": Look("L1 λ", L1_TIP, Limits("L1 lambda", 0, 1e9), LAMBDA, called="L1 lambda"),
    "l2": Look("L2 λ", L2_TIP, Limits("L2 lambda", 0, 1e9), LAMBDA, called="L2 lambda"),
    **{
        f"{kind}.{name}": Look(
            f"{name.upper()} λ",
            f"{tip} {OWN_LAMBDA}",
            Limits(f"{name.upper()} lambda", 0, 1e9),
            start=LAMBDAS,
            none="network",
            width=110,
        )
        for kind in ("Dense", "Output")
        for name, tip in (("l1", L1_TIP), ("l2", L2_TIP))
    },
    "clip_norm": Look(
        "Clip gradient",
        "On: a gradient longer than this is shortened to it, so that one mini-batch cannot throw the weights "
        "away. Lower it: steadier, slower.",
        Limits("Largest gradient norm", 0, MAX_RATE),
        start=1.0,
        called="gradient clipping",
    ),
    "early_stopping": Look(
        "Early stopping",
        "On: training ends when the dev cost has not fallen for so many epochs, and the best weights come "
        "back. It fits less instead of fitting better.",
        start=EarlyStopping(),
        called="early stopping",
    ),
    "patience": Look(
        "patience",
        "Epochs to wait for a lower dev cost. Raise it: it stops later, and is fooled less by a bump.",
        Limits("Patience", 1, MAX_EPOCHS, whole=True),
    ),
}

AUGMENTATION = {
    "augmentation": Look("", "Training examples are varied anew in every epoch.", called="augmentation"),
    "Jitter": Look(
        "Jitter",
        "On: training points are moved a little, anew in every epoch. The boundary keeps away from them.",
        start=Jitter(),
        called="jitter",
    ),
    "std": Look(
        "std",
        "Raise it: examples are varied more, train cost rises. Too high: classes mix.",
        Limits("Std", 0, 1e6),
    ),
    "Rotation": Look(
        "Rotation",
        "On: examples are turned a little, anew in every epoch. The net learns that direction tells little.",
        start=Rotation(),
        called="rotation",
    ),
    "degrees": Look(
        "± degrees",
        "Raise it: examples are turned further. 180: any direction is as good.",
        Limits("Degrees", 0, 180),
    ),
    "Reflection": Look(
        "Reflection",
        "On: half of the examples are mirrored. The net becomes symmetric, right only if the truth is.",
        start=Reflection(),
        called="reflection",
    ),
    "axis": Look("axis", "x1 mirrors left and right, x2 up and down."),
    "Shift": Look(
        "Shift",
        "On: images are moved by some pixels, anew in every epoch. Where the digit stands tells less.",
        start=Shift(),
        called="shift",
    ),
    "pixels": Look(
        "pixels",
        "Raise it: images are moved further. Too far: the digit leaves the picture.",
        Limits("Pixels", 0, 1000, whole=True),
    ),
    "Noise": Look(
        "Noise",
        "On: every pixel gets a little noise, anew in every epoch. No single pixel can be learned by heart.",
        start=Noise(),
        called="noise on images",
    ),
}

OTHER = {
    "dtype": Look(
        "Precision",
        "float32: faster. float64: 16 digits, for gradient checks and very long runs. A change begins anew.",
        called="precision",
    ),
}

LOOKS: Looks = LAYER | STARTS | OPTIMIZER | SCHEDULE | COST | REGULARISATION | AUGMENTATION | OTHER
