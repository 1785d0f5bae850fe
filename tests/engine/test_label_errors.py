"""Doubtful labels: the rule by hand, flipped ones found again, silence where the network knows nothing."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import Circle, Gauss, Plane
from engine.examples import Answers, answers
from engine.experiment import Experiment
from engine.label_errors import doubts
from engine.problem import Problem
from engine.trainer import Trainer


def said(p, labels, codes=None):
    """Answers of three classes: p (k, 3)."""
    p, labels = np.array(p).T, np.array(labels)
    k = len(labels)
    codes = np.ones(k, np.int8) if codes is None else np.array(codes, np.int8)
    return Answers(np.arange(k), codes, labels, p, -np.log(p[labels, np.arange(k)]))


def test_the_rule_by_hand():
    sure = [[0.9, 0.05, 0.05]] * 5 + [[0.05, 0.9, 0.05]] * 5 + [[0.05, 0.05, 0.9]] * 5
    labels = [0] * 5 + [1] * 5 + [2] * 5
    wrong, unsure = [0.02, 0.95, 0.03], [0.3, 0.6, 0.1]
    found = doubts(said([*sure, wrong, unsure], [*labels, 0, 0]), 3)
    # The mean of p_0 over the seven examples labelled 0, and so on.
    np.testing.assert_allclose(found.thresholds, [(5 * 0.9 + 0.02 + 0.3) / 7, 0.9, 0.9])
    assert (found.is_judged, found.part) == (True, "dev")
    assert found.found.tolist() == [15]
    assert found.suggested[15] == 1


def test_the_likeliest_of_the_classes_above_their_thresholds_counts():
    """p_1 is larger, but 1 is a class that the network is usually surer of."""
    base = [[0.4, 0.3, 0.3]] * 6 + [[0.05, 0.9, 0.05]] * 6 + [[0.3, 0.1, 0.6]] * 6
    labels = [0] * 6 + [1] * 6 + [2] * 6
    found = doubts(said([*base, [0.42, 0.5, 0.08]], [*labels, 2]), 3)
    assert found.suggested[-1] == 0


def test_too_small_a_dev_part_leaves_the_training_part():
    sure = [[0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.05, 0.05, 0.9]] * 6
    codes = [0] * 15 + [1] * 3
    assert doubts(said(sure, [0, 1, 2] * 6, codes), 3).part == "train"


def test_a_network_that_knows_nothing_contradicts_nobody():
    trainer = Trainer(Experiment(data=Circle(samples=200)))
    found = doubts(answers(trainer), 2)
    assert not found.is_judged
    assert not len(found.found)


def test_numbers_have_no_labels_in_doubt():
    trainer = Trainer(Experiment(data=Plane(samples=100)))
    assert not doubts(answers(trainer), 0).is_judged


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_flipped_labels_are_found_again(seed):
    """One label of ten is turned round in two clouds that hardly overlap."""
    plain = Problem(Experiment(data=Gauss(samples=400, seed=seed), layers=())).dataset
    flipped = np.random.default_rng(seed).random(plain.m) < 0.1
    data = replace(plain, y=np.where(flipped, 1 - plain.y, plain.y))
    x = Experiment(data=Gauss(samples=400, seed=seed), layers=(), learning_rate=0.1)
    trainer = Trainer(x, Problem(x, data))
    for _ in range(30):
        trainer.run_epoch()
    found = answers(trainer)
    doubtful = doubts(found, 2)
    wrong = flipped[found.places]
    caught = np.isin(np.flatnonzero(wrong), doubtful.found).mean()
    right = wrong[doubtful.found].mean()
    assert caught > 0.7
    assert right > 0.9
    np.testing.assert_array_equal(doubtful.suggested[doubtful.found], 1 - found.labels[doubtful.found])
