"""Story: the program as it is started at home, in a real window, with real keys and a real mouse."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.journeys.observer import Place
from tests.journeys.xserver import LIMIT, TITLE, TOOLS, Desktop, Program, end, missing_tools, wait

# Words that nothing the program says may contain. Nothing is exempt: on this server Qt has nothing to note.
BAD_WORDS = ("traceback", "error", "warning", "qobject", "qpainter", "qt.qpa")
PROMPTLY = 2.0  # seconds; after that a person thinks that a window does not close

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(
        bool(missing_tools()), reason=f"needs {', '.join(TOOLS)}: see scripts/system-packages"
    ),
]


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    desktop = Desktop(tmp_path_factory.mktemp("desktop"))
    yield desktop
    desktop.close()


@pytest.fixture
def program(desktop: Desktop, tmp_path: Path) -> Iterator[Program]:
    """The program after its first start; whatever a test does to it, it must have nothing to complain of."""
    desktop.forget()
    program = Program(desktop, tmp_path)
    yield program
    desktop.let_go()
    end(program.process)
    assert not [word for word in BAD_WORDS if word in program.said.casefold()], program.said


def settle(program: Program) -> None:
    """Wait until a key pressed now has had its effect: then everything before it has had its own."""
    before = program.state.dev_points
    program.desktop.key("v")
    program.until(lambda state: state.dev_points is not before)


def drag(program: Program, start: str, to: str, hint: str) -> None:
    """Drag from one of the places to another, without letting go, until the window says what a drop would do.

    A desktop on a busy computer may lose a press or a move: then it is done once more.
    """
    for within in (LIMIT / 4, LIMIT / 4, LIMIT):
        places = stable(program)
        program.desktop.hold(places[start], places[to])
        try:
            program.until(lambda state: hint in state.hint, within)
        except AssertionError:
            if within == LIMIT:
                raise
            program.desktop.key("Escape")
            program.desktop.let_go()
        else:
            return


def stable(program: Program) -> dict[str, Place]:
    """Where everything is, once nothing moves any more."""
    before = program.now().places
    while (now := program.now().places) != before:
        before = now
    return now


def press_tab(program: Program) -> str:
    """The name of the control that has the focus then."""
    before = program.state.places["focus"]
    program.desktop.key("Tab")
    return program.until(lambda state: state.places.get("focus", before) != before).focus


def choose(program: Program, *entries: str) -> None:
    """Click on entries of menus, each in the menu that the last one has opened."""
    for entry in entries:
        program.desktop.click(place(program, entry))


def place(program: Program, name: str) -> Place:
    """Where something is, once it is there."""
    return program.until(lambda state: name in state.places).places[name]


def train_flat_out(program: Program) -> None:
    """By the hand: one epoch, after which all controls are there, the last pace of the list, and Space."""
    program.desktop.key("shift+Right")
    program.desktop.click(program.until(lambda state: state.epoch == 1).places["speed"])
    program.until(lambda state: state.popup != "")
    program.desktop.key("End", "Return")
    program.until(lambda state: state.popup == "")
    program.desktop.key("ctrl+space")
    program.until(lambda state: state.epoch > 100)


def assert_ends(program: Program) -> None:
    """The process ends by itself, and well."""
    assert program.process.wait(PROMPTLY) == 0


def test_space_learns_the_circle_and_the_picture_moves(program):
    middle = program.state.places["output"]
    before = program.desktop.pixels.around(middle)
    program.desktop.key("space")
    program.until(lambda state: state.running)
    program.until(lambda state: state.accuracy >= 0.97, within=10)
    assert (program.desktop.pixels.around(middle) != before).any()
    program.desktop.key("space")
    program.until(lambda state: not state.running)
    settle(program)
    paused = program.state.iteration
    settle(program)
    assert program.state.iteration == paused


def test_steps_epochs_and_starts_by_key(program):
    first = program.state.weight
    program.desktop.key("Right")
    program.until(lambda state: (state.epoch, state.iteration) == (0, 1))
    program.desktop.key("Right")
    program.until(lambda state: state.iteration == 2)
    program.desktop.key("shift+Right")
    learned = program.until(lambda state: state.epoch == 1)
    assert learned.weight != first
    program.desktop.key("r")
    assert program.until(lambda state: state.iteration == 0).weight == first
    program.desktop.key("shift+r")
    program.until(lambda state: state.seeds == (1, 2) and state.weight != first)


def test_the_chip_is_dragged_into_a_gap(program):
    drag(program, "dense", "gap 1", "Drop to add a dense layer between layer 1 and layer 2")
    program.desktop.let_go()
    program.until(lambda state: state.learned == (4, 4, 2))
    program.desktop.key("ctrl+z")
    program.until(lambda state: state.learned == (4, 2))


def test_dropout_is_dragged_onto_a_layer_and_batch_norm_into_a_gap(program):
    drag(program, "dropout", "unit 1", "Drop to put dropout on A[1]")
    program.desktop.let_go()
    program.until(lambda state: state.kept == (1, 0.8, 1))
    drag(program, "batch_norm", "gap 2", "Drop to put batch norm on Z[2]")
    program.desktop.let_go()
    program.until(lambda state: state.normalised == (False, True))
    program.desktop.key("ctrl+z", "ctrl+z")
    program.until(lambda state: state.kept == (1, 1, 1) and not any(state.normalised))


def test_a_chip_that_cannot_go_there_is_refused_in_words(program):
    drag(program, "dropout", "card 3", "The output is never dropped.")
    program.desktop.let_go()
    settle(program)
    assert (program.state.kept, program.state.undo) == ((1, 1, 1), "")


def test_an_activation_dropped_on_a_layer_is_chosen_from_its_menu(program):
    drag(program, "activation", "unit 2", "Drop to choose the activation of layer 2")
    program.desktop.let_go()
    choose(program, "ReLU")
    program.until(lambda state: "activation of layer 2" in state.undo)


def test_escape_ends_the_drag_of_the_chip(program):
    drag(program, "dense", "gap 1", "Drop to add")
    program.desktop.key("Escape")
    program.until(lambda state: not state.dragging and "Drop" not in state.hint)
    program.desktop.let_go()
    settle(program)
    assert (program.state.units, program.state.undo) == ((4, 2), "")


def test_a_chip_dropped_outside_changes_nothing(program):
    places = program.state.places
    drag(program, "dense", "gap 1", "Drop to add")
    program.desktop.move(places["gap 1"], places["output"])
    program.until(lambda state: "Drop" not in state.hint)
    program.desktop.let_go()
    program.until(lambda state: not state.dragging)
    settle(program)
    assert (program.state.units, program.state.undo) == ((4, 2), "")


def test_cards_are_dragged_to_another_gap_and_off_the_canvas_and_come_back(program):
    drag(program, "card 1", "gap 2", "Drop to move layer 1 between layer 2 and the output")
    program.desktop.let_go()
    program.until(lambda state: state.learned == (2, 4))
    drag(program, "card 1", "output", "Drop to remove layer 1")
    program.desktop.let_go()
    program.until(lambda state: state.learned == (4,))
    program.desktop.key("ctrl+z")
    program.until(lambda state: state.learned == (2, 4))
    program.desktop.key("ctrl+z")
    program.until(lambda state: state.learned == (4, 2))


def test_escape_puts_a_dragged_card_back(program):
    drag(program, "card 1", "gap 2", "Drop to move")
    program.desktop.key("Escape")
    program.until(lambda state: "Drop" not in state.hint)
    program.desktop.let_go()
    settle(program)
    assert (program.state.units, program.state.undo) == ((4, 2), "")


def test_tab_goes_round_all_controls_and_play_answers_to_space(program):
    program.desktop.key("shift+Right")
    program.until(lambda state: state.epoch == 1)
    reached = [press_tab(program)]
    while (name := press_tab(program)) != reached[0] and len(reached) < 60:
        reached.append(name)
    assert len(reached) == len(set(reached)) > 15
    while len(reached) < 120 and reached[-1] != "Play":
        reached.append(press_tab(program))
    assert "Network" in reached
    assert {"Play", "Same start", "Circle", "Dense", "Dev", "Cost curve"} <= set(reached)
    assert {"Speed", "Optimizer", "Learning rate", "Mini-batch"} <= set(reached)
    program.desktop.key("space")
    program.until(lambda state: state.running)
    settle(program)
    assert program.state.running


def test_a_network_is_built_by_keys(program):
    program.desktop.key("a", "Left")
    program.until(lambda state: "between layer 1 and layer 2" in state.hint)
    program.desktop.key("Return")
    program.until(lambda state: state.learned == (4, 4, 2) and state.selected == 2)
    program.desktop.key("1", "plus", "plus", "minus")
    program.until(lambda state: state.learned == (5, 4, 2) and state.selected == 1)
    program.desktop.key("Delete")
    program.until(lambda state: state.learned == (4, 2))
    program.desktop.key("ctrl+z")
    program.until(lambda state: state.learned == (5, 4, 2))
    while program.state.undo:
        before = program.state.undo, program.state.units
        program.desktop.key("ctrl+z")
        program.until(lambda state, before=before: (state.undo, state.units) != before)
    program.until(lambda state: state.learned == (4, 2))


def test_every_menu_opens_by_mouse_and_by_key_while_it_trains(program):
    train_flat_out(program)
    for name in ("File", "Edit", "View", "Train", "Help"):
        program.desktop.click(program.state.places[name])
        program.until(lambda state, name=name: state.popup == f"&{name}")
        program.desktop.key("Escape")
        program.until(lambda state: state.popup == "")
        program.desktop.key(f"alt+{name[0].lower()}")
        program.until(lambda state, name=name: state.popup == f"&{name}")
        program.desktop.key("Escape", "Escape")
        program.until(lambda state: state.popup == "")
    before = program.state.epoch
    program.until(lambda state: state.running and state.epoch > before)


def test_the_theme_is_changed_by_the_switch_and_in_the_menu(program):
    assert program.state.theme == "light"
    corner = program.state.places["gap 0"]
    program.desktop.click(program.state.places["switch"])
    program.until(lambda state: state.theme == "dark")
    wait(lambda: program.desktop.pixels.around(corner).mean() < 80, "The screen has not become dark.")
    choose(program, "View", "Theme", "Light")
    program.until(lambda state: state.theme == "light" and state.popup == "")
    wait(lambda: program.desktop.pixels.around(corner).mean() > 200, "The screen has not become light.")


@pytest.mark.parametrize("keys", [("ctrl+q",), ("alt+F4",), ("alt+f", "Up", "Return")])
def test_the_window_closes_while_it_trains_flat_out(program, keys):
    train_flat_out(program)
    program.desktop.key(*keys)
    assert_ends(program)


def test_quit_is_clicked_in_the_menu(program):
    choose(program, "File", "Quit")
    assert_ends(program)


def test_the_window_becomes_small_and_large_again_while_it_trains(program):
    train_flat_out(program)
    window = program.desktop.do("getactivewindow")
    for size in ((1100, 700), (1440, 900)):
        program.desktop.do("windowsize", window, *size)
        before = program.until(lambda state, size=size: state.size == size).epoch
        program.until(lambda state, before=before: state.running and state.epoch > before)
    drag(program, "dense", "gap 0", "Drop to add a dense layer between the input and layer 1")
    program.desktop.let_go()
    program.until(lambda state: len(state.learned) == 3)


def test_the_weights_are_exported_by_keys_while_it_trains(program, tmp_path):
    file = tmp_path / "weights.npz"
    program.desktop.key("space")
    program.until(lambda state: state.running)
    program.desktop.key("ctrl+shift+e")
    program.until(lambda state: state.active == "Export weights")
    program.desktop.key("Return")
    program.until(lambda state: state.active == "Export weights to a file")
    program.desktop.key("ctrl+a")
    program.desktop.do("type", file)
    program.desktop.key("Return")
    wait(file.exists, "Nothing was written.")
    with np.load(file) as weights:
        assert weights["W1"].shape == (4, 2)
    program.until(lambda state: state.active == "Export weights" and state.running)
    program.desktop.key("Escape")
    program.until(lambda state: state.active == TITLE)


def test_the_program_without_an_observer_opens_and_closes(desktop, tmp_path):
    said = tmp_path / "said"
    with said.open("wb") as file:
        process = desktop.start([sys.executable, "-m", "playground"], stderr=file)
    window = desktop.do(
        "search", "--sync", "--onlyvisible", "--pid", process.pid, "--name", "Neural Playground"
    )
    desktop.do("windowactivate", "--sync", window.split()[0])
    desktop.key("alt+F4")
    assert process.wait(LIMIT) == 0
    assert said.read_text() == ""


def test_the_window_closes_in_the_middle_of_a_drag(program):
    drag(program, "dense", "gap 1", "Drop to add")
    program.desktop.key("alt+F4")
    assert_ends(program)
