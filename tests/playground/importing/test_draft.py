"""What is chosen of a table is one value: every choice makes another, and none makes one that cannot be."""

import pytest

from engine.data import Table
from engine.data.preview import Preview, preview_text
from engine.data.reading import Reading
from playground.importing import draft
from playground.importing.draft import Role

TEXT = "\n".join(
    ["width,length,color,name,part,sort"]
    + [
        f"{i}.5,{i * 2},{('red', 'blue')[i % 2]},n{i},{('train', 'dev')[i % 2]},{('a', 'b')[i % 2]}"
        for i in range(30)
    ]
)


@pytest.fixture
def preview() -> Preview:
    return preview_text(TEXT)


@pytest.fixture
def source(preview: Preview) -> Reading:
    return draft.first_draft(Table(path="table.csv", target=""), preview)


def roles(source: Reading, preview: Preview) -> dict[str, Role]:
    return {column.name: draft.role_of(source, column.name) for column in preview.columns}


def test_the_first_draft_leaves_out_what_only_tells_rows_apart(source: Reading, preview: Preview) -> None:
    assert source.target == "sort"
    assert source.ignored == ("name",)
    assert roles(source, preview)["width"] == "feature"


def test_another_target_frees_the_one_before(source: Reading, preview: Preview) -> None:
    after = draft.with_role(source, preview, "length", "target")
    assert after.target == "length"
    assert roles(after, preview)["sort"] == "feature"
    unused = draft.with_role(after, preview, "name", "target")
    assert unused.ignored == ()


def test_a_split_column_and_back(source: Reading, preview: Preview) -> None:
    split = draft.with_role(source, preview, "part", "split")
    assert split.split_column == "part"
    assert draft.short_roles(split, preview)["part"] == "split"
    assert draft.with_role(split, preview, "part", "ignore").split_column is None


def test_a_column_that_is_called_split_tells_the_parts(source: Reading) -> None:
    preview = preview_text("a,b,split,y\n1,2,train,p\n3,4,dev,q\n")
    plain = Table(path="t.csv", target="y")
    assert draft.role_of(plain, "split") == "split"
    assert "Rename" in draft.refusal(plain, preview, "split", "feature")
    assert draft.role_of(draft.with_role(plain, preview, "split", "ignore"), "split") == "ignore"


def test_there_is_always_a_target_and_a_feature(source: Reading, preview: Preview) -> None:
    assert "target" in draft.refusal(source, preview, "sort", "ignore")
    assert draft.with_role(source, preview, "sort", "ignore") is source
    for name in ("length", "color", "part"):
        source = draft.with_role(source, preview, name, "ignore")
    assert "input" in draft.refusal(source, preview, "width", "ignore")
    assert draft.with_role(source, preview, "width", "split") is source


def test_types_are_told_only_where_they_differ_from_the_guess(source: Reading, preview: Preview) -> None:
    words = draft.with_kind(source, preview, "length", "category")
    assert words.kinds == (("length", "category"),)
    assert draft.kind_of(words, preview, "length") == "category"
    assert draft.with_kind(words, preview, "length", "number") == source
    assert draft.with_kind(source, preview, "sort", "category").task == "classes"
    values = draft.with_kind(draft.with_role(source, preview, "width", "target"), preview, "width", "number")
    assert values.task == "numbers"
    assert draft.short_roles(values, preview)["width"] == "target"


def test_a_column_of_words_is_a_stretch_of_inputs(source: Reading, preview: Preview) -> None:
    words = list(draft.short_roles(source, preview).values())
    assert words == ["x₁", "x₂", "x₃–x₄", "not used", "x₅–x₆", "label, guessed"]


def test_classes_get_names_and_lose_them_again(source: Reading) -> None:
    named = draft.with_class_name(source, "a", "amber")
    assert named.class_names == (("a", "amber"),)
    assert draft.value_of(named, "amber") == "a"
    assert draft.value_of(named, "b") == "b"
    assert draft.with_class_name(named, "a", "") == source
    assert draft.with_class_name(named, "a", "a") == source


def test_a_table_with_other_columns_is_another_one(source: Reading) -> None:
    assert draft.column_names(source) == {"sort", "name"}
