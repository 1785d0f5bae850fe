"""The questions about work that would be lost: that of this window, and what another one has saved."""

from typing import Literal

from PySide6.QtWidgets import QMessageBox, QWidget

Answer = Literal["save", "discard", "cancel"]
Way = Literal["overwrite", "save as", "cancel"]


def keep(parent: QWidget, name: str) -> Answer:
    """Whether changes of a project are to be saved before they would be lost."""
    box = QMessageBox(parent)
    box.setWindowTitle("Unsaved changes")
    box.setText(f"{name} has changes that are not saved.")
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    answers: dict[int, Answer] = {buttons.Save.value: "save", buttons.Discard.value: "discard"}
    return answers.get(box.exec(), "cancel")


def overwrite(parent: QWidget, name: str) -> Way:
    """Whether a file that another window or program has written meanwhile is to be replaced."""
    box = QMessageBox(parent)
    box.setWindowTitle("The file has changed")
    box.setText(f"{name} was saved by another window or program since this one has read or written it.")
    box.setInformativeText("What was saved there is lost if you overwrite it.")
    roles = QMessageBox.ButtonRole
    elsewhere = box.addButton("Save as…", roles.AcceptRole)
    here = box.addButton("Overwrite", roles.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(elsewhere)
    box.exec()
    ways: list[tuple[object, Way]] = [(elsewhere, "save as"), (here, "overwrite")]
    return next((way for button, way in ways if box.clickedButton() is button), "cancel")
