"""Word tables in which a row holds an outcome with several actions, or less than a row."""

from ..making import bold, cell, heading, source
from .layouts import acts_of, layout, numbered, with_subs


def _bullets(texts) -> str:
    return "\n".join(f"• {text}" for text in texts)


@layout("adults", "safety", "children", refs=False, rag=False, progress=False, priorities=False)
def bullets_paired_by_count(tops):
    rows = [["Outcome", "Actions", "Leads", "Timescales"]]
    for top in tops:
        for goal in top.goals:
            rows.append(
                [
                    numbered(goal.ref, goal.title),
                    _bullets(a.text for a in goal.acts),
                    _bullets(" and ".join(a.leads) for a in goal.acts),
                    _bullets(a.when for a in goal.acts),
                ]
            )
    return source(bold("Annual plan"), rows)


@layout("adults", "safety", rag=False, progress=False, priorities=False)
def paragraphs_paired_by_count(tops):
    rows = [["Objective", "What are we going to do?", "Who is going to do it?", "By when?"]]
    for top in tops:
        for goal in top.goals:
            rows.append(
                [
                    numbered(goal.ref, goal.title),
                    "\n".join(
                        numbered(a.ref, a.text, ". " if "." not in a.ref else " ")
                        for a in goal.acts
                    ),
                    "\n".join("; ".join(a.leads) for a in goal.acts),
                    "\n".join(a.when for a in goal.acts),
                ]
            )
    return source(rows)


@layout("health", priorities=False, rag=False, progress=False, measure="success_measure")
def bullets_with_bullets_below(tops):
    rows = [["Aim", "Action", "Lead", "Success measures", "Timescale"]]
    for top in tops:
        for goal in top.goals:
            text = "\n".join(
                "\n".join([f"• {a.text}", *(f"  • {sub}" for sub in a.subs)]) for a in goal.acts
            )
            rows.append(
                [
                    goal.title,
                    text,
                    _bullets(" ".join(a.leads) for a in goal.acts),
                    _bullets(a.measure for a in goal.acts),
                    _bullets(a.when for a in goal.acts),
                ]
            )
    return source(rows)


@layout(
    "adults",
    "children",
    rag=False,
    progress=False,
    refs=False,
    support=True,
    goal_refs=True,
    top_refs=True,
)
def lead_and_supporters_in_one_cell(tops):
    rows = [["Outcome", "Action", "By whom", "By when"]]
    for top in tops:
        rows.append([cell(f"{top.ref} {top.title}:", cols=4, bold=True)])
        for _, goal, act, _, first in acts_of([top]):
            who = f"Lead: {act.leads[0]}"
            if act.support:
                who += f"\nSupport: {', '.join(act.support)}"
            rows.append([numbered(goal.ref, goal.title) if first else "", act.text, who, act.when])
    return source(rows)


@layout(
    "adults", "safety", priorities=False, refs=False, rag=False, progress=False, goal_refs=False
)
def rows_cut_by_a_page_break(tops):
    rows = [["Outcome", "Action", "Responsible officer", "Timescale"]]
    for _, goal, act, _, first in acts_of(tops):
        words = act.text.split()
        half = next(
            (n for n in range(len(words) // 2, len(words)) if words[n][0].islower()), len(words)
        )
        rows.append(
            [goal.title if first else "", " ".join(words[:half]), "\n".join(act.leads), act.when]
        )
        if words[half:]:
            rows.append(["", " ".join(words[half:]), "", ""])
    return source(rows)


@layout("children", "adults", rag=True, progress=True, refs=True, goals=True)
def number_in_a_cell_of_its_own(tops):
    rows = [["No.", "Priority/Outcomes", "Action", "Responsibility", "Timescale", "RAG", "Update"]]
    for top in tops:
        rows.append(
            [cell(f"{top.ref}.", bold=True), cell(f"Priority Area: {top.title}", cols=6, bold=True)]
        )
        for _, goal, act, _, first in acts_of([top]):
            rows.append(
                [
                    goal.ref if first else "",
                    goal.title if first else "",
                    f"{act.ref} {act.text}" if "." in act.ref else f"{act.ref}) {act.text}",
                    "\n".join(act.leads),
                    act.when,
                    (act.rag or "").title(),
                    "\n".join(act.progress),
                ]
            )
    return source(heading("Appendix 3: business plan"), rows)


@layout(
    "adults",
    "safety",
    "children",
    priorities=False,
    refs=False,
    goal_refs=True,
    rag=False,
    progress=False,
)
def lead_merged_over_two_actions(tops):
    rows = [["Outcome", "Action", "Lead", "Timescale"]]
    for top in tops:
        for goal in top.goals:
            for place, act in enumerate(goal.acts):
                row = []
                if place == 0:
                    row.append(cell(numbered(goal.ref, goal.title), rows=len(goal.acts)))
                row.append(act.text)
                if place == 0:
                    row.append(
                        cell("\n".join("; ".join(a.leads) for a in goal.acts), rows=len(goal.acts))
                    )
                row.append(act.when)
                rows.append(row)
    return source(rows)


@layout(
    "safety",
    "health",
    "adults",
    priorities=False,
    refs=False,
    goal_refs=False,
    rag=False,
    progress=False,
)
def outcome_repeated_in_each_row(tops):
    rows = [["Objective", "Action", "Agency", "Date"]]
    for _, goal, act, _, _ in acts_of(tops):
        rows.append([goal.title, with_subs(act), "\n".join(act.leads), act.when])
    return source(rows)


@layout("adults", "safety", goals=False, refs=False, rag=False, numbered=True)
def priority_in_the_first_cell_only(tops):
    rows = [["Priority", "Key actions", "Lead", "Timescale", "Progress to date"]]
    for place, top in enumerate(tops, 1):
        for number, (*_, act, _, _) in enumerate(acts_of([top])):
            first = f"Priority {place}\n{top.title}" if number == 0 else ""
            rows.append([first, act.text, "\n".join(act.leads), act.when, "\n".join(act.progress)])
    return source(rows)
