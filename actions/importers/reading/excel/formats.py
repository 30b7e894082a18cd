"""What a cell shows: a number under its number format, in a British Excel."""

import datetime
import math
import re
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS

# These follow the settings of the computer, so a British one shows the day first.
BRITISH = {14: "dd/mm/yyyy", 22: "dd/mm/yyyy hh:mm"}
SYSTEM_DATE = re.compile(r"\[\$-F800\][^;]*", re.IGNORECASE)
SYSTEM_TIME = re.compile(r"\[\$-F400\][^;]*", re.IGNORECASE)
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.)"
    r"|_(?P<space>.)"
    r"|\*(?P<fill>.)"
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|\[(?P<elapsed>h+|m+|s+)\]"
    r"|\[(?P<condition>[^\]]*)\]"
    r"|(?P<half>AM/PM|A/P)"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?)"
    r"|(?P<general>General)"
    r"|(?P<number>[0#?][0#?,]*(?:\.[0#?]*)?(?:E[+-][0#?]+)?|\.[0#?]+)"
    r"|(?P<percent>%)"
    r"|(?P<text>@)"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
DAY_ONE = datetime.datetime(1899, 12, 30)
DAY_ONE_1904 = datetime.datetime(1904, 1, 1)
LAST = 2_958_466  # the day after 31 December 9999
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Shown:
    """text: as Excel shows it. value: a date where the format makes one of it, else the number."""

    text: str
    value: datetime.date | float


def code_of(number: int, own: dict[int, str]) -> str:
    """The format code for a numFmtId."""
    return own.get(number) or BRITISH.get(number) or BUILTIN_FORMATS.get(number) or "General"


def show(value: float, code: str, *, from_1904: bool = False) -> Shown:
    """A number as its format shows it."""
    code = SYSTEM_DATE.sub("d mmmm yyyy", SYSTEM_TIME.sub("hh:mm:ss", code[:255]))
    tokens = _tokens(_section(code, value))
    if any(token["date"] or token["elapsed"] for token in tokens):
        moment = moment_of(value, from_1904=from_1904)
        if moment is not None:
            text = _dated(tokens, moment, value).strip()
            dated = any((token["date"] or "").lower().strip("hs.0") for token in tokens)
            return Shown(text or general(value), moment.date() if dated and value >= 1 else value)
        return Shown(general(value), value)
    try:
        text = _numbered(tokens, value, several=";" in code).strip()
    except (ValueError, OverflowError):
        text = ""
    return Shown(text or general(value), value)


def moment_of(value: float, *, from_1904: bool = False) -> datetime.datetime | None:
    """The moment that a serial number means; None outside the calendar of Excel."""
    if not 0 <= value < LAST:
        return None
    if from_1904:
        first = DAY_ONE_1904
    else:
        # Excel believes in a 29 February 1900, so the days before it are one further on.
        first = DAY_ONE if value >= 60 else DAY_ONE + datetime.timedelta(days=1)
    try:
        moment = first + datetime.timedelta(days=value)
    except OverflowError:
        return None
    return (moment + datetime.timedelta(microseconds=500_000)).replace(microsecond=0)


def general(value: float) -> str:
    """A number without a format: as few digits as say it, eleven at most."""
    if math.isnan(value) or math.isinf(value):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}"


@lru_cache(maxsize=500)
def _tokens(section: str) -> list:
    return list(TOKEN.finditer(section))


def _section(code: str, value: float) -> str:
    """Of "positive;negative;zero;text" the part that this value takes."""
    parts, start, quoted = [], 0, False
    for at, sign in enumerate(code):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted and code[at - 1 : at] != "\\":
            parts.append(code[start:at])
            start = at + 1
    parts.append(code[start:])
    if value < 0 and len(parts) > 1:
        return parts[1]
    if value == 0 and len(parts) > 2:
        return parts[2]
    return parts[0]


def _dated(tokens: list, moment: datetime.datetime, value: float) -> str:
    twelve = any(token["half"] for token in tokens)
    text = ""
    last = ""
    for at, token in enumerate(tokens):
        part = (token["date"] or "").lower()
        if token["elapsed"]:
            unit = token["elapsed"][0].lower()
            text += str(int(value * {"h": 24, "m": 1440, "s": 86400}[unit]))
            last = unit
        elif not part:
            if token["half"]:
                text += "AM" if moment.hour < 12 else "PM"
            else:
                text += _literal(token)
        elif part[0] == "m" and (last == "h" or _next_part(tokens, at).startswith("s")):
            text += str(moment.minute).zfill(min(len(part), 2))
            last = "minute"
        else:
            text += _date_part(part, moment, twelve=twelve)
            last = part[0]
    return text


def _next_part(tokens: list, at: int) -> str:
    for token in tokens[at + 1 :]:
        part = token["date"] or token["elapsed"]
        if part:
            return part.lower()
    return ""


def _date_part(part: str, moment: datetime.datetime, *, twelve: bool) -> str:
    count = len(part)
    if part[0] == "y":
        return f"{moment.year:04d}" if count > 2 else f"{moment.year % 100:02d}"
    if part[0] == "m":
        name = MONTHS[moment.month - 1]
        return {3: name[:3], 4: name, 5: name[0]}.get(count) or str(moment.month).zfill(
            min(count, 2)
        )
    if part[0] == "d":
        name = DAYS[moment.weekday()]
        if count > 2:
            return name[:3] if count == 3 else name
        return str(moment.day).zfill(count)
    if part[0] == "h":
        hour = (moment.hour % 12 or 12) if twelve else moment.hour
        return str(hour).zfill(min(count, 2))
    return str(moment.second).zfill(min(len(part.partition(".")[0]), 2))


def _literal(token) -> str:
    if token["quoted"] is not None:
        return token["quoted"]
    if token["space"] is not None:
        return " "
    for name in ("escaped", "currency", "other", "percent"):
        if token[name] is not None:
            return token[name]
    return ""


def _numbered(tokens: list, value: float, *, several: bool) -> str:
    percent = sum(1 for token in tokens if token["percent"])
    digits = [token for token in tokens if token["number"]]
    shown = abs(value) * 100 ** min(percent, 3)
    fraction = any(token["other"] == "/" for token in tokens)
    if fraction or len(digits) > 1 or any("?" in token["number"] for token in digits):
        return general(value)  # fractions, digits set apart: the number itself says it better
    text = ""
    for token in tokens:
        if token["number"]:
            text += _digits(token["number"], shown)
        elif token["general"] or token["text"]:
            text += general(abs(value))
        else:
            text += _literal(token)
    # A part for negative numbers has its own sign or brackets.
    negative = value < 0 and not several and any(sign in "123456789" for sign in text)
    return f"-{text}" if negative else text


def _digits(pattern: str, value: float) -> str:
    mantissa, scientific, _ = pattern.upper().partition("E")
    before, _, after = mantissa.partition(".")
    while before.endswith(","):
        before, value = before[:-1], value / 1000
    places = min(len(after), 15)
    if scientific:
        return f"{value:.{places}E}"
    text = f"{value:.{places}f}"
    # Places that are only "#" are shown when they are needed.
    needed = len(after.rstrip("#"))
    if places > needed:
        head, _, tail = text.partition(".")
        tail = tail[:needed] + tail[needed:].rstrip("0")
        text = f"{head}.{tail}" if tail else head
    head, dot, tail = text.partition(".")
    head = head.zfill(min(before.count("0"), 30))
    if "," in before:
        head = f"{int(head):,}"
    return f"{head}{dot}{tail}"
