"""When work without an end is looked at again, and when recurring work falls due."""

from calendar import monthrange
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from actions.timescales.meaning import WITH_AN_END, Kind, Timescale

DAY = timedelta(days=1)


def next_review(t: Timescale, *, after: date, period_end: date) -> date:
    """The day on which this work must be looked at again, always later than `after`.

    Work that ends is looked at on its due day. All other work, and work that goes on after its
    due day, is looked at on the ends of quarters of the plan's year, which are counted from the
    day the plan's period ends, and go on in the next year: nothing can hide in "ongoing". A date
    that the words name (a review, a month of recurring work) counts where it comes earlier, and
    work that has not begun is first looked at in the quarter it begins.
    """
    if t.kind in WITH_AN_END and t.due and t.due > after:
        return t.due
    if t.start and t.kind not in WITH_AN_END:
        after = max(after, t.start - DAY)
    quarter = _quarter_end(after, period_end)
    named = t.dates if t.kind is not Kind.RECURRING or t.months else ()
    return min((day for day in named if after < day < quarter), default=quarter)


def _quarter_end(after: date, period_end: date) -> date:
    months = (after.year - period_end.year) * 12 + after.month - period_end.month
    quarter = months // 3 - 1
    while (end := _months_after(period_end, 3 * quarter)) <= after:
        quarter += 1
    return end


def _months_after(day: date, months: int) -> date:
    """That many months later; the last day of a month leads to last days."""
    return day + DAY + relativedelta(months=months) - DAY


def occurrences(t: Timescale, *, period_start: date, period_end: date) -> tuple[date, ...]:
    """The days of the period on which something falls due, in order.

    Recurring work falls due on the last day of the months it names, or on the days it names in
    them; where it names none, at the end of each equal part of the year counted from the start
    of the period (quarterly: the ends of its quarters), never before its start nor, where nothing
    is named after its due day, after that. Single dates that it names are added.
    What recurs more often than weekly falls due at month ends. Work that does not recur: the
    deadlines that lie in the period.
    """
    if t.kind is not Kind.RECURRING:
        return tuple(day for day in t.dates if period_start <= day <= period_end)
    first = max(period_start, t.start) if t.start else period_start
    ends = t.due and not t.months and all(day <= t.due for day in t.dates)
    last = min(period_end, t.due) if ends else period_end
    days = _in_months(t, period_start, last) if t.months else _spread(t, period_start, last)
    return tuple(sorted({day for day in (*days, *t.dates) if first <= day <= last}))


def _in_months(t: Timescale, first: date, last: date) -> list[date]:
    day_of = {day.month: day for day in t.dates}
    days = []
    month = first.replace(day=1)
    while month <= last:
        if month.month in t.months:
            end = month.replace(day=monthrange(month.year, month.month)[1])
            named = day_of.get(month.month)
            if named and (named + DAY).month == named.month:
                end = end.replace(day=min(named.day, end.day))
            days.append(end)
        month += relativedelta(months=1)
    return days


def _spread(t: Timescale, first: date, last: date) -> list[date]:
    if not t.times_per_year:
        return []
    times = t.times_per_year if t.times_per_year <= 53 else 12
    days: list[date] = []
    for count in range(1, 1000):
        months = 12 * count / times
        if times < 1:
            months = round(months)  # "every three years" is stored as 0.333
        if times > 12:
            end = first + timedelta(days=7 * count * (52 // int(times)) - 1)
        elif months == int(months):
            end = first + relativedelta(months=int(months)) - DAY
        else:
            end = first + timedelta(days=round(365.25 * count / times) - 1)
        if end > last:
            break
        days.append(end)
    return days
