"""The textbook loop in NumPy, as a student of the course writes it: dictionaries, a function per formula."""

import numpy as np

from engine.activations import Array
from engine.layers import Dense
from engine.network import Parameters
from engine.optimizers import Adam
from tests.benchmarks.workloads import Start

EPSILON = 1e-5  # of batch norm


class NumpyLoop:
    """Mini-batches cut before; shuffles nothing, records nothing."""

    def __init__(self, start: Start) -> None:
        self.layers, self.rate, self.optimizer = start.layers, start.rate, start.optimizer
        self.l2, self.L = start.experiment.l2, len(start.layers) + 1
        self.parameters: Parameters = {k: p.copy() for k, p in start.parameters.items()}
        self.v = {k: np.zeros_like(p) for k, p in self.parameters.items()}
        self.s = {k: np.zeros_like(p) for k, p in self.parameters.items()}
        self.t = 0
        self.rng = np.random.default_rng(0)
        Y = np.eye(start.n_classes)[start.y].T if start.n_classes > 2 else start.y[None, :]
        self.X, self.Y = start.X, Y.astype(start.X.dtype)
        cuts = [slice(k, k + start.batch) for k in range(0, len(start.y), start.batch)]
        self.batches = [(self.X[:, cut], self.Y[:, cut]) for cut in cuts]

    @np.errstate(over="ignore")
    def epoch(self) -> int:
        for X, Y in self.batches:
            self.update(self.backward(self.forward(X), Y))
        return len(self.batches)

    def cost(self) -> float:
        A = self.forward(self.X)[f"A{self.L}"]
        if len(A) == 1:
            A, Y = np.vstack([A, 1 - A]), np.vstack([self.Y, 1 - self.Y])
            return float(-np.mean((Y * np.log(A)).sum(axis=0)))
        return float(-np.mean((self.Y * np.log(A)).sum(axis=0)))

    def forward(self, X: Array) -> Parameters:
        cache = {"A0": X}
        for l in range(1, self.L + 1):
            Z = np.dot(self.parameters[f"W{l}"], cache[f"A{l - 1}"])
            if f"gamma{l}" in self.parameters:
                Z = self.normalize(Z, l, cache)
            else:
                Z = Z + self.parameters[f"b{l}"]
            if l == self.L:
                cache[f"A{l}"] = output(Z)
            else:
                A = np.tanh(Z) if self.layers[l - 1].activation.name == "tanh" else np.maximum(Z, 0)
                cache[f"Z{l}"], cache[f"A{l}"] = Z, self.drop(A, l, cache)
        return cache

    def normalize(self, Z: Array, l: int, cache: Parameters) -> Array:
        mu, variance = np.mean(Z, axis=1, keepdims=True), np.var(Z, axis=1, keepdims=True)
        cache[f"root{l}"] = np.sqrt(variance + EPSILON)
        cache[f"Z_norm{l}"] = (Z - mu) / cache[f"root{l}"]
        return np.asarray(self.parameters[f"gamma{l}"] * cache[f"Z_norm{l}"] + self.parameters[f"beta{l}"])

    def drop(self, A: Array, l: int, cache: Parameters) -> Array:
        keep_prob = getattr(self.layers[l - 1], "keep_prob", 1.0)
        if keep_prob == 1.0:
            return A
        cache[f"D{l}"] = (self.rng.random(A.shape, A.dtype) < keep_prob) / A.dtype.type(keep_prob)
        return A * cache[f"D{l}"]

    def backward(self, cache: Parameters, Y: Array) -> Parameters:
        m = Y.shape[1]
        grads: Parameters = {}
        dZ: Array = cache[f"A{self.L}"] - Y
        for l in range(self.L, 0, -1):
            if f"gamma{l}" in self.parameters:
                dZ = self.denormalize(dZ, l, cache, grads)
            else:
                grads[f"b{l}"] = np.sum(dZ, axis=1, keepdims=True) / m
            grads[f"W{l}"] = np.dot(dZ, cache[f"A{l - 1}"].T) / m
            if self.l2:
                grads[f"W{l}"] = grads[f"W{l}"] + self.l2 / m * self.parameters[f"W{l}"]
            if l > 1:
                dA = np.dot(self.parameters[f"W{l}"].T, dZ)
                dZ = self.through(dA, l - 1, self.layers[l - 2], cache)
        return grads

    def denormalize(self, dZ: Array, l: int, cache: Parameters, grads: Parameters) -> Array:
        m, Z_norm = dZ.shape[1], cache[f"Z_norm{l}"]
        beta, gamma = np.sum(dZ, axis=1, keepdims=True), np.sum(dZ * Z_norm, axis=1, keepdims=True)
        grads[f"beta{l}"], grads[f"gamma{l}"] = beta / m, gamma / m
        centred = dZ - beta / m - Z_norm * gamma / m
        return np.asarray(self.parameters[f"gamma{l}"] / cache[f"root{l}"] * centred)

    def through(self, dA: Array, l: int, layer: Dense, cache: Parameters) -> Array:
        """dZ[l] of dA[l]; with dropout A[l] is scaled, but its sign and where it is 0 are not."""
        if f"D{l}" in cache:
            dA = dA * cache[f"D{l}"]
        if layer.activation.name == "tanh":
            return np.asarray(dA * (1 - np.power(cache[f"A{l}"], 2)))
        return np.asarray(dA * (cache[f"Z{l}"] > 0))

    def update(self, grads: Parameters) -> None:
        self.t += 1
        for name, g in grads.items():
            if isinstance(self.optimizer, Adam):
                g = self.adam(name, g, self.optimizer)
            self.parameters[name] = self.parameters[name] - self.rate * g

    def adam(self, name: str, g: Array, o: Adam) -> Array:
        self.v[name] = o.beta1 * self.v[name] + (1 - o.beta1) * g
        self.s[name] = o.beta2 * self.s[name] + (1 - o.beta2) * np.square(g)
        v, s = self.v[name] / (1 - o.beta1**self.t), self.s[name] / (1 - o.beta2**self.t)
        return np.asarray(v / (np.sqrt(s) + o.eps))


def output(Z: Array) -> Array:
    """Sigmoid of one unit, softmax of several."""
    if len(Z) == 1:
        return np.asarray(1 / (1 + np.exp(-Z)))
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return np.asarray(E / np.sum(E, axis=0, keepdims=True))
