"""The computation graph: the course's two examples, and a network's graph against its backpropagation."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.errors import EngineError
from engine.graph import (
    ADD,
    MULTIPLY,
    Formula,
    Graph,
    layer_graph,
    logistic_regression,
    network_graph,
    worked_example,
)
from engine.layers import Dense
from tests.engine.textbook import make_dataset, make_trainer


def test_the_worked_example():
    """u=6, v=11, J=33; dJ/dv=3, dJ/da=3, dJ/du=3, dJ/db=6, dJ/dc=9."""
    graph = worked_example(a=5, b=3, c=2)
    assert [float(graph[name].value) for name in "uvJ"] == [6, 11, 33]
    assert [float(graph[name].derivative) for name in "Jvaubc"] == [1, 3, 3, 3, 6, 9]
    assert (graph["v"].operation, graph["v"].inputs) == ("+", ("a", "u"))
    assert (graph["a"].operation, graph["a"].inputs) == ("given", ())


def test_nudging_a():
    """a = 5.001 gives v = 11.001, J = 33.003; the graph it came from stays as it was."""
    graph = worked_example()
    nudged = graph.nudge(a=5.001)
    assert float(nudged["v"].value) == pytest.approx(11.001, abs=1e-12)
    assert float(nudged["J"].value) == pytest.approx(33.003, abs=1e-12)
    assert float(graph["J"].value) == 33


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_logistic_regression_for_one_example(y):
    """da = -y/a + (1-y)/(1-a); dz = a - y; dw_i = x_i dz; db = dz."""
    graph = logistic_regression(x=[2.0, 3.0], w=[0.5, -0.25], b=0.1, y=y)
    a = 1 / (1 + np.exp(-(0.5 * 2 - 0.25 * 3 + 0.1)))
    dz = a - y
    expected = {"a": -y / a + (1 - y) / (1 - a), "z": dz, "w1": 2 * dz, "w2": 3 * dz, "b": dz}
    assert {name: float(graph[name].derivative) for name in expected} == pytest.approx(expected, rel=1e-13)
    assert float(graph["J"].value) == pytest.approx(-np.log(a if y else 1 - a))


def test_a_value_used_twice_collects_both_derivatives():
    graph = Graph({"x": 3.0}, [Formula("q", MULTIPLY, ("x", "x")), Formula("J", ADD, ("q", "x"))])
    assert float(graph["x"].derivative) == 7


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("activation", list(ACTIVATIONS))
@pytest.mark.parametrize("m", [1, 5])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_a_networks_graph_has_the_derivatives_of_backpropagation(task, activation, batch_norm, m):
    layers = (Dense(4, ACTIVATIONS[activation], batch_norm), Dense(2))
    trainer = make_trainer(make_dataset(task, n=3, m=5), layers=layers)
    network, parameters = trainer.network, trainer.parameters
    x, y = trainer.problem.inputs["train"][:, :m], trainer.problem.targets["train"][:, :m]
    graph = network_graph(network, parameters, x, y)
    for name, gradient in network.gradients(parameters, x, y).items():
        np.testing.assert_allclose(graph[name].derivative, gradient, rtol=1e-13, atol=1e-15)
    caches = network.forward(parameters, x)
    np.testing.assert_array_equal(graph["Z2"].value, caches[1].Z)
    np.testing.assert_array_equal(graph["A2"].value, caches[1].A)
    assert float(graph["J"].value) == pytest.approx(network.loss.total(caches[-1].Z, y) / m)


def test_the_graph_of_one_layer():
    trainer = make_trainer(make_dataset("multiclass", n=3, m=5), layers=(Dense(4), Dense(2)))
    x, y = trainer.problem.inputs["train"][:, :1], trainer.problem.targets["train"][:, :1]
    hidden = layer_graph(trainer.network, trainer.parameters, x, y, layer=2)
    assert [node.name for node in hidden] == ["A1", "W2", "U2", "b2", "Z2", "A2"]
    assert [node.operation for node in hidden] == ["given", "given", "@", "given", "+", "tanh"]
    assert [node.derivative.shape for node in hidden] == [(4, 1), (2, 4), (2, 1), (2, 1), (2, 1), (2, 1)]
    normalized = make_trainer(make_dataset("binary", m=5), layers=(Dense(3, batch_norm=True),))
    X, Y = normalized.problem.inputs["train"], normalized.problem.targets["train"]
    nodes = layer_graph(normalized.network, normalized.parameters, X, Y, layer=1)
    assert [node.name for node in nodes] == ["A0", "W1", "U1", "N1", "gamma1", "S1", "beta1", "Z1", "A1"]
    assert {node.derivative.shape for node in nodes[3:]} == {(3, 5), (3, 1)}
    last = layer_graph(trainer.network, trainer.parameters, x, y, layer=3)
    assert [node.name for node in last] == ["A2", "W3", "U3", "b3", "Z3", "Y", "J"]


def test_there_is_no_layer_beyond_the_last():
    trainer = make_trainer(make_dataset("binary", m=5), layers=())
    x, y = trainer.problem.inputs["train"][:, :1], trainer.problem.targets["train"][:, :1]
    for layer in (0, 2):
        with pytest.raises(EngineError, match="has layers 1 to 1"):
            layer_graph(trainer.network, trainer.parameters, x, y, layer)


def test_mistakes_in_a_graph_are_one_sentence():
    with pytest.raises(EngineError, match="v needs u, which is not computed before it"):
        Graph({"a": 1.0}, [Formula("v", ADD, ("a", "u"))])
    with pytest.raises(EngineError, match="must be a single number"):
        Graph({"a": np.ones((2, 1))}, [Formula("v", ADD, ("a", "a"))])
    with pytest.raises(EngineError, match="d is not given in this graph; there are a, b, c, 3"):
        worked_example().nudge(d=1.0)


def test_what_is_beyond_all_numbers_is_refused():
    with pytest.raises(EngineError, match="is not finite here"):
        logistic_regression([1000.0], [1.0], 0.0, y=0)


def test_a_graph_needs_formulas_and_a_feature_its_weight():
    with pytest.raises(EngineError, match="at least one formula"):
        Graph({"a": 1.0}, [])
    with pytest.raises(EngineError, match="2 features and 1 weights came"):
        logistic_regression([1.0, 2.0], [1.0], 0.0, y=0)
