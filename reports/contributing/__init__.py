"""What the pages of contributions read: the texts to be written, what stands beside them, and
who is where."""

from .earlier import Earlier, earlier_beside
from .material import LedAction, led_actions
from .overview import Overview, overview_of
from .texts import Text, all_texts, marks_in, marks_of, texts_of

__all__ = [
    "Earlier",
    "LedAction",
    "Overview",
    "Text",
    "all_texts",
    "earlier_beside",
    "led_actions",
    "marks_in",
    "marks_of",
    "overview_of",
    "texts_of",
]
