"""A document tree as JSON and back, so that what was approved can be kept for ever.

The canonical form (keys sorted, no spaces, UTF-8) is what the digest of an edition is taken of:
`sha256sum` of the file that everybody can fetch gives the digest that stands in the document.
Money is written as text, because JSON's numbers are not exact.
"""

import functools
import hashlib
import json
import types
import typing
from dataclasses import MISSING, dataclass, fields, is_dataclass
from decimal import Decimal

from .annual_report.nodes import ReportDocument
from .frozen_before import finance_of_version_1
from .plan_document import PlanDocument

# What an edition's file says it is. A name is never given to another class.
FORMATS = {"annual-report": ReportDocument, "business-plan": PlanDocument}
VERSION = 2  # since finance has budget, actual and projection in one line


@dataclass(frozen=True, slots=True)
class Imprint:
    """Which edition of a document this is, as printed with it."""

    number: int
    approved_on: str  # 5 May 2018
    approved_by: str  # the meeting, or who
    reason: str  # of a correction


def freeze(document: ReportDocument | PlanDocument, imprint: Imprint) -> str:
    """The canonical JSON of a document and its imprint."""
    (name,) = [name for name, cls in FORMATS.items() if type(document) is cls]
    whole = {
        "format": name,
        "version": VERSION,
        "edition": _plain(imprint),
        "document": _plain(document),
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def thaw(text: str) -> tuple[ReportDocument | PlanDocument, Imprint]:
    """What `freeze` wrote.

    Parts that a later version of Boardplan added take their defaults. Raises ValueError for
    anything that is not such a document.
    """
    whole = json.loads(text)
    cls = FORMATS.get(whole.get("format")) if isinstance(whole, dict) else None
    if cls is None or whole.get("version") not in (1, VERSION):
        raise ValueError("This is not a document of an edition.")
    if whole["version"] == 1 and cls is ReportDocument:
        finance_of_version_1(whole["document"])
    return _typed(cls, whole["document"]), _typed(Imprint, whole["edition"])


def digest(text: str) -> str:
    """The sha-256 of a canonical JSON, 64 letters."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value):
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, str):  # a choice of a model
        return str(value)
    raise TypeError(f"A document may not hold {type(value)}")


def _typed(kind, value):
    """`value` of JSON as `kind`, which is what a field of the tree is annotated with."""
    if is_dataclass(kind):
        return _node(kind, value)
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _tuple(typing.get_args(kind), value)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        (inner,) = [one for one in typing.get_args(kind) if one is not types.NoneType]
        return _typed(inner, value)
    if kind is Decimal:
        return Decimal(value)
    if type(value) is not kind:
        raise ValueError(f"{value!r} stands where {kind.__name__} belongs.")
    return value


def _tuple(kinds, value):
    if not isinstance(value, list):
        raise ValueError(f"{value!r} stands where a list belongs.")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_typed(kinds[0], item) for item in value)
    return tuple(_typed(kind, item) for kind, item in zip(kinds, value, strict=True))


def _node(cls, value):
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} stands where {cls.__name__} belongs.")
    found = {}
    for each, kind in _fields(cls):
        if each.name in value:
            found[each.name] = _typed(kind, value[each.name])
        elif each.default is MISSING and each.default_factory is MISSING:
            raise ValueError(f"{cls.__name__} lacks {each.name}.")
    return cls(**found)


@functools.cache
def _fields(cls):
    kinds = typing.get_type_hints(cls)
    return tuple((each, kinds[each.name]) for each in fields(cls))
