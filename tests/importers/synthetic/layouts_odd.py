"""Plans of shapes that were read wrongly once."""

from ..making import cell, heading, source
from .layouts import plan
from .layouts_hard import act, goal, top


@plan(2023)
def a_whole_header_below_one_that_spans():
    return source(
        [
            [
                cell("What we will do", cols=2),
                cell("Who", cols=2),
                "When",
                cell("How are we doing", cols=2),
            ],
            ["Action", "Outcome sought", "Lead", "Support", "Due", "RAG", "Comment"],
            [
                "Open two hubs",
                "Families get help",
                "Council",
                "",
                "May 2023",
                "Green",
                "Both open.",
            ],
            ["Train staff", "Staff know signs", "Health", "", "July 2023", "Amber", "Half done."],
        ]
    ), [
        top(
            "",
            goal(
                "",
                act("Open two hubs", "Council", "May 2023", rag="green", progress=["Both open."]),
                act("Train staff", "Health", "July 2023", rag="amber", progress=["Half done."]),
            ),
        )
    ]


@plan(2023)
def two_numbers_in_one_cell_for_two_actions():
    return source(
        [
            ["Ref", "Objective", "Action", "Lead", "By when"],
            [
                "1.1\n1.2",
                "Help comes early",
                "Open two hubs\nRing all schools",
                "Council\nEducation",
                "May 2023\nJune 2023",
            ],
            ["2.1", "Neglect is seen", "Train staff", "Health", "July 2023"],
        ]
    ), [
        top(
            "",
            goal(
                "Help comes early",
                act("Open two hubs", "Council", "May 2023", "1.1"),
                act("Ring all schools", "Education", "June 2023", "1.2"),
            ),
            goal("Neglect is seen", act("Train staff", "Health", "July 2023", "2.1")),
        )
    ]


@plan(2023)
def one_action_with_several_numbers():
    return source(
        [
            ["Ref", "Objective", "Action", "Lead", "By when"],
            ["1.1 / 1.2", "Help comes early", "Open two hubs", "Council", "May 2023"],
            ["1.3-1.5", "", "Ring all schools", "Education", "June 2023"],
            ["2.1 & 2.2", "Neglect is seen", "Train staff\nBuy the tool", "Health", "July 2023"],
            ["", "Harm is stopped", "3.1 and 3.2 – Meet weekly", "Police", "March 2024"],
        ]
    ), [
        top(
            "",
            goal(
                "Help comes early",
                act("Open two hubs", "Council", "May 2023", "1.1 / 1.2"),
                act("Ring all schools", "Education", "June 2023", "1.3-1.5"),
            ),
            goal(
                "Neglect is seen",
                act("Train staff", "Health", "July 2023", "2.1"),
                act("Buy the tool", "Health", "July 2023", "2.2"),
            ),
            goal(
                "Harm is stopped",
                act("Meet weekly", "Police", "March 2024", "3.1 and 3.2"),
            ),
        )
    ]


@plan(2023)
def a_numbered_heading_and_a_table_for_each_action():
    def table_of(text, lead, when, rag, said):
        return [
            ["Action", text],
            ["Lead", lead],
            ["Timescale", when],
            ["RAG", rag],
            ["Update", said],
        ]

    return source(
        heading("Neglect delivery plan"),
        heading("Action 1", 2),
        table_of("Open two hubs", "Council", "May 2023", "Green", "Both open."),
        heading("Action 2", 2),
        table_of("Ring all schools", "Education", "June 2023", "Amber", "Half are rung."),
    ), [
        top(
            "",
            goal(
                "",
                act(
                    "Open two hubs",
                    "Council",
                    "May 2023",
                    "1",
                    rag="green",
                    progress=["Both open."],
                ),
                act(
                    "Ring all schools",
                    "Education",
                    "June 2023",
                    "2",
                    rag="amber",
                    progress=["Half are rung."],
                ),
            ),
        )
    ]
