"""What `nnplay` can do without a window, one file per command."""


class UsageError(Exception):
    """The options contradict each other or the data; the text is one sentence for the user."""
