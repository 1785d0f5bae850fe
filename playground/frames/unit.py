"""What the cost is shown over."""

from typing import Literal

Unit = Literal["epoch", "iteration"]
