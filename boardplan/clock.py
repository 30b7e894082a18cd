"""What day it is, in one place: pages ask here, tests stop it here.

Call it as `clock.today()`, never import the function, or a stopped clock is not seen.
"""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """Today's date where the boards are (TIME_ZONE)."""
    return timezone.localdate()
