"""Our own format is held to its shape before anything is made of it."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.document import read_plan
from actions.exporters.interchange import as_interchange
from actions.importers.reading import Unreadable, looks_like_json, read_file, read_json

PLAN = {
    "format": "boardplan/1",
    "board": "Anytown",
    "title": "Plan 2024",
    "period": {"start": "2024-04-01", "end": "2025-03-31"},
    "vision": None,
    "priorities": [
        {
            "ref": None,
            "title": None,
            "outcomes": [
                {
                    "ref": "1",
                    "title": "Children are heard",
                    "rag": "green",
                    "actions": [
                        {
                            "ref": "1.1",
                            "text": "Ask them",
                            "sub_items": ["twice"],
                            "leads": [{"name": "Police", "role": "lead", "accountable": True}],
                            "timescale": {"text": "May", "kind": "month", "times_per_year": 1.5},
                            "milestones": [{"due": "2024-05-31", "what": None}],
                            "updates": [{"on": "2024-06-01", "text": "Done", "rag": None}],
                            "more": {"kept": [1]},
                        }
                    ],
                }
            ],
        }
    ],
}


def read(data):
    return read_json(json.dumps(data).encode())


def changed(path, value):
    data = copy.deepcopy(PLAN)
    at = data
    *way, last = path
    for step in way:
        at = at[step]
    if value is KeyError:
        del at[last]
    else:
        at[last] = value
    return data


ACTION = ("priorities", 0, "outcomes", 0, "actions", 0)


def test_a_plan_comes_back_as_it_is_with_keys_nobody_knows():
    assert read(PLAN) == PLAN
    assert read_json(b"\xef\xbb\xbf" + json.dumps(PLAN).encode()) == PLAN


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("title",), KeyError, '"title" of the plan is missing'),
        (("title",), " ", '"title" of the plan is missing'),
        (("title",), 3, '"title" of the plan should be a text'),
        (("period",), [], '"period" of the plan should be an object'),
        (("period", "start"), "1.4.2024", '"start" of "period" of the plan should be a date'),
        (("period", "end"), "2023-01-01", '"period" of the plan ends before it begins'),
        (("priorities",), {}, '"priorities" of the plan should be a list'),
        (("status",), "agreed", '"status" of the plan should be one of draft, ratified, closed'),
        ((*ACTION, "text"), KeyError, "is missing"),
        ((*ACTION, "rag"), "orange", "should be one of red, amber, green, blue, grey"),
        ((*ACTION, "sub_items"), None, "should be a list"),
        ((*ACTION, "core_task"), "yes", "should be true or false"),
        ((*ACTION, "leads", 0, "name"), None, "should be a text"),
        ((*ACTION, "leads", 0, "role"), ["lead"], "should be one of lead, support"),
        ((*ACTION, "timescale", "times_per_year"), "4", "should be a number"),
        ((*ACTION, "timescale", "times_per_year"), True, "should be a number"),
        ((*ACTION, "timescale", "times_per_year"), 1e9, "should be a number"),
        ((*ACTION, "updates", 0, "on"), None, "should be a text"),
        ((*ACTION, "milestones", 0, "due"), "soon", "should be a date"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(path, value, sentence):
    with pytest.raises(Unreadable) as refusal:
        read(changed(path, value))
    assert sentence in refusal.value.message
    assert refusal.value.message.endswith("Correct it, or export the plan again.")


def test_the_place_says_which_one():
    with pytest.raises(Unreadable) as refusal:
        read(changed((*ACTION, "leads", 0, "role"), "chief"))
    assert '"role" of "leads" of "actions" of "outcomes"' in refusal.value.message


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"{}",
        b'{"format": "boardplan/2"}',
        b"3",
        b'"boardplan/1"',
        b"[" * 100_000,
        b'{"format": NaN}',
        b"\xff\xfe{",
        b'{"a": ' + b"1" * 10_000 + b"}",
    ],
)
def test_what_is_not_our_format(content):
    with pytest.raises(Unreadable, match="This is not a plan in our own format"):
        read_json(content)


def test_damaged_and_empty_files():
    with pytest.raises(Unreadable, match="damaged near line 2"):
        read_json(b'{"format": "boardplan/1",\n "title": ')
    with pytest.raises(Unreadable, match="This file is empty"):
        read_json(b" \n")


def test_limits(settings):
    settings.MAX_IMPORT_ROWS = 1
    many = changed(ACTION[:-1], [{"text": "a", "leads": []}, {"text": "b", "leads": []}])
    with pytest.raises(Unreadable, match="more than 1 rows"):
        read(many)
    settings.MAX_IMPORT_BYTES = 100
    with pytest.raises(Unreadable, match="the limit is 1 KB"):
        read(PLAN)


def test_what_cannot_be_stored_is_taken_out():
    assert read(changed(("title",), "Pl\x00an\ud800"))["title"] == "Plan"


def test_a_json_file_is_told_apart():
    assert looks_like_json(b"\xef\xbb\xbf \n{}")
    assert not looks_like_json(b"Ref;Action")
    with pytest.raises(Unreadable, match="not a plan in our own format"):
        read_file("plan.json", b'{"a": 1}')


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
PATHS = st.sampled_from(
    [("period",), ("priorities",), ("priorities", 0), ("priorities", 0, "outcomes"), ACTION]
    + [(*ACTION, key) for key in PLAN["priorities"][0]["outcomes"][0]["actions"][0]]
)


@given(PATHS, JSON)
def test_any_other_value_is_read_or_refused(path, value):
    try:
        read(changed(path, value))
    except Unreadable as refusal:
        found = refusal.message
    else:
        return
    assert "damaged" not in found


def test_what_is_exported_is_read(cast):
    data = as_interchange(read_plan(cast.plan, updates="all"))
    assert data["priorities"]
    assert read(data) == json.loads(json.dumps(data))
