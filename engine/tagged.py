"""A Tagged value is a frozen choice among several kinds; its tag is its name everywhere."""

import msgspec


class Tagged(msgspec.Struct, frozen=True, tag_field="kind"):
    """Base of data, activations and optimisers: one of them is told from the others by its tag."""

    @property
    def name(self) -> str:
        """The name used on the command line and in files, such as "circle", "tanh" or "adam"."""
        return str(self.__struct_config__.tag)
