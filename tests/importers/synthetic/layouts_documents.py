"""Documents with more than the plan in them."""

from ..making import bold, cell, heading, source
from .layouts import FILLS, acts_of, layout, numbered, with_subs

KEY = [
    [cell("Red", fill="FF0000"), cell("Amber", fill="FFC000"), cell("Green", fill="00B050")],
    ["Not achieved or off track", "Under way with some delay", "Achieved or on track"],
]


@layout("adults", "safety", "children", rag=True, progress=True, refs=True)
def narrative_keys_and_groups_around_the_plan(tops):
    rows = [["Ref", "Outcome", "Action", "Lead", "Timescale", "Progress", "RAG"]]
    for top in tops:
        rows.append(
            [
                cell(
                    f"Strategic Priority {top.ref}: {top.title}"
                    if top.ref
                    else f"Strategic Priority: {top.title}",
                    cols=7,
                    fill="BDD6EE",
                )
            ]
        )
        for _, goal, act, _, first in acts_of([top]):
            rows.append(
                [
                    act.ref,
                    numbered(goal.ref, goal.title) if first else "",
                    act.text,
                    "\n".join(act.leads),
                    act.when,
                    "\n".join(act.progress),
                    cell("", fill=FILLS[act.rag]),
                ]
            )
    return source(
        bold("Borough Safeguarding Partnership"),
        bold("Strategic plan"),
        heading("Our vision"),
        "Everybody in the borough lives free from harm.",
        heading("Introduction"),
        "This plan says what we will do together.\n• it is short\n• it is public",
        [["Version", "Date", "Author"], ["1.0", "4 April 2023", "Board office"]],
        heading("Rating key"),
        KEY,
        rows,
        heading("Chairs of the sub-groups"),
        [
            ["Sub-group", "Chair"],
            ["Quality Assurance Sub-group", "Assistant Director"],
            ["Training Sub-group", "Head of Learning"],
        ],
        heading("Abbreviations"),
        [["MCA", "Mental Capacity Act"], ["DHR", "Domestic Homicide Review"]],
        "Last updated: 12 July 2023",
    )


@layout(
    "adults",
    "children",
    measure="success_measure",
    goals=False,
    refs=True,
    rag=False,
    progress=False,
)
def bold_lines_as_headings(tops):
    blocks = [bold("Safeguarding Adults Board"), bold("Business plan")]
    for top in tops:
        blocks += [bold(f"Priority {top.ref}: {top.title}")]
        if top.description:
            blocks.append(top.description)
        rows = [["Ref", "Actions", "Lead", "Timescale", "Outcome measure"]]
        for *_, act, _, _ in acts_of([top]):
            rows.append([act.ref, act.text, "\n".join(act.leads), act.when, act.measure])
        blocks.append(rows)
    return source(*blocks)


@layout("adults", "children", refs=True, rag=True, progress=False)
def priority_and_outcome_as_document_headings(tops):
    blocks = [heading("Delivery plan")]
    for top in tops:
        blocks.append(heading(f"{top.ref}. {top.title}", 2))
        for goal in top.goals:
            blocks.append(heading(f"{goal.ref} {goal.title}", 3))
            rows = [["Ref", "Action", "Lead", "When", "RAG"]]
            for act in goal.acts:
                rows.append(
                    [act.ref, act.text, "\n".join(act.leads), act.when, (act.rag or "").upper()]
                )
            blocks.append(rows)
    return source(*blocks)


@layout("adults", "safety", priorities=False, rag=False, progress=False, goal_refs=True)
def title_rows_above_the_header(tops):
    rows = [
        [cell("Domestic abuse and violence action plan", cols=5, bold=True)],
        [cell("Agreed by the board in spring", cols=5)],
        ["Reference", "What do we want to achieve?", "What will we do?", "Lead", "Timescale"],
    ]
    for _, goal, act, _, first in acts_of(tops):
        rows.append(
            [
                act.ref,
                numbered(goal.ref, goal.title) if first else "",
                act.text,
                "\n".join(act.leads),
                act.when,
            ]
        )
    return source(rows)


@layout("adults", "children", priorities=False, goal_refs=True, progress=False, rag=True)
def ratings_as_symbols(tops):
    marks = {"red": "🔴", "amber": "🟠", "green": "🟢", "blue": "🔵", "grey": "⚪"}
    rows = [["Objective", "No", "Action", "Lead", "Due", "Status"]]
    for _, goal, act, _, first in acts_of(tops):
        rows.append(
            [
                numbered(goal.ref, goal.title) if first else "",
                act.ref,
                act.text,
                "\n".join(act.leads),
                act.when,
                marks[act.rag],
            ]
        )
    return source(rows)


@layout("adults", "children", priorities=False, goals=False, refs=True, rag=True, progress=True)
def no_headings_of_any_kind(tops):
    rows = [["Action number", "Action", "Responsible", "Target", "RAG", "Latest position"]]
    rows[0][3] = "Target date"
    for *_, act, _, _ in acts_of(tops):
        rows.append(
            [
                act.ref,
                act.text,
                "\n".join(act.leads),
                act.when,
                f"{act.rag.title()}",
                "\n".join(act.progress),
            ]
        )
    return source(rows)


@layout("adults", "safety", "children", goals=True, refs=False, rag=False, progress=True)
def no_header_row_at_all(tops):
    rows = []
    for top in tops:
        title = f"Priority {top.ref}: {top.title}" if top.ref else f"Priority: {top.title}"
        rows.append([cell(title, cols=5, bold=True, fill="D9D9D9")])
        for _, goal, act, _, first in acts_of([top]):
            rows.append(
                [
                    numbered(goal.ref, goal.title) if first else "",
                    act.text,
                    "\n".join(act.leads),
                    act.when,
                    "\n".join(act.progress),
                ]
            )
    return source(bold("Plan on a page"), rows)


@layout(
    "adults",
    "safety",
    priorities=False,
    goals=False,
    refs=True,
    rag=True,
    progress=True,
    measure="success_measure",
)
def a_card_for_each_action(tops):
    blocks = [bold("Action cards")]
    for *_, act, _, _ in acts_of(tops):
        blocks.append(
            [
                ["Ref", act.ref],
                ["Action", with_subs(act)],
                ["Lead", "\n".join(act.leads)],
                ["Timescale", act.when],
                ["How will we know?", act.measure],
                ["RAG", act.rag.title()],
                ["Progress", "\n".join(act.progress)],
            ]
        )
    return source(*blocks)
