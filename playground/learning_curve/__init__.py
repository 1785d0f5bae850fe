"""The learning curve in a window of its own: the errors of train and dev against m."""

from playground.learning_curve.window import LearningCurveWindow, show_learning_curve

__all__ = ["LearningCurveWindow", "show_learning_curve"]
