"""Rows of several tables in one query.

A report is made of a dozen small tables. Asked for one after the other they were most of the
queries of its pages, though none holds more than a few dozen rows.
"""

import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import (
    BinaryField,
    CharField,
    DateTimeField,
    DecimalField,
    F,
    JSONField,
    Model,
    QuerySet,
    Value,
)
from django.db.models.expressions import Window
from django.db.models.functions import JSONObject, RowNumber

_JOINED = "__"


def read_together(
    querysets: Mapping[str, QuerySet], *, with_related: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[Model, ...]]:
    """{name: the rows of its queryset, in its order}. One query, none where nothing is asked for.

    with_related: {foreign key: the fields to read of the row it leads to}, for every model that
    has that key; what else such a row holds is read when asked for. So is the content of files.
    JSON fields may hold lists and objects, not bare texts.
    """
    if not querysets:
        return {}
    found: dict[str, list] = {name: [] for name in querysets}
    first, *others = (_as_json(name, rows, with_related) for name, rows in querysets.items())
    for name, place, row in first.union(*others, all=True):
        model = querysets[name].model
        found[name].append((place, _row(model, row, with_related)))
    return {
        name: tuple(row for _, row in sorted(rows, key=lambda each: each[0]))
        for name, rows in found.items()
    }


def _as_json(name: str, rows: QuerySet, with_related) -> QuerySet:
    keys = [field.attname for field in _fields(rows.model)]
    for key, names in with_related.items():
        if _has(rows.model, key):
            keys += [f"{key}{_JOINED}{each}" for each in names]
    order = rows.query.order_by or rows.model._meta.ordering
    return (
        rows.order_by()
        .annotate(
            together_name=Value(name, output_field=CharField()),
            together_place=Window(RowNumber(), order_by=list(order)),
            together_row=JSONObject(**{key: F(key) for key in keys}),
        )
        .values_list("together_name", "together_place", "together_row")
    )


def _has(model, key: str) -> bool:
    return any(field.name == key for field in model._meta.concrete_fields)


def _fields(model) -> list:
    return [each for each in model._meta.concrete_fields if not isinstance(each, BinaryField)]


def _row(model, values: dict[str, Any], with_related) -> Model:
    row = _made(model, values, [field.attname for field in _fields(model)], "")
    for key, names in with_related.items():
        if _has(model, key):
            field = model._meta.get_field(key)
            there = getattr(row, field.attname) is not None
            other = _made(field.related_model, values, names, f"{key}{_JOINED}") if there else None
            setattr(row, key, other)
    return row


def _made(model, values: dict[str, Any], names, before: str) -> Model:
    fields = [each for each in model._meta.concrete_fields if each.attname in names]
    return model.from_db(
        "default",
        [field.attname for field in fields],
        [_value(field, values[f"{before}{field.attname}"]) for field in fields],
    )


def _value(field, value):
    if value is None:
        return None
    if isinstance(field, DecimalField):
        # JSON's numbers are floats, which hold the fifteen digits of our money exactly.
        return Decimal(repr(value)).quantize(Decimal(1).scaleb(-field.decimal_places))
    if isinstance(field, DateTimeField):
        # SQLite keeps times as texts in UTC that do not say so; PostgreSQL's say it.
        time = datetime.datetime.fromisoformat(value)
        return time if time.tzinfo else time.replace(tzinfo=datetime.UTC)
    if isinstance(field, JSONField):
        # To SQLite a JSON column is a text within the JSON of its row.
        return json.loads(value) if isinstance(value, str) else value
    return field.to_python(value)
