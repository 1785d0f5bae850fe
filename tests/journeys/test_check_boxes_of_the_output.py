"""Story: somebody goes from data to data; the check boxes below the plane are read whole with each."""

from PySide6.QtWidgets import QApplication

from playground.widgets.check_box import CheckBox


def test_no_box_is_cut_after_other_data_have_had_other_boxes(open_app):
    user = open_app()
    user.window.first_steps.end()
    for name in ("sine", "xor", "iris", "diabetes", "plane", "circle"):
        user.choose_data(name)
        user.until(lambda frame: True)
        QApplication.processEvents()
        boxes = [box for box in user.window.output.boxes.findChildren(CheckBox) if box.isVisible()]
        assert boxes
        for box in boxes:
            assert box.width() >= box.sizeHint().width(), (name, box.text())
            assert user.window.output.rect().contains(box.mapTo(user.window.output, box.rect().bottomRight()))
