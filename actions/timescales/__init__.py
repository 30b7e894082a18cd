"""Reads what a plan's timescale cell says.

    t = read_timescale("By November 2009 (Ongoing)", period_start=..., period_end=...)
    t.kind, t.due, t.ongoing  # month, 30 November 2009, True

The rules are those of the interchange format ("What a timescale means"):

- dates are day first; a month, or "by" a month, is its last day; a range ends on the last day
  of its end; a month without a year takes it from the plan's period; quarters and financial
  years are counted from the plan's first month; what is not exact (seasons, terms) takes a
  stated last day and says so in its doubts;
- "X (Ongoing)" is due X and goes on; "from X" begins on the first day of X and, without an
  end, is ongoing work; "CORE TASK within agreed timescales" is ongoing work;
- recurring work has its times a year, and its months where they are named;
- conditional work waits for something that has no date;
- a deadline named in a sentence counts, one told as past does not;
- what cannot be read is unknown and says why. Nothing is guessed, nothing is dropped: the text
  stays as it was, and dates outside the plan's period are read and doubted.
"""

from actions.timescales.meaning import WITH_AN_END, Kind, Timescale
from actions.timescales.reading import read_timescale
from actions.timescales.schedule import next_review, occurrences

__all__ = ["WITH_AN_END", "Kind", "Timescale", "next_review", "occurrences", "read_timescale"]
