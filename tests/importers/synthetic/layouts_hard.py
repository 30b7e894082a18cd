"""Plans written out by hand, each with the knots that real ones have. A row is a line."""
# ruff: noqa: E501

from ..making import bold, cell, heading, source
from .layouts import plan

GREY = "D9D9D9"


def act(text, leads=(), when=None, ref=None, **more):
    return {
        "ref": ref,
        "text": text,
        "sub_items": more.pop("subs", []),
        "leads": [{"text": lead} for lead in ([leads] if isinstance(leads, str) else leads)],
        "timescale": when,
        **more,
    }


def goal(title, *acts, ref=None, **more):
    return {"ref": ref, "title": title, "actions": list(acts), **more}


def top(title, *goals, ref=None):
    return {"ref": ref, "titles": [title], "outcomes": list(goals)}


@plan(2022)
def reasons_above_the_header_of_each_priority():
    def block(ref, title, why, *rows):
        return [
            [cell(f"Priority {ref}: {title}", cols=4, fill=GREY, bold=True)],
            [cell(f"Why this matters: {why}", cols=4)],
            ["Action", "Responsible", "Timescale", "Progress"],
            *rows,
        ]

    return source(
        heading("Community Safety Plan"),
        block(
            1,
            "Burglary",
            "Rates rose by a fifth last winter.",
            [
                "Target harden the ten worst streets",
                "Neighbourhood Policing",
                "Nov 2022",
                "Six done.",
            ],
            ["Mark property at student halls", "University Security", "Oct 2022", ""],
        ),
        block(
            2,
            "Hate crime",
            "Too few people report it.",
            ["Open four third-party reporting centres", "Equalities Officer", "Jan 2023", ""],
        ),
    ), [
        top(
            "Burglary",
            goal(
                "",
                act(
                    "Target harden the ten worst streets",
                    "Neighbourhood Policing",
                    "Nov 2022",
                    progress=["Six done."],
                ),
                act("Mark property at student halls", "University Security", "Oct 2022"),
            ),
            ref="1",
        ),
        top(
            "Hate crime",
            goal(
                "", act("Open four third-party reporting centres", "Equalities Officer", "Jan 2023")
            ),
            ref="2",
        ),
    ]


@plan(2021)
def recommendations_of_a_review():
    return source(
        heading("Child safeguarding practice review: action plan"),
        [
            ["No", "Recommendation", "Action to be taken", "Lead officer", "Agency", "Target date", "Evidence", "Date completed", "RAG"],
            ["1", "The partnership should assure itself that bruising in babies is understood",
             "1.1 Issue a seven minute briefing", "Learning Officer", "LSCP", "31.05.21", "Briefing sent to 900 staff", "28.05.21", "G"],
            ["", "", "1.2 Test understanding by survey", "Learning Officer", "LSCP", "30.09.21", "", "", "A"],
            ["2", "Health visiting should review handovers", "2.1 Revise the handover form", "Head of Service",
             "Community Trust", "31.07.21", "Form in use", "15.07.21", "G"],
        ],
    ), [
        top(
            "",
            goal(
                "The partnership should assure itself that bruising in babies is understood",
                act("Issue a seven minute briefing", ["Learning Officer", "LSCP"], "31.05.21", "1.1", rag="green", progress=["Briefing sent to 900 staff"], completed_on="2021-05-28"),
                act("Test understanding by survey", ["Learning Officer", "LSCP"], "30.09.21", "1.2", rag="amber"),
                ref="1",
            ),
            goal(
                "Health visiting should review handovers",
                act("Revise the handover form", ["Head of Service", "Community Trust"], "31.07.21", "2.1", rag="green", progress=["Form in use"], completed_on="2021-07-15"),
                ref="2",
            ),
        )
    ]  # fmt: skip


@plan(2023)
def a_first_column_without_a_header():
    return source(
        bold("Safeguarding Adults Board"),
        bold("Delivery plan 2023/24"),
        [
            ["", "Action", "Lead", "When", "RAG"],
            [
                cell("Prevention", rows=2, bold=True),
                "Publish a safer recruitment checklist",
                "Workforce Group",
                "Sept 2023",
                "Green",
            ],
            ["Offer checks to personal assistants", "Direct Payments Team", "Dec 2023", "Amber"],
            [
                cell("Assurance", rows=2, bold=True),
                "Visit every nursing home once",
                "Contracts Team",
                "March 2024",
                "Amber",
            ],
            ["Report themes to the board", "Contracts Manager", "Quarterly", "Green"],
        ],
    ), [
        top(
            "",
            goal(
                "Prevention",
                act(
                    "Publish a safer recruitment checklist",
                    "Workforce Group",
                    "Sept 2023",
                    rag="green",
                ),
                act(
                    "Offer checks to personal assistants",
                    "Direct Payments Team",
                    "Dec 2023",
                    rag="amber",
                ),
            ),
            goal(
                "Assurance",
                act("Visit every nursing home once", "Contracts Team", "March 2024", rag="amber"),
                act("Report themes to the board", "Contracts Manager", "Quarterly", rag="green"),
            ),
        )
    ]


@plan(2020, unplaced=37)
def other_tables_that_are_not_the_plan():
    return source(
        heading("Board papers"),
        [["Date", "Time", "Venue"], ["4 May 2020", "10am", "Town Hall"], ["7 July 2020", "2pm", "Online"]],
        [["Organisation", "Representative", "Attendance"], ["Police", "Superintendent", "4 of 4"], ["Probation", "Head of Delivery Unit", "3 of 4"]],
        heading("Action plan"),
        [
            ["Objective", "Action", "Lead", "By when"],
            ["Learn from deaths", "Hold two learning events", "Training Officer", "June 2020"],
            ["", "Write a digest each term", "Board Manager", "Termly"],
        ],
        heading("Risk register"),
        [
            ["Risk", "Likelihood", "Impact", "Mitigating actions", "Owner", "Review date"],
            ["Funding is cut", "3", "4", "Three-year agreement sought", "Chair", "Sept 2020"],
        ],
        heading("Performance indicators"),
        [["Indicator", "Target", "Q1", "Q2", "RAG"], ["Referrals within a day", "95%", "91%", "94%", "A"]],
        heading("Budget"),
        [["Partner", "Contribution"], ["Council", "£80,000"], ["Police", "£20,000"]],
    ), [
        top(
            "",
            goal(
                "Learn from deaths",
                act("Hold two learning events", "Training Officer", "June 2020"),
                act("Write a digest each term", "Board Manager", "Termly"),
            ),
        )
    ]  # fmt: skip


@plan(2018)
def headings_continued_on_the_next_page():
    head = ["Ref", "Outcome", "Action", "Lead", "Timescale"]
    return source(
        [
            [cell("Priority 1: Neglect", cols=5, fill=GREY)],
            head,
            [
                "1.1",
                "Neglect is named early",
                "Train school staff in the toolkit",
                "Education Lead",
                "October 2018",
            ],
        ],
        [
            [cell("Priority 1: Neglect (continued)", cols=5, fill=GREY)],
            head,
            [
                "1.1",
                "Neglect is named early (cont.)",
                "Train GPs in the toolkit",
                "Named GP",
                "November 2018",
            ],
            [
                "1.2",
                "Neglect is tracked",
                "Add neglect to the dataset",
                "Data Analyst",
                "June 2018",
            ],
        ],
    ), [
        top(
            "Neglect",
            goal(
                "Neglect is named early",
                act("Train school staff in the toolkit", "Education Lead", "October 2018"),
                act("Train GPs in the toolkit", "Named GP", "November 2018"),
                ref="1.1",
            ),
            goal(
                "Neglect is tracked",
                act("Add neglect to the dataset", "Data Analyst", "June 2018"),
                ref="1.2",
            ),
            ref="1",
        )
    ]


@plan(2019)
def a_note_at_the_foot_of_the_table():
    return source(
        [
            ["Aim", "Action", "Lead", "Date"],
            [cell("Young carers", cols=4, bold=True, fill=GREY)],
            ["", "Count young carers in each school", "Schools Lead", "May 2019"],
            [cell("Private fostering", cols=4, bold=True, fill=GREY)],
            ["", "Brief reception staff", "Fostering Manager", "July 2019"],
            [cell("Items in bold were suggested by young people", cols=4)],
        ],
    ), [
        top(
            "Young carers",
            goal("", act("Count young carers in each school", "Schools Lead", "May 2019")),
        ),
        top(
            "Private fostering",
            goal("", act("Brief reception staff", "Fostering Manager", "July 2019")),
        ),
    ]


@plan(2024)
def leads_as_above_and_everybody():
    return source(
        [
            ["Ref", "Action", "Lead", "Timescale"],
            ["1", "Agree a data sharing agreement", "Information Governance Group", "May 2024"],
            ["2", "Sign the agreement", "All agencies", "July 2024"],
            ["3", "Review the agreement", "As above", "May 2025"],
            ["4", "Publish a summary", "Police / Health / Social Care", "June 2024"],
        ],
    ), [
        top(
            "",
            goal(
                "",
                act(
                    "Agree a data sharing agreement",
                    "Information Governance Group",
                    "May 2024",
                    "1",
                ),
                act("Sign the agreement", "All agencies", "July 2024", "2"),
                act("Review the agreement", "All agencies", "May 2025", "3"),
                act("Publish a summary", ["Police", "Health", "Social Care"], "June 2024", "4"),
            ),
        )
    ]


@plan(2016)
def a_rating_for_each_quarter():
    return source(
        [
            ["Objective", "Action", "Lead", "Deadline", "Q1 RAG", "Q2 RAG", "Q3 RAG"],
            [
                "Hear children",
                "Set up a shadow board",
                "Participation Worker",
                "Sep 2016",
                "R",
                "A",
                "G",
            ],
            [
                "",
                "Ask children about the website",
                "Participation Worker",
                "Dec 2016",
                "A",
                "A",
                "",
            ],
        ],
    ), [
        top(
            "",
            goal(
                "Hear children",
                act("Set up a shadow board", "Participation Worker", "Sep 2016", rag="green"),
                act(
                    "Ask children about the website",
                    "Participation Worker",
                    "Dec 2016",
                    rag="amber",
                ),
            ),
        )
    ]


@plan(2017)
def status_in_words():
    return source(
        [
            ["Strategic aim", "Actions", "Responsibility", "Target", "Status", "Comment"],
            ["Strong governance", "Recruit a lay member", "Independent Chair", "May 2017", "Complete", "Started in June."],
            ["", "Review the constitution", "Board Manager", "Nov 2017", "On track", ""],
            ["", "Agree a funding formula", "Executive Group", "Jan 2018", "Delayed", "Awaiting the health offer."],
            ["", "Plan an away day", "Board Manager", "March 2018", "Not started", ""],
        ],
    ), [
        top(
            "Strong governance",
            goal(
                "",
                act("Recruit a lay member", "Independent Chair", "May 2017", rag="green", progress=["Started in June."]),
                act("Review the constitution", "Board Manager", "Nov 2017", rag="green"),
                act("Agree a funding formula", "Executive Group", "Jan 2018", rag="red", progress=["Awaiting the health offer."]),
                act("Plan an away day", "Board Manager", "March 2018", rag="grey"),
            ),
        )
    ]  # fmt: skip


@plan(2015)
def numbered_lists_in_all_cells():
    return source(
        [
            ["Outcome", "What we will do", "Lead", "Timescale", "How we will know"],
            [
                "Practitioners share information with confidence",
                "1) Write a one-page guide\n2) Run drop-in sessions\n3) Audit twenty cases",
                "1) Legal Services\n2) Training Pool\n3) Audit Group",
                "1) May 2015\n2) June 2015\n3) February 2016",
                "1) Guide published\n2) Sixty attend\n3) Report to board",
            ],
        ],
    ), [
        top(
            "",
            goal(
                "Practitioners share information with confidence",
                act("Write a one-page guide", "Legal Services", "May 2015", success_measure="Guide published"),
                act("Run drop-in sessions", "Training Pool", "June 2015", success_measure="Sixty attend"),
                act("Audit twenty cases", "Audit Group", "February 2016", success_measure="Report to board"),
            ),
        )
    ]  # fmt: skip


@plan(2023)
def a_lead_in_and_its_points():
    return source(
        [
            ["Objective", "Action", "Lead", "By when"],
            [
                "Transitions are safe",
                "Agree a protocol between children's and adults' services covering:\n• consent\n• risk of exploitation\n• housing",
                "Transitions Manager",
                "December 2023",
            ],
            ["Homelessness does not hide harm", "We will:\n• Join up outreach and health teams\n• Review three deaths", "Housing Lead", "March 2024"],
        ],
    ), [
        top(
            "",
            goal(
                "Transitions are safe",
                act(
                    "Agree a protocol between children's and adults' services covering:",
                    "Transitions Manager", "December 2023",
                    subs=["consent", "risk of exploitation", "housing"],
                ),
            ),
            goal(
                "Homelessness does not hide harm",
                act("We will: Join up outreach and health teams"),
                act("Review three deaths"),
                row_leads=["Housing Lead"],
                row_timescales=["March 2024"],
            ),
        )
    ]  # fmt: skip


@plan(2014)
def outcome_and_measure_below_the_objective():
    return source(
        heading("Annual business plan"),
        [
            [cell("Objective 1 – Early help works", cols=4, bold=True, fill="4472C4")],
            [cell("Outcome: families get help before crisis", cols=4, fill="DEEAF6")],
            ["Action", "Who", "When", "Progress"],
            ["Launch the early help form", "Early Help Board", "June 2014", "Launched."],
            ["Train lead professionals", "Training Group", "Sept 2014", ""],
            [cell("Objective 2 – Children are heard", cols=4, bold=True, fill="4472C4")],
            [cell("Outcome: every plan has the child's view", cols=4, fill="DEEAF6")],
            ["Action", "Who", "When", "Progress"],
            ["Audit the child's voice", "Quality Group", "Jan 2015", ""],
        ],
    ), [
        top(
            "Early help works",
            goal(
                "families get help before crisis",
                act(
                    "Launch the early help form",
                    "Early Help Board",
                    "June 2014",
                    progress=["Launched."],
                ),
                act("Train lead professionals", "Training Group", "Sept 2014"),
            ),
            ref="1",
        ),
        top(
            "Children are heard",
            goal(
                "every plan has the child's view",
                act("Audit the child's voice", "Quality Group", "Jan 2015"),
            ),
            ref="2",
        ),
    ]


@plan(2025)
def codes_as_numbers_and_two_lines_per_outcome():
    return source(
        [
            ["Ref", "Strategic outcome", "Action", "Lead & partners", "Due", "Current position"],
            ["SO1/1", "Adults are safe from abuse in care settings\nLinked to the quality strategy", "Agree a provider failure plan",
             "Lead: Commissioning\nPartners: Care Quality Commission, Health", "30 Apr 2025", "15/05/2025: plan agreed.\n20/06/2025: tested in an exercise."],
            ["SO1/2", "", "Share intelligence each month", "Lead: Quality Team", "Monthly", ""],
            ["SO2/1", "Voices shape services", "Recruit experts by experience", "Lead: Engagement", "Sep-25", ""],
        ],
    ), [
        top(
            "",
            goal(
                "Adults are safe from abuse in care settings\nLinked to the quality strategy",
                act("Agree a provider failure plan",
                    [], "30 Apr 2025", "SO1/1",
                    progress=["15/05/2025: plan agreed.", "20/06/2025: tested in an exercise."]),
                act("Share intelligence each month", "Quality Team", "Monthly", "SO1/2"),
                row_leads=["Commissioning", "Care Quality Commission", "Health"],
            ),
            goal("Voices shape services", act("Recruit experts by experience", "Engagement", "Sep-25", "SO2/1")),
        )
    ]  # fmt: skip


@plan(2022)
def the_priority_s_number_and_name_in_two_cells():
    return source(
        [
            ["Ref", "Action", "Lead", "Timescale"],
            [
                cell("Priority 1", bold=True, fill=GREY),
                cell("Prevention of abuse", cols=3, bold=True, fill=GREY),
            ],
            ["1.1", "Publish posters in taxis", "Licensing Team", "June 2022"],
            [
                cell("Priority 2", bold=True, fill=GREY),
                cell("Good practice", cols=3, bold=True, fill=GREY),
            ],
            ["2.1", "Observe ten strategy meetings", "Principal Social Worker", "March 2023"],
        ],
    ), [
        top(
            "Prevention of abuse",
            goal("", act("Publish posters in taxis", "Licensing Team", "June 2022", "1.1")),
            ref="1",
        ),
        top(
            "Good practice",
            goal(
                "",
                act(
                    "Observe ten strategy meetings", "Principal Social Worker", "March 2023", "2.1"
                ),
            ),
            ref="2",
        ),
    ]


@plan(2021)
def headings_in_the_first_cell_that_nothing_marks():
    return source(
        [
            ["Outcome", "Action", "Lead", "Timescale", "Progress"],
            ["PREVENT", "", "", "", ""],
            [
                "Young people are not drawn in",
                "Train youth workers",
                "Prevent Co-ordinator",
                "July 2021",
                "Booked.",
            ],
            ["Referrals are good", "Publish a referral guide", "Channel Chair", "Oct 2021", ""],
            ["PROTECT", "", "", "", ""],
            [
                "Venues are safe",
                "Advise faith buildings",
                "Counter Terrorism Adviser",
                "Nov 2021",
                "",
            ],
        ],
    ), [
        top(
            "PREVENT",
            goal(
                "Young people are not drawn in",
                act(
                    "Train youth workers", "Prevent Co-ordinator", "July 2021", progress=["Booked."]
                ),
            ),
            goal(
                "Referrals are good", act("Publish a referral guide", "Channel Chair", "Oct 2021")
            ),
        ),
        top(
            "PROTECT",
            goal(
                "Venues are safe",
                act("Advise faith buildings", "Counter Terrorism Adviser", "Nov 2021"),
            ),
        ),
    ]


@plan(2023)
def a_measure_merged_over_the_actions():
    return source(
        [
            ["Objective", "How will we know?", "Action", "Lead", "When"],
            [
                cell("Fewer children go missing", rows=2),
                cell("Repeat episodes fall by a tenth", rows=2),
                "Share patterns weekly",
                "Missing Co-ordinator",
                "Weekly",
            ],
            ["Offer an interview each time", "Return Home Service", "Ongoing"],
            [
                "Boys' experience is understood",
                "Report accepted by the board",
                "Commission research",
                "University",
                "Jan 2024",
            ],
        ],
    ), [
        top(
            "",
            goal(
                "Fewer children go missing",
                act(
                    "Share patterns weekly",
                    "Missing Co-ordinator",
                    "Weekly",
                    success_measure="Repeat episodes fall by a tenth",
                ),
                act(
                    "Offer an interview each time",
                    "Return Home Service",
                    "Ongoing",
                    success_measure="Repeat episodes fall by a tenth",
                ),
            ),
            goal(
                "Boys' experience is understood",
                act(
                    "Commission research",
                    "University",
                    "Jan 2024",
                    success_measure="Report accepted by the board",
                ),
            ),
        )
    ]


@plan(2018)
def leaders_and_aims_between_the_heading_and_its_table():
    head = ["What", "Who", "When", "How far we have got"]
    return source(
        heading("Violence against women and girls plan"),
        heading("Priority 1: Prevention", 2),
        "Strategic lead: Director of Public Health",
        "We want:\n• fewer assaults\n• more reports",
        [head, ["Train bar staff", "Licensing Forum", "Dec 2018", "Sixty trained."]],
        heading("Priority 2: Provision", 2),
        "Strategic lead: Head of Commissioning",
        [head, ["Open a second refuge", "Housing", "2019", ""]],
    ), [
        top(
            "Prevention",
            goal(
                "",
                act("Train bar staff", "Licensing Forum", "Dec 2018", progress=["Sixty trained."]),
            ),
            ref="1",
        ),
        top("Provision", goal("", act("Open a second refuge", "Housing", "2019")), ref="2"),
    ]


@plan(2024)
def the_priority_as_the_header_of_its_actions():
    return source(
        [
            [cell("Priority 1: Transitional safeguarding", bold=True), "Lead", "Timescale", "RAG"],
            ["Map what 18 year olds are offered", "Transitions Board", "May 2024", "G – finished"],
            ["Agree a protocol", "Legal Team", "Sept 2024", "A"],
            [cell("Priority 2: Extra-familial harm", bold=True), "Lead", "Timescale", "RAG"],
            ["Pilot a location assessment", "Contextual Team", "Nov 2024", "R"],
        ],
    ), [
        top(
            "Transitional safeguarding",
            goal(
                "",
                act(
                    "Map what 18 year olds are offered",
                    "Transitions Board",
                    "May 2024",
                    rag="green",
                    progress=["G – finished"],
                ),
                act("Agree a protocol", "Legal Team", "Sept 2024", rag="amber"),
            ),
            ref="1",
        ),
        top(
            "Extra-familial harm",
            goal("", act("Pilot a location assessment", "Contextual Team", "Nov 2024", rag="red")),
            ref="2",
        ),
    ]


@plan(2020)
def outcomes_as_bold_lines_below_priority_headings():
    head = ["No", "Action", "Lead officer", "Due date"]
    return source(
        heading("Delivery plan"),
        heading("Priority A: Modern slavery", 2),
        bold("Outcome 1: Victims are found"),
        [head, ["1", "Brief council contractors", "Procurement", "June 2020"]],
        bold("Outcome 2: Victims are kept safe"),
        [head, ["2", "Agree a pathway", "Adult Services", "Sept 2020"]],
        heading("Priority B: Online harm", 2),
        bold("Outcome 3: Parents are confident"),
        [head, ["3", "Hold school evenings", "Online Safety Lead", "Termly"]],
    ), [
        top(
            "Modern slavery",
            goal(
                "Victims are found",
                act("Brief council contractors", "Procurement", "June 2020", "1"),
                ref="1",
            ),
            goal(
                "Victims are kept safe",
                act("Agree a pathway", "Adult Services", "Sept 2020", "2"),
                ref="2",
            ),
            ref="A",
        ),
        top(
            "Online harm",
            goal(
                "Parents are confident",
                act("Hold school evenings", "Online Safety Lead", "Termly", "3"),
                ref="3",
            ),
            ref="B",
        ),
    ]
