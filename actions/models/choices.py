"""The ratings and the kinds of timescale, as forms and columns choose among them."""

RAG_CHOICES = [
    ("red", "Red"),
    ("amber", "Amber"),
    ("green", "Green"),
    ("blue", "Blue"),
    ("grey", "Grey"),
]
TIMESCALE_KINDS = [
    ("date", "A date"),
    ("month", "A month"),
    ("range", "From one date to another"),
    ("recurring", "Recurring"),
    ("ongoing", "Ongoing"),
    ("as_required", "As required"),
    ("conditional", "Waits for something"),
    ("unknown", "Not understood yet"),
]
