"""First weights: drawn with the variance that keeps signals from growing or shrinking layer by layer."""

import numpy as np

from engine.activations import Activation, Array


def draw_weights(shape: tuple[int, int], activation: Activation, rng: np.random.Generator) -> Array:
    """W[l] of shape (n[l], n[l-1]), float64: variance 1/n[l-1] (Xavier), or 2/n[l-1] (He) before a ReLU.

    Source: course, Initialisation; Glorot and Bengio 2010; He et al. 2015.
    """
    return np.asarray(rng.standard_normal(shape) * np.sqrt(activation.weight_variance / shape[1]))
