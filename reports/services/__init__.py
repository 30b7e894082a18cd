"""Every write of the reports: the report and its sections, and what is entered into it."""
