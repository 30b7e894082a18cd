"""A small plan in our own format: what a file says, without a file."""

import copy

from actions.importers.own_format import checked


def lead(name, **more):
    return {"name": name, **more}


def action(text, *, ref=None, leads=(), when=None, **more):
    return {
        "ref": ref,
        "text": text,
        "leads": [lead(one) if isinstance(one, str) else one for one in leads],
        "timescale": {"text": when},
        **more,
    }


PLAN = {
    "format": "boardplan/1",
    "title": "Business plan 2027-28",
    "period": {"start": "2027-04-01", "end": "2028-03-31"},
    "vision": "Every child is safe.",
    "priorities": [
        {
            "ref": "1",
            "title": "Early help",
            "outcomes": [
                {
                    "ref": "1.1",
                    "title": "Families find help in time",
                    "updates": [{"on": "2027-05-01", "text": "Two hubs have opened."}],
                    "actions": [
                        action(
                            "Publish a guide to thresholds",
                            ref="1.1a",
                            leads=["Riverside Police", "Fostering Service"],
                            when="June 2027",
                            rag="amber",
                        ),
                        action(
                            "Train two hundred practitioners",
                            ref="1.1b",
                            leads=["Chair of the Quality Subgroup", "fostering service"],
                            when="Quarterly",
                        ),
                    ],
                },
                {
                    "ref": "1.2",
                    "title": "Schools know whom to ring",
                    "actions": [action("Visit each school once", leads=["LADO"], when="Ongoing")],
                },
            ],
        }
    ],
}


def plan(**changes) -> dict:
    """A fresh copy of PLAN, checked as an upload is."""
    return checked(copy.deepcopy(PLAN) | changes)
