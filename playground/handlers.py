"""What each command of the action table does, as functions of the window that has them.

Dialogs and reports are imported when they are asked for: they take a tenth of the start to import.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from playground.actions import REPORTS
from playground.actions.paint import PAINT
from playground.canvas.heading import SHOWS
from playground.inspection import of_inspection
from playground.output_commands import of_output
from playground.widgets.themed import reduce_motion

if TYPE_CHECKING:
    from playground.main_window import MainWindow

CLIPBOARD = ("cut_layer", "copy_layer", "copy_network", "copy_experiment", "paste")

IMPORTS = {"import_table": "ask_file", "paste_table": "paste", "change_columns": "change_columns"}

PROJECTS = ("new", "open", "save", "save_as")

Handlers = dict[str, Callable[[], object]]


def make_handlers(window: "MainWindow") -> Handlers:
    """A function for every action of the table."""
    network, data = _of_network(window), _of_data(window) | of_inspection(window)
    view = _of_view(window) | of_output(window)
    return network | data | _of_training(window) | view | _of_files_and_help(window)


def _of_network(window: "MainWindow") -> Handlers:
    canvas = window.network.canvas
    return {
        "add_layer": canvas.add_layer,
        "duplicate_layer": canvas.duplicate_selected,
        "move_left": canvas.move_left,
        "move_right": canvas.move_right,
        "remove_layer": canvas.remove_selected,
        "more_units": canvas.more_units,
        "fewer_units": canvas.fewer_units,
        "activation": canvas.choose_activation,
        "add_to_layer": canvas.add_to_layer,
        "dropout_layer": canvas.toggle_dropout,
        "batch_norm_layer": canvas.toggle_batch_norm,
        "pin_unit": canvas.toggle_pin,
        "edit_weights": canvas.ask_weights,
        "advice": window.network.open_advice,
        "freeze_layer": canvas.freeze_selected,
        "inspect_layer": window.network.inspect,
        **{name: partial(_clipboard, window, name) for name in CLIPBOARD},
    }


def _of_data(window: "MainWindow") -> Handlers:
    return {
        "new_points": window.data.draw_new_points,
        **{name: partial(_import, window, way) for name, way in IMPORTS.items()},
        **{spec.name: partial(_paint, window, spec.name.partition("_")[2]) for spec in PAINT},
        "open_images": partial(_open_images, window),
        "draw_digit": partial(_draw_digit, window),
        "augmentation": partial(_augment, window),
        "add_feature": partial(_add_feature, window),
    }


def _of_training(window: "MainWindow") -> Handlers:
    session = window.session
    return {
        "play": session.toggle,
        "step": partial(_step, window),
        "step_back": partial(window.timeline.go, -1),
        "go_to_epoch": partial(_go_to_epoch, window),
        "newest": partial(session.go_to, None),
        "replay": window.timeline.toggle_replay,
        "rejoin": session.rejoin,
        "step_epoch": session.step_epoch,
        "explain": partial(_explain, window),
        "same_start": session.same_start,
        "new_start": session.new_start,
        **{name: partial(_show_report, window, name) for name in REPORTS},
    }


def _of_view(window: "MainWindow") -> Handlers:
    return {
        "log_cost": window.cost.toggle_log,
        "dev_points": window.output.dev_box.toggle,
        "test_part": partial(_toggle_test, window),
        "other_columns": window.output.axis_choices.open_others,
        "discretise": window.output.flat_box.toggle,
        **{f"show_{key}": partial(window.network.show_as, key) for key, *_ in SHOWS},
        "masks": partial(_toggle_masks, window),
        "zoom_in": window.network.canvas.zoom_in,
        "zoom_out": window.network.canvas.zoom_out,
        "fit": window.network.canvas.fit,
        "natural_size": partial(window.network.canvas.set_zoom, 1.0),
        "network_list": partial(_list_network, window),
        "morph": partial(_show_morph, window),
        "projector": window.toggle_projector,
        "reduce_motion": partial(_reduce_motion, window),
        **{name: partial(window.bottom.toggle, name) for name in ("equations", "signals")},
        "next_region": window.next_region,
        "last_region": window.last_region,
    }


def _of_files_and_help(window: "MainWindow") -> Handlers:
    return {
        **{name: partial(_project, window, name) for name in PROJECTS},
        "presets": window.open_presets,
        "export": partial(_export, window),
        "import_weights": partial(_import_weights, window),
        "export_data": partial(_export_data, window),
        "report": partial(_save_report, window),
        "animation": partial(_save_animation, window),
        "quit": window.close,
        "find_action": partial(_find_action, window),
        "first_steps": partial(_show_first_steps, window),
        "shortcuts": partial(_show_shortcuts, window),
        "log_folder": _open_log_folder,
        "about": partial(_show_about, window),
    }


def _add_feature(window: "MainWindow") -> None:
    window.side.open_overlay()
    window.data.begin_formula()


def _step(window: "MainWindow") -> None:
    """One mini-batch; in the past, one recorded moment."""
    if window.timeline.is_live:
        window.session.step()
    else:
        window.timeline.go(1)


def _explain(window: "MainWindow") -> None:
    window.explaining.begin()


def _go_to_epoch(window: "MainWindow") -> None:
    from playground import dialogs

    dialogs.go_to_epoch(window, window.session)


def _paint(window: "MainWindow", way: str) -> None:
    from playground import painting

    painting.toggle(window) if way == "points" else painting.use(window, way)


def _toggle_test(window: "MainWindow") -> None:
    window.output.test.toggle()
    window.commands["test_part"].setChecked(window.seal.is_open)  # not yet, where it is asked first


def _show_first_steps(window: "MainWindow") -> None:
    window.first_steps.show_call()


def _project(window: "MainWindow", name: str) -> None:
    getattr(window.projects, name)()


def _toggle_masks(window: "MainWindow") -> None:
    window.session.show(masks=window.commands["masks"].isChecked())


def _export(window: "MainWindow") -> None:
    from playground import weights_export

    weights_export.export_weights(window)


def _import(window: "MainWindow", way: str) -> None:
    getattr(window.importer, way)()


def _import_weights(window: "MainWindow") -> None:
    from playground import weights_import

    weights_import.import_weights(window)


def _export_data(window: "MainWindow") -> None:
    from playground import data_export

    data_export.export_data(window)


def _save_report(window: "MainWindow") -> None:
    from playground.report_export import save_report

    save_report(window)


def _save_animation(window: "MainWindow") -> None:
    from playground import animation

    animation.show_animation(window)


def _clipboard(window: "MainWindow", name: str) -> None:
    from playground.canvas.clipboard_commands import COMMANDS

    if name == "paste" and window.importer.takes_clipboard():
        window.importer.paste()
        return
    if sentence := COMMANDS[name](window.network.canvas):
        window.status.say(sentence)


def _open_images(window: "MainWindow") -> None:
    from playground.importing.images_sheet import open_images

    open_images(window)


def _draw_digit(window: "MainWindow") -> None:
    from playground.digit_pad import show_pad

    show_pad(window, window.document, window.session, window.themes)


def _augment(window: "MainWindow") -> None:
    from playground.augmenting import show_augmenting

    show_augmenting(window, window.document, window.session, window.themes)


def _list_network(window: "MainWindow") -> None:
    from playground import outline

    outline.show_outline(window, window.network.canvas, window.session, window.commands)


def _show_morph(window: "MainWindow") -> None:
    from playground import morph

    morph.show_morph(window, window.session, window.themes, window.commands["reduce_motion"])


def _reduce_motion(window: "MainWindow") -> None:
    reduce_motion(window.commands["reduce_motion"].isChecked())


def _find_action(window: "MainWindow") -> None:
    from playground.finder import dialog

    dialog.find_action(window, window.menus, window.commands, window.themes.theme)


def _show_report(window: "MainWindow", name: str) -> None:
    from playground import presence, reports

    reports.show_report(window, name, presence.present(window))


def _show_shortcuts(window: "MainWindow") -> None:
    from playground import dialogs

    dialogs.show_shortcuts(window, window.commands)


def _show_about(window: "MainWindow") -> None:
    from playground import dialogs

    dialogs.show_about(window)


def _open_log_folder() -> None:
    from playground import dialogs

    dialogs.open_log_folder()
