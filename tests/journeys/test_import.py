"""Story: somebody has a table, brings it in by menu, drop or paste, and the network learns it."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from engine.data import Pasted, Table
from playground.importing import trial
from playground.importing.images_sheet import ImagesSheet
from playground.importing.wizard import COLUMNS, FILE, SPLIT, ImportWizard

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WAIT = 10_000
HOW = (Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def kernels(gaps: bool = True) -> str:
    """Three sorts of kernels; two rows have no length."""
    rng = np.random.default_rng(0)
    lines = ["width_mm,length_mm,mass_mg,sort"]
    for i in range(90):
        sort = ("amber", "flint", "dent")[i % 3]
        width, length = rng.normal([5, 3, 7][i % 3], 0.5), rng.normal([11, 9, 14][i % 3], 0.5)
        length_cell = "n/a" if gaps and i in (3, 86) else f"{length:.1f}"
        lines.append(f"{width:.1f},{length_cell},{i},{sort}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "maize-kernels.csv"
    path.write_text(kernels(), encoding="utf-8")
    return path


@pytest.fixture
def settled(user):
    """A user past the first start, with a network that has learned."""
    user.window.session.step_epoch()
    user.until(lambda frame: frame.epoch == 1)
    return user


def wizard(user) -> ImportWizard:
    shown = user.window.importer.wizard
    assert isinstance(shown, ImportWizard)
    return shown


def until_tried(user) -> ImportWizard:
    """Wait until the wizard knows what its choices give."""
    user.bot.waitUntil(lambda: wizard(user).trial is not None, timeout=WAIT)
    return wizard(user)


def step(user) -> int:
    return wizard(user).rail.current


def finish(user) -> None:
    """From the columns through the split to the end, by its primary button."""
    until_tried(user)
    user.click(wizard(user).next_button)
    assert step(user) == SPLIT
    user.click(wizard(user).next_button)


def choose_file(user, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Data > Import a table…, and that file in the dialog."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    user.window.commands["import_table"].trigger()


def hint(user) -> str:
    text: str = user.window.status.findChild(object, "hint").text()
    return text


def test_a_table_is_imported_by_the_menu_and_learned(settled, monkeypatch, csv):
    before = settled.experiment
    choose_file(settled, monkeypatch, csv)
    shown = until_tried(settled)
    assert shown.isVisible()
    assert not settled.window.output.isVisible()
    assert step(settled) == COLUMNS
    assert "length_mm (lines 5 and 88)" in shown.columns.notice.sentence.text()
    assert "88 rows" in shown.columns.notice.sentence.text()
    assert shown.columns.scatter.shown == 88
    assert settled.experiment is before  # nothing is changed before the end
    finish(settled)
    data = settled.experiment.data
    assert isinstance(data, Table)
    assert data.target == "sort"
    assert settled.window.output.isVisible()
    frame = settled.until(lambda frame: frame.scene.dataset.m == 88)
    assert frame.scene.dataset.classes == ("amber", "dent", "flint")
    assert frame.shapes[0][1] == 3
    assert settled.window.document.history.undoText() == "import maize-kernels.csv"
    assert settled.window.data.name.text() == "maize-kernels.csv"
    note = settled.window.data.own.note
    assert "88 rows, 3 inputs" in note.words.text()
    assert "left out" in note.words.text()


def test_a_target_is_a_guess_until_it_is_chosen(settled, monkeypatch, csv):
    choose_file(settled, monkeypatch, csv)
    shown = until_tried(settled)
    words = shown.columns.grid.cells.words
    assert [words(i) for i in range(4)] == ["x₁", "x₂", "x₃", "label, guessed"]
    shown.columns.target.chosen.emit("mass_mg")
    assert [words(i) for i in (2, 3)] == ["target", "x₃–x₅"]
    shown.columns.target.chosen.emit("sort")
    finish(settled)
    settled.until(lambda frame: frame.scene.dataset.m == 88)
    settled.click(settled.window.data.own.note.change_button)
    until_tried(settled)
    assert words(3) == "label"


def test_undo_brings_back_the_data_and_the_weights(settled, monkeypatch, csv):
    for epoch in (2, 3, 4):
        settled.window.session.step_epoch()
        settled.until(lambda frame, epoch=epoch: frame.epoch == epoch)
    before, weights = settled.experiment, settled.frame.parameters["W1"].copy()
    choose_file(settled, monkeypatch, csv)
    finish(settled)
    assert settled.window.document.history.count() == 1
    settled.until(lambda frame: frame.scene.dataset.m == 88)
    settled.press(Qt.Key.Key_Z, CTRL)
    assert settled.experiment is before
    frame = settled.until(lambda frame: frame.epoch == 4)
    assert np.array_equal(frame.parameters["W1"], weights)


def test_columns_get_other_roles_by_keyboard_alone(settled, monkeypatch, csv):
    choose_file(settled, monkeypatch, csv)
    shown = until_tried(settled)
    assert shown.columns.grid.hasFocus()
    settled.press(Qt.Key.Key_Right)
    settled.press(Qt.Key.Key_Right)
    assert shown.columns.grid.name == "mass_mg"
    settled.press(Qt.Key.Key_Return)
    menu = shown.columns.grid.findChild(QMenu)
    assert isinstance(menu, QMenu)
    settled.bot.keyClick(menu, Qt.Key.Key_Down)
    settled.bot.keyClick(menu, Qt.Key.Key_Down)
    settled.bot.keyClick(menu, Qt.Key.Key_Return)
    assert shown.columns.grid.cells.words(2) == "not used"
    finish(settled)
    assert settled.experiment.data.ignored == ("mass_mg",)
    settled.until(lambda frame: frame.scene.dataset.columns == ("width_mm", "length_mm"))


def test_a_class_gets_another_name_and_the_legend_has_it(settled, monkeypatch, csv):
    choose_file(settled, monkeypatch, csv)
    field = until_tried(settled).columns.classes.fields[0]
    field.setFocus()
    field.selectAll()
    settled.bot.keyClicks(field, "golden")
    settled.press(Qt.Key.Key_Return)
    settled.bot.waitUntil(lambda: wizard(settled).trial is None)
    until_tried(settled)
    assert wizard(settled).columns.classes.fields[0].text() == "golden"
    finish(settled)
    settled.until(lambda frame: "golden" in frame.scene.dataset.classes)
    assert "golden" in [sign.text for sign in settled.window.output.legend.signs]


def test_esc_and_cancel_change_nothing_and_give_the_focus_back(settled, monkeypatch, csv):
    before = settled.experiment
    play = settled.window.run_bar.play
    play.setFocus()
    choose_file(settled, monkeypatch, csv)
    until_tried(settled)
    settled.press(Qt.Key.Key_Escape)
    assert settled.window.output.isVisible()
    assert play.hasFocus()
    choose_file(settled, monkeypatch, csv)
    settled.click(wizard(settled).cancel_button)
    assert settled.window.output.isVisible()
    assert settled.experiment is before
    assert settled.window.document.history.count() == 0


def test_a_file_that_changed_meanwhile_is_read_again(settled, monkeypatch, csv):
    choose_file(settled, monkeypatch, csv)
    until_tried(settled)
    csv.write_text(kernels(gaps=False), encoding="utf-8")
    finish(settled)
    settled.until(lambda frame: frame.scene.dataset.m == 90)
    assert settled.window.document.history.count() == 1


def test_esc_in_a_name_takes_back_the_name_first(settled, monkeypatch, csv):
    choose_file(settled, monkeypatch, csv)
    field = until_tried(settled).columns.classes.fields[1]
    field.setFocus()
    settled.bot.keyClicks(field, "x")
    settled.press(Qt.Key.Key_Escape)
    assert field.text() == "dent"
    assert wizard(settled).isVisible()
    settled.press(Qt.Key.Key_Escape)
    assert not wizard(settled).isVisible()


def test_a_bad_file_keeps_the_data_and_says_why(settled, monkeypatch, tmp_path):
    before = settled.experiment
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\x00\x01\x02\x03" * 200)
    choose_file(settled, monkeypatch, bad)
    notice = wizard(settled).file.notice
    settled.bot.waitUntil(notice.isVisible, timeout=WAIT)
    assert notice.severity == "error"
    assert notice.sentence.text()
    assert step(settled) == FILE
    assert not wizard(settled).next_button.isEnabled()
    assert settled.experiment is before
    settled.window.session.step_epoch()
    settled.until(lambda frame: frame.epoch == 2)


def test_a_choice_that_cannot_be_is_said_in_its_place_and_mended_there(settled, monkeypatch, csv):
    choose_file(settled, monkeypatch, csv)
    shown = until_tried(settled)
    shown.columns.missing.set_current("refuse")
    shown.columns.missing.chosen.emit("refuse")
    settled.bot.waitUntil(lambda: shown.columns.notice.severity == "error", timeout=WAIT)
    assert "length_mm" in shown.columns.notice.sentence.text()
    assert not shown.next_button.isEnabled()
    shown.columns.missing.chosen.emit("mean")
    known = until_tried(settled).trial
    assert shown.next_button.isEnabled()
    assert known is not None
    assert known.dataset.m == 90


def test_reading_can_be_stopped_in_the_middle_and_the_window_goes_on(settled, monkeypatch, csv):
    begun, go, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(source, progress):
        begun.set()
        try:
            while not go.wait(0.001):
                progress(0.25)
        finally:
            ended.set()

    monkeypatch.setattr(trial, "load_now", slow)
    before = settled.experiment
    choose_file(settled, monkeypatch, csv)
    settled.bot.waitUntil(lambda: step(settled) == COLUMNS, timeout=WAIT)
    settled.click(wizard(settled).next_button)
    settled.click(wizard(settled).next_button)
    waiting = wizard(settled).waiting
    settled.bot.waitUntil(waiting.isVisible, timeout=WAIT)
    assert begun.is_set()
    bar = wizard(settled).division.bar
    assert bar.accessibleName() == "Split: train 60 %; dev 20 %; test 20 %"  # how many is not known yet
    settled.window.session.step_epoch()
    settled.until(lambda frame: frame.epoch == 2)  # it trains on while the file is read
    settled.bot.waitUntil(lambda: waiting.bar.value() == 250, timeout=WAIT)
    settled.click(waiting.stop_button)
    assert ended.wait(5)
    assert not waiting.isVisible()
    assert settled.experiment is before
    settled.press(Qt.Key.Key_Escape)
    assert settled.window.output.isVisible()


# Drag and drop


def carried(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag(user, mime: QMimeData, over: QWidget) -> None:
    """Files come over a part of the window: what Qt sends there, and then to the sheet that came up."""
    action, button, keys = HOW
    QApplication.sendEvent(over, QDragEnterEvent(QPoint(5, 5), action, mime, button, keys))
    sheet = user.window.importer.sheet
    assert sheet.isVisible()
    QApplication.sendEvent(user.window, QDragLeaveEvent())
    QApplication.sendEvent(sheet, QDragEnterEvent(QPoint(5, 5), action, mime, button, keys))
    QApplication.sendEvent(sheet, QDragMoveEvent(QPoint(90, 90), action, mime, button, keys))
    QApplication.processEvents()
    assert sheet.isVisible()


def drop(user, mime: QMimeData) -> None:
    action, button, keys = HOW
    sheet = user.window.importer.sheet
    QApplication.sendEvent(sheet, QDropEvent(QPointF(90, 90), action, mime, button, keys))
    assert not sheet.isVisible()


def test_a_file_is_dropped_on_the_canvas_and_the_wizard_opens(settled, csv):
    mime = carried(csv)
    drag(settled, mime, settled.window.network.canvas.viewport())
    assert "maize-kernels.csv" in settled.window.importer.sheet.offer.sentence
    drop(settled, mime)
    finish(settled)
    assert settled.experiment.data.path == str(csv)


def test_what_is_dragged_away_again_changes_nothing(settled, csv):
    mime = carried(csv)
    drag(settled, mime, settled.window.data)
    QApplication.sendEvent(settled.window.importer.sheet, QDragLeaveEvent())
    assert not settled.window.importer.sheet.isVisible()
    assert settled.window.importer.wizard is None


def test_what_cannot_be_dropped_says_what_can(settled, tmp_path):
    letter = tmp_path / "letter.docx"
    letter.write_text("Dear all", encoding="utf-8")
    mime = carried(letter)
    drag(settled, mime, settled.window.run_bar)
    assert settled.window.importer.sheet.offer.kind == "none"
    drop(settled, mime)
    assert "letter.docx" in hint(settled)
    assert "CSV" in hint(settled)


def test_a_folder_goes_to_the_sheet_for_images(settled, tmp_path):
    folder = tmp_path / "leaves"
    folder.mkdir()
    mime = carried(folder)
    drag(settled, mime, settled.window.cost)
    assert "images" in settled.window.importer.sheet.offer.sentence
    drop(settled, mime)
    assert isinstance(settled.window.right.currentWidget(), ImagesSheet)
    assert settled.window.importer.wizard is None


# Paste


def test_copied_cells_are_pasted_and_layers_still_are(settled):
    QGuiApplication.clipboard().setText(kernels(gaps=False).replace(",", "\t"))
    settled.press(Qt.Key.Key_V, CTRL)
    finish(settled)
    assert isinstance(settled.experiment.data, Pasted)
    settled.until(lambda frame: frame.scene.dataset.m == 90)
    assert settled.window.document.history.undoText() == "import Pasted table"
    layers = len(settled.experiment.layers)
    settled.press(Qt.Key.Key_1)
    settled.press(Qt.Key.Key_C, CTRL)
    settled.press(Qt.Key.Key_V, CTRL)
    assert len(settled.experiment.layers) == layers + 1


def test_pasting_a_table_without_one_says_what_to_do(settled):
    QGuiApplication.clipboard().clear()
    settled.window.commands["paste_table"].trigger()
    assert "clipboard" in hint(settled)
    QGuiApplication.clipboard().setText("hello")
    settled.window.commands["paste_table"].trigger()
    settled.bot.waitUntil(wizard(settled).file.notice.isVisible, timeout=WAIT)


# Afterwards


def test_the_columns_of_the_table_in_use_are_changed(settled, monkeypatch, csv):
    assert not settled.window.commands["change_columns"].isEnabled()
    choose_file(settled, monkeypatch, csv)
    finish(settled)
    settled.until(lambda frame: frame.scene.dataset.m == 88)
    settled.click(settled.window.data.own.note.change_button)
    shown = until_tried(settled)
    assert shown.title.text() == "Change columns"
    shown.columns.target.chosen.emit("mass_mg")
    settled.bot.waitUntil(lambda: shown.trial is None)
    finish(settled)
    assert settled.window.document.history.undoText() == "columns of maize-kernels.csv"
    settled.until(lambda frame: frame.scene.dataset.task == "regression")


def test_a_table_is_divided_anew(settled, monkeypatch, csv):
    choose_file(settled, monkeypatch, csv)
    finish(settled)
    codes = settled.until(lambda frame: frame.scene.dataset.m == 88).scene.codes.copy()
    assert settled.window.data.new_points.accessibleName() == "Divide anew"
    settled.click(settled.window.data.new_points)
    frame = settled.until(lambda frame: True)
    assert not np.array_equal(frame.scene.codes, codes)
    assert settled.window.document.history.undoText() == "split seed 1 to 2"


def test_f6_reaches_the_wizard_in_place_of_the_result(settled, monkeypatch, csv):
    choose_file(settled, monkeypatch, csv)
    until_tried(settled)
    settled.window.run_bar.play.setFocus()
    for _ in range(8):
        settled.press(Qt.Key.Key_F6)
        holder = QApplication.focusWidget()
        if holder is not None and wizard(settled).isAncestorOf(holder):
            break
    else:
        pytest.fail("F6 never came to the wizard.")
    settled.press(Qt.Key.Key_Escape)


def test_painting_may_begin_with_the_points_of_the_file(settled, monkeypatch, csv, tmp_path):
    path = csv.rename(tmp_path / "maize & rye.csv")
    choose_file(settled, monkeypatch, path)
    finish(settled)
    settled.until(lambda frame: frame.scene.dataset.m == 88)
    settled.click(settled.window.data.own.paint)
    take = settled.window.centre.painting.view.note.take
    assert take.accessibleName() == "Start with the points of maize & rye.csv"
    assert take.text() == "Start with the points of maize && rye.csv"  # as Qt writes it


class TestAFileThatChanges:
    """Data stay as they were read; what the file holds now comes only if it is asked for."""

    @pytest.fixture
    def imported(self, settled, monkeypatch, csv):
        choose_file(settled, monkeypatch, csv)
        finish(settled)
        settled.until(lambda frame: frame.scene.dataset.m == 88)
        return settled

    @staticmethod
    def shrink(csv: Path) -> None:
        csv.write_text("\n".join(kernels(gaps=False).splitlines()[:40]) + "\n", encoding="utf-8")

    def test_they_are_divided_anew_and_undone_as_they_were_read(self, imported, csv):
        dataset = imported.frame.scene.dataset
        self.shrink(csv)
        note = imported.window.data.own.note
        for _ in range(2):  # changed, then gone
            imported.click(imported.window.data.new_points)
            assert imported.until(lambda frame: True).scene.dataset is dataset
            imported.press(Qt.Key.Key_Z, CTRL)
            assert imported.until(lambda frame: True).scene.dataset is dataset
            imported.choose_data("circle")
            imported.until(lambda frame: True)
            imported.press(Qt.Key.Key_Z, CTRL)
            assert imported.until(lambda frame: True).scene.dataset is dataset
            assert "88 rows" in note.words.text()
            csv.unlink(missing_ok=True)
        assert "not in its place any more" in note.warning.text()
        assert not imported.window.banner.isVisible()

    def test_the_note_says_so_and_reads_it_again_as_one_step(self, imported, csv):
        note, before, dataset = (
            imported.window.data.own.note,
            imported.experiment,
            imported.frame.scene.dataset,
        )
        assert not note.again_button.isVisible()
        self.shrink(csv)
        QApplication.sendEvent(note, QEvent(QEvent.Type.ActivationChange))  # the window is in front again
        assert "maize-kernels.csv has changed since it was read" in note.warning.text()
        imported.click(note.again_button)
        imported.bot.waitUntil(lambda: imported.experiment is not before, timeout=WAIT)
        imported.until(lambda frame: frame.scene.dataset.m == 39)
        assert not note.again_button.isVisible()
        assert imported.window.document.history.undoText() == "read maize-kernels.csv again"
        imported.press(Qt.Key.Key_Z, CTRL)
        assert imported.until(lambda frame: True).scene.dataset is dataset
        assert note.again_button.isVisible()
        imported.press(Qt.Key.Key_Z, CTRL, SHIFT)
        imported.until(lambda frame: frame.scene.dataset.m == 39)

    def test_weights_that_fit_stay_when_it_is_read_again(self, imported, csv):
        imported.window.session.step_epoch()
        weights = imported.until(lambda frame: frame.epoch > 0).parameters["W1"].copy()
        self.shrink(csv)
        imported.window.importer.rereading.begin()
        frame = imported.until(lambda frame: frame.scene.dataset.m == 39)
        assert np.array_equal(frame.parameters["W1"], weights)

    def test_what_cannot_be_read_again_is_refused_in_words(self, imported, csv):
        before = imported.experiment
        csv.write_text("width_mm,length_mm\n1,2\n3,4\n", encoding="utf-8")
        imported.window.importer.rereading.begin()
        imported.bot.waitUntil(imported.window.banner.isVisible, timeout=WAIT)
        assert 'no column "sort"' in imported.window.banner.sentence.text()
        assert imported.experiment is before

    def test_an_import_reads_the_file_as_it_is_now(self, imported, monkeypatch, csv):
        dataset = imported.frame.scene.dataset
        self.shrink(csv)
        choose_file(imported, monkeypatch, csv)
        finish(imported)
        imported.until(lambda frame: frame.scene.dataset.m == 39)
        imported.press(Qt.Key.Key_Z, CTRL)
        assert imported.until(lambda frame: True).scene.dataset is dataset
