"""Plans of shapes that were read wrongly once. A row is a line."""
# ruff: noqa: E501

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
def a_tick_box_for_what_is_done():
    return source(
        heading("Priority 1: Neglect"),
        [
            ["Ref", "Action", "Who", "By when", "Done? ☒/☐", "Comments"],
            ["1", "Train staff", "Health", "May 2023", "☒", "All trained."],
            ["2", "Buy the tool", "Council", "June 2023", "☐", ""],
            ["3", "Test it", "Council", "July 2023", "", ""],
        ],
        heading("Priority 2: Harm"),
        [
            ["Ref", "Action", "Who", "By when", "Complete Y/N", "Comments"],
            ["4", "Meet weekly", "Police", "May 2023", "Yes – 12 May 2023", ""],
            ["5", "Ring schools", "Education", "June 2023", "N", "Half rung."],
            ["6", "Write it up\nSend it out", "Police", "July 2023", "Y\nN", ""],
        ],
    ), [
        top(
            "Neglect",
            goal(
                "",
                act("Train staff", "Health", "May 2023", "1", rag="green", progress=["All trained."]),
                act("Buy the tool", "Council", "June 2023", "2"),
                act("Test it", "Council", "July 2023", "3"),
            ),
            ref="1",
        ),
        top(
            "Harm",
            goal(
                "",
                act("Meet weekly", "Police", "May 2023", "4", rag="green", completed_on="2023-05-12"),
                act("Ring schools", "Education", "June 2023", "5", progress=["Half rung."]),
                act("Write it up", "Police", "July 2023", "6", rag="green"),
                act("Send it out", "Police", "July 2023"),
            ),
            ref="2",
        ),
    ]  # fmt: skip


@plan(2024)
def how_much_is_done_per_cent():
    return source(
        [
            ["Objective", "Task", "Owner", "Deadline", "% complete", "RAG"],
            ["Help comes early", "Open two hubs", "Council", "May 2024", "100%", ""],
            ["", "Ring all schools", "Education", "June 2024", "50 %", "Amber"],
            ["Neglect is seen", "Train staff", "Health", "July 2024", "0%", ""],
            ["", "Buy the tool", "Health", "July 2024", "80% – ordered in May", "Green"],
        ]
    ), [
        top(
            "",
            goal(
                "Help comes early",
                act("Open two hubs", "Council", "May 2024", rag="green", progress=["100% complete"]),
                act("Ring all schools", "Education", "June 2024", rag="amber", progress=["50% complete"]),
            ),
            goal(
                "Neglect is seen",
                act("Train staff", "Health", "July 2024", progress=["0% complete"]),
                act("Buy the tool", "Health", "July 2024", rag="green", progress=["80% – ordered in May"]),
            ),
        )
    ]  # fmt: skip


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


@plan(2023)
def what_was_done_about_each_risk():
    return source(
        [
            ["Risk", "What we did"],
            ["Children go missing from school", "Ring home on the first day\nVisit within a week"],
            ["Staff leave", "Pay a bonus"],
        ]
    ), [
        top(
            "",
            goal(
                "Children go missing from school",
                act("Ring home on the first day"),
                act("Visit within a week"),
            ),
            goal("Staff leave", act("Pay a bonus")),
        )
    ]


@plan(2023)
def a_log_of_issues_and_responses():
    return source(
        [
            ["No.", "Issue", "Response", "Owner", "Date"],
            ["1", "Referrals are late", "Add a second duty worker", "Health", "May 2023"],
            ["2", "Forms differ", "Agree one form for all agencies", "Council", "June 2023"],
        ]
    ), [
        top(
            "",
            goal(
                "Referrals are late",
                act("Add a second duty worker", "Health", "May 2023"),
                ref="1",
            ),
            goal(
                "Forms differ",
                act("Agree one form for all agencies", "Council", "June 2023"),
                ref="2",
            ),
        )
    ]


@plan(2023)
def concerns_and_what_we_did_with_leads():
    return source(
        [
            ["Concern", "What we did", "Lead", "When"],
            ["Nobody answers the phone", "Open a line at night", "Police", "May 2023"],
        ]
    ), [
        top("", goal("Nobody answers the phone", act("Open a line at night", "Police", "May 2023")))
    ]


@plan(2023)
def a_register_that_is_all_there_is():
    return source(
        [
            ["Risk", "Likelihood", "Impact", "Mitigation", "Owner", "Review date", "Next steps"],
            [
                "Funding is cut",
                "3",
                "4",
                "A reserve is kept",
                "Chair",
                "Sept 2023",
                "Ask the council for three years",
            ],
            [
                "Staff leave",
                "2",
                "3",
                "Pay is reviewed",
                "Manager",
                "June 2023",
                "Recruit two workers",
            ],
        ]
    ), [
        top(
            "",
            goal("Funding is cut", act("Ask the council for three years", "Chair", "Sept 2023")),
            goal("Staff leave", act("Recruit two workers", "Manager", "June 2023")),
        )
    ]


@plan(2023)
def what_children_said_and_we_did():
    return source(
        heading("Our plan with children"),
        [
            ["You said", "We did", "What we will do next"],
            ["We do not know who to ask", "Put a poster in each school", "Ask again in May"],
            ["Letters are long", "Wrote them on one page", "Test them with five children"],
        ],
    ), [
        top(
            "",
            goal(
                "We do not know who to ask",
                act("Ask again in May", progress=["Put a poster in each school"]),
            ),
            goal(
                "Letters are long",
                act("Test them with five children", progress=["Wrote them on one page"]),
            ),
        )
    ]
