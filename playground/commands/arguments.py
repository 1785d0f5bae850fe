"""The words of a command line. A mistake is answered with one sentence, not with a page of usage."""

import sys
from argparse import Action, ArgumentParser
from collections.abc import Callable
from typing import Any, NoReturn

from engine.errors import did_you_mean, shown
from playground.commands import UsageError


class Parser(ArgumentParser):
    """argparse, but a mistake is one sentence, and options are not guessed from their beginnings."""

    def __init__(self, **settings: Any) -> None:
        self.options: dict[str, Action] = {}
        super().__init__(**settings, allow_abbrev=False)

    def add_argument(self, *names: str, **settings: Any) -> Action:
        return self._remember(super().add_argument(*names, **settings))

    def group(self, title: str) -> Callable[..., Action]:
        """`add_argument` for options that the help shows under a title of their own."""
        section = self.add_argument_group(title)
        return lambda *names, **settings: self._remember(section.add_argument(*names, **settings))

    def _remember(self, action: Action) -> Action:
        self.options |= dict.fromkeys(action.option_strings, action)
        return action

    def _print_message(self, message: str, file: Any = None) -> None:
        """Python before 3.11.4 writes to standard streams that may not be there."""
        if (file or sys.stderr) is not None:
            super()._print_message(message, file)

    def error(self, message: str) -> NoReturn:
        sentence = message.removeprefix("argument ").rstrip(".")
        option, _, complaint = sentence.partition(": ")
        if complaint == "expected one argument" and option in self.options:
            sentence += f": {self.options[option].help}"
        raise UsageError(sentence if sentence.endswith("?") else f"{sentence}.")

    def joined(self, arguments: list[str]) -> list[str]:
        """Every option in one word with its value if that begins like a negative number.

        argparse would take -3:tanh for an option, and complain about that. Raises UsageError about the first
        word that is meant as an option but is none.
        """
        words: list[str] = []
        for word in arguments:
            expected = bool(words) and self._takes_value(words[-1])
            if expected and word[:1] == "-" and word[1:2] in set("0123456789."):
                words[-1] += f"={word}"
            else:
                if not expected:
                    self._check_option(word)
                words.append(word)
        return words

    def _takes_value(self, word: str) -> bool:
        return word in self.options and self.options[word].nargs != 0

    def _check_option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        if equals and name in self.options and not self._takes_value(name):
            self.error(f'{name} takes no value, but "{shown(value)}" came.')
        if word.startswith("-") and name not in self.options:
            self.error(f'"{shown(name)}" is an unknown option.{did_you_mean(name, self.options)}')
