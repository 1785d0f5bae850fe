"""The timeline, with its film strip."""

from playground.panels.timeline.panel import TimelinePanel

__all__ = ["TimelinePanel"]
