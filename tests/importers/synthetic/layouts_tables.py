"""Word tables in which every action has a row of its own."""

from ..making import bold, cell, heading, source
from .layouts import FILLS, acts_of, layout, numbered, with_subs

GREY = "D9D9D9"


@layout("adults", "safety", "children", measure=None)
def classic_with_spanning_priorities(tops):
    rows = [["Ref", "Objective", "Action", "Lead", "Timescale", "RAG", "Progress"]]
    for top in tops:
        title = f"Priority {top.ref}: {top.title}" if top.ref else f"Priority: {top.title}"
        rows.append([cell(title, cols=7, fill=GREY, bold=True)])
        for _, goal, act, _, first in acts_of([top]):
            rows.append(
                [
                    act.ref or "",
                    numbered(goal.ref, goal.title) if first else "",
                    with_subs(act),
                    "\n".join(act.leads),
                    act.when,
                    (act.rag or "").title(),
                    "\n".join(act.progress),
                ]
            )
    return source(bold("Community plan"), rows)


@layout(
    "adults",
    "children",
    "safety",
    refs=False,
    goals=False,
    measure="success_measure",
    numbered=True,
)
def questions_as_headers_below_labelled_headings(tops):
    blocks = [bold("Our plan for the year")]
    for place, top in enumerate(tops, 1):
        blocks.append(heading(f"Priority {place} – {top.title}"))
        rows = [
            ["What will we do?", "Who", "When", "How will we know?", "Progress to date", "BRAG"]
        ]
        for *_, act, _, _ in acts_of([top]):
            rows.append(
                [
                    with_subs(act),
                    "\n".join(act.leads),
                    act.when,
                    act.measure,
                    "\n".join(act.progress),
                    cell("", fill=FILLS.get(act.rag)),
                ]
            )
        blocks.append(rows)
    return source(*blocks)


@layout("health", "safety", refs=False, goals=False, rag=False, progress=False)
def unlabelled_headings_with_a_table_each(tops):
    blocks = [heading("Joint delivery plan"), "This plan was agreed by all partners in spring."]
    for top in tops:
        blocks += [heading(top.title, 2)]
        rows = [["Action", "Lead agency", "By when"]]
        for *_, act, _, _ in acts_of([top]):
            rows.append([with_subs(act), "\n".join(act.leads), act.when])
        blocks.append(rows)
    return source(*blocks)


@layout("adults", "children", priorities=False, measure="success_measure", progress=False)
def objective_above_the_header_of_each_table(tops):
    blocks = [bold("Delivery plan 2023")]
    for top in tops:
        for goal in top.goals:
            rows = [
                [cell(f"Objective {goal.ref}: {goal.title}", cols=6, bold=True, fill="1F4E79")],
                [
                    "No",
                    "Key actions",
                    "Lead officer",
                    "Target date",
                    "Success measure",
                    "RAG rating",
                ],
            ]
            for act in goal.acts:
                rows.append(
                    [
                        act.ref or "",
                        act.text,
                        "\n".join(act.leads),
                        act.when,
                        act.measure,
                        (act.rag or "")[:1].upper() if act.rag != "grey" else "Grey",
                    ]
                )
            blocks.append(rows)
    return source(*blocks)


@layout("adults", "safety", "children", "health", rag=False, refs=False, progress=False)
def priority_and_outcome_merged_down(tops):
    rows = [["Strategic priority", "Outcome", "Activity", "Owner", "Deadline"]]
    for top, goal, act, first_top, first in acts_of(tops):
        row = []
        if first_top:
            row.append(
                cell(numbered(top.ref, top.title, ". "), rows=sum(len(g.acts) for g in top.goals))
            )
        if first:
            row.append(cell(numbered(goal.ref, goal.title), rows=len(goal.acts)))
        rows.append([*row, with_subs(act), "\n".join(act.leads), act.when])
    return source(rows)


@layout("children", measure="success_measure", support=True, goal_refs=True)
def two_header_rows(tops):
    rows = [
        [
            cell("Ref", rows=2),
            cell("Outcome", rows=2),
            cell("Action", rows=2),
            cell("Responsibility", cols=2),
            cell("Measure of success", rows=2),
            cell("By when", rows=2),
            cell("Status", cols=2),
        ],
        ["Lead", "Supporting partners", "RAG", "Update"],
    ]
    for top in tops:
        rows.append([cell(f"{top.ref} {top.title}", cols=9, fill=GREY, bold=True)])
        for _, goal, act, _, first in acts_of([top]):
            rows.append(
                [
                    act.ref,
                    numbered(goal.ref, goal.title) if first else "",
                    act.text,
                    "\n".join(act.leads),
                    ", ".join(act.support),
                    act.measure,
                    act.when,
                    act.rag.upper(),
                    "\n".join(act.progress),
                ]
            )
    return source(rows)


@layout("adults", "safety", priorities=False)
def other_order_of_columns(tops):
    rows = [["RAG", "No.", "Aim", "Task", "Deadline", "Owner", "Comments"]]
    for _, goal, act, _, first in acts_of(tops):
        rows.append(
            [
                (act.rag or "").title(),
                act.ref or "",
                numbered(goal.ref, goal.title) if first else "",
                act.text,
                act.when,
                "\n".join(act.leads),
                "\n".join(act.progress),
            ]
        )
    return source(bold("Improvement plan"), rows)


@layout("adults", "children", goals=False, measure="monitoring", goal_refs=False)
def headers_worded_anew_on_each_page(tops):
    rows = []
    heads = (
        ["No", "Action", "Responsible", "Timescale", "Monitoring", "RAG", "Progress"],
        [
            "No.",
            "Actions required",
            "Responsible person",
            "Target date",
            "Monitoring mechanism",
            "RAG status",
            "Progress update",
        ],
    )
    for place, top in enumerate(tops):
        rows.append(heads[place])
        rows.append([cell(f"Priority {top.ref} {top.title}", cols=7, bold=True)])
        for *_, act, _, _ in acts_of([top]):
            rows.append(
                [
                    act.ref,
                    act.text,
                    "\n".join(act.leads),
                    act.when,
                    act.measure,
                    (act.rag or "").title(),
                    "\n".join(act.progress),
                ]
            )
    return source(rows)


@layout("safety", "adults", goal_refs=True, priorities=False)
def tables_that_go_on_without_a_header(tops):
    head = ["Ref", "Objective", "Action", "Lead", "By when", "RAG", "Update"]
    rows = [
        [
            act.ref,
            numbered(goal.ref, goal.title) if first else "",
            act.text,
            "\n".join(act.leads),
            act.when,
            (act.rag or "").title(),
            "\n".join(act.progress),
        ]
        for _, goal, act, _, first in acts_of(tops)
    ]
    return source(bold("Violence reduction plan"), [head, *rows[:2]], rows[2:4], rows[4:])


@layout("adults", "safety", priorities=False, rag=False, progress=False)
def spacer_rows_and_empty_columns(tops):
    rows = [["Ref", "", "Outcome", "Action", "", "Lead", "Timescale"]]
    for _, goal, act, _, first in acts_of(tops):
        rows += [
            ["", "", "", "", "", "", ""],
            [
                act.ref,
                "",
                numbered(goal.ref, goal.title) if first else "",
                act.text,
                "",
                "\n".join(act.leads),
                act.when,
            ],
        ]
    return source(rows)


@layout(
    "health",
    "safety",
    "adults",
    priorities=False,
    goals=False,
    refs=False,
    when=False,
    rag=False,
    progress=False,
)
def only_action_and_lead(tops):
    rows = [["Action", "Lead"]]
    rows += [[with_subs(act), "\n".join(act.leads)] for *_, act, _, _ in acts_of(tops)]
    return source(rows)


@layout(
    "health",
    "children",
    priorities=False,
    goals=False,
    refs=False,
    leads=False,
    rag=False,
    progress=False,
)
def only_action_and_date(tops):
    rows = [["What we will do", "By when"]]
    rows += [[with_subs(act), act.when] for *_, act, _, _ in acts_of(tops)]
    return source(heading("Action plan"), rows)


@layout(
    "safety",
    "adults",
    "children",
    priorities=False,
    refs=False,
    leads=False,
    when=False,
    progress=False,
    goal_refs=False,
)
def no_leads_and_no_dates(tops):
    rows = [["Objective", "Action", "RAG"]]
    for _, goal, act, _, first in acts_of(tops):
        letter = {"red": "R", "amber": "A", "green": "G", "blue": "B", "grey": "Grey"}[act.rag]
        rows.append([goal.title if first else "", act.text, cell(letter, fill=FILLS[act.rag])])
    return source(rows)


@layout("adults", "children", "safety", rag=True, progress=False, refs=False, goal_refs=True)
def two_levels_of_spanning_rows(tops):
    rows = [["Action", "Lead", "Completion date", "RAG"]]
    for top in tops:
        rows.append([cell(numbered(top.ref, top.title, " – "), cols=4, fill="1F3864", bold=True)])
        for goal in top.goals:
            rows.append([cell(numbered(goal.ref, goal.title), cols=4, fill="DEEAF6")])
            for act in goal.acts:
                rows.append(
                    [act.text, "\n".join(act.leads), act.when, cell("", fill=FILLS.get(act.rag))]
                )
    return source(rows)


@layout("children", "adults", measure="success_measure", rag=False, progress=False, refs=False)
def lead_column_first(tops):
    rows = [["Lead", "Theme", "Objective", "Action", "Measure", "Timeframe"]]
    for top, goal, act, first_top, first in acts_of(tops):
        rows.append(
            [
                "\n".join(act.leads),
                numbered(top.ref, top.title) if first_top else "",
                numbered(goal.ref, goal.title) if first else "",
                act.text,
                act.measure,
                act.when,
            ]
        )
    return source(rows)
