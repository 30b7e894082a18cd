"""The plan as its page shows it: every row made before the template runs.

A plan has hundreds of rows, and a template that looks up the cells of each takes twice the time
of the whole page otherwise; so rows are made here, every word of them escaped.
"""

import datetime
from dataclasses import dataclass
from html import escape  # Django's own costs more: it looks for lazy texts
from types import SimpleNamespace

from django.utils.safestring import SafeString

from boardplan.templatetags.boardplan import lower_first, short_date
from subgroups.models import Board, Standing

from ..document import ActionNode, OutcomeNode, PlanTree, PriorityNode
from ..permissions import may_update, may_update_outcome
from .plan_lines import (
    OUTCOME_REPORTS,
    Report,
    Summary,
    labels_of,
    report_line,
    said,
    summarise,
    tags_of,
)

PROGRESS_LENGTH = 420  # characters of the latest report in a row; the action page has it all
# "May 2009", "30.3.12": with its year such a timescale needs no other date beside it.
SAYS_ITS_DATE = frozenset({"date", "month"})
ALWAYS = ("action", "rag", "progress")  # shown even where the document has no column for them


@dataclass(frozen=True, slots=True)
class Group:
    """An outcome and its rows."""

    id: int
    ref: str
    title: str
    span: int  # table rows it covers
    reports_width: int  # columns that its own progress covers
    sources: str
    notes: str
    withdrawn: bool
    summary: Summary
    count: int  # its actions
    rows: SafeString  # their table rows
    reports: list[Report]  # newest first
    older: list[Report]
    report: SafeString  # the link that reports on the whole; "" where the reader may not
    own_ref: bool  # the reference stands for the outcome, not for its actions


@dataclass(frozen=True, slots=True)
class Section:
    """A priority and its outcomes."""

    id: int
    ref: str
    title: str
    description: str
    withdrawn: bool
    summary: Summary
    groups: list[Group]


class PlanTable:
    """Ready-made rows of a tree.

    tree: narrowed or whole. facts: of PlanFilter. action_at, update_at: what stands before and
    after the id in the address of an action and of its update form; report_at: of the form that
    reports on an outcome.
    """

    def __init__(
        self,
        tree: PlanTree,
        *,
        board: Board,
        standing: Standing,
        on: datetime.date,
        facts: dict,
        action_at: tuple[str, str],
        update_at: tuple[str, str],
        report_at: tuple[str, str],
    ):
        self.plan, self.standing, self.on, self.facts = tree.plan, standing, on, facts
        self.labels = labels_of(board)
        self.tags = tags_of(board)
        self.action_at, self.update_at, self.report_at = action_at, update_at, report_at
        self.columns = _columns(tree)
        self.keys = [column["key"] for column in self.columns]
        self.has_outcome_column = "outcome" in self.keys
        self.updatable = {action.id for action in tree.actions if self._may_update(action)}
        self.may_update_any = bool(self.updatable)
        self.width = len(self.keys) + self.may_update_any
        self.sections = [self._section(priority) for priority in tree.priorities]

    def _section(self, priority: PriorityNode) -> Section:
        return Section(
            id=priority.id,
            ref=priority.ref,
            title=priority.title,
            description=priority.description,
            withdrawn=priority.withdrawn,
            summary=self._summary(priority.actions),
            groups=[self._group(outcome) for outcome in priority.outcomes],
        )

    def _group(self, outcome: OutcomeNode) -> Group:
        own_ref = not any(action.ref for action in outcome.actions)
        reports = [report_line(update, self.tags) for update in reversed(outcome.updates)]
        report = self._report(outcome)
        count = len(outcome.actions)
        span = (count or 1) + bool(reports or outcome.notes or report)
        summary = self._summary(outcome.actions)
        merged = self._merged_cells(outcome, own_ref=own_ref, span=span, summary=summary)
        rows = []
        for action in outcome.actions:
            rows.append(self._row(action, merged))
            merged = dict.fromkeys(merged, "")  # they stand in the first row and cover the rest
        return Group(
            id=outcome.id,
            ref=outcome.ref,
            title=outcome.title,
            span=span,
            sources=", ".join(outcome.sources),
            reports_width=self.width - (len(merged) if count else 0),
            notes=outcome.notes,
            withdrawn=outcome.withdrawn,
            summary=summary,
            count=count,
            rows=_ready(*rows),
            reports=reports[:OUTCOME_REPORTS],
            older=reports[OUTCOME_REPORTS:],
            report=report,
            own_ref=own_ref,
        )

    def _report(self, outcome: OutcomeNode) -> SafeString:
        """The link that loads the form for the whole below its rows; without scripts, its page.

        Not below a single action, of which the whole is told with its own update.
        """
        if len(outcome.actions) == 1 and not outcome.updates:
            return _ready()
        asked = SimpleNamespace(withdrawn_at=self.on if outcome.withdrawn else None)
        one = any(action.id in self.updatable for action in outcome.actions)
        if not may_update_outcome(self.standing, asked, self.plan, updates_one=one):
            return _ready()
        href = str(outcome.id).join(self.report_at)
        name = outcome.ref or shortened(outcome.title, 60)
        word = lower_first(self.plan.word("outcome"))
        return _ready(
            f'<a class="govuk-link plan-report" href="{href}" hx-get="{href}?row=1">'
            f"Report on the {escape(word)} as a whole",
            _noted("govuk-visually-hidden", f": {name}"),
            "</a>",
        )

    def _merged_cells(self, outcome: OutcomeNode, *, own_ref, span, summary) -> dict[str, str]:
        """The cells that cover all rows of an outcome, by column: its title, and its reference
        where that is not its actions'."""
        if not self.has_outcome_column:
            return {}
        own = own_ref and "ref" in self.keys
        title = outcome.title if own or not outcome.ref else f"{outcome.ref} {outcome.title}"
        sources = outcome.sources and f"From {', '.join(outcome.sources)}"
        counts = (
            f'<span class="plan-counts" id="outcome-{outcome.id}-counts-wide">'
            f"{summary.worst} <span>{summary.counts}</span></span>"
        )
        cells = {
            "outcome": f'<th scope="rowgroup" class="govuk-table__header plan-outcome plan-wide" '
            f'rowspan="{span}">{escape(title)}{_noted("plan-note", sources)}'
            f"{counts if len(outcome.actions) > 1 else ''}</th>"
        }
        if own:
            cells["ref"] = (
                f'<td class="govuk-table__cell plan-ref plan-wide" rowspan="{span}">'
                f"{escape(outcome.ref)}</td>"
            )
        return cells

    def _row(self, action: ActionNode, merged: dict[str, str]) -> str:
        """One table row. merged: cells of the outcome for their columns, "" below its first."""
        facts = self.facts[action.id]
        href = str(action.id).join(self.action_at)
        name = action.ref or shortened(action.text, 60)
        withdrawn = " plan-row--withdrawn" if action.withdrawn else ""
        parts = [f'<tr class="govuk-table__row{withdrawn}" id="action-{action.id}">\n']
        for key in self.keys:
            if key in merged:
                parts.append(merged[key])
            elif key == "action":
                parts.append(
                    '<th scope="row" class="govuk-table__header plan-action">'
                    f"{self._action(action, href)}</th>\n"
                )
            else:
                words = self._cell(key, action, facts, href, name)
                parts.append(f'<td class="govuk-table__cell plan-{key}">{words}</td>\n')
        if self.may_update_any:
            update = self._update(action, href, name)
            parts.append(f'<td class="govuk-table__cell plan-update">{update}</td>\n')
        parts.append("</tr>\n")
        return "".join(parts)

    def _cell(self, key: str, action: ActionNode, facts, href: str, name: str) -> str:
        """What stands in the column `key`, escaped."""
        match key:
            case "lead":
                return _leads(action)
            case "timescale":
                return self._timescale(action, facts)
            case "rag":
                completed = short_date(action.completed_on)
                note = completed and f"Completed {completed}"
                return f"{self.tags[action.rag]}{_noted('plan-note', note)}"
            case "progress":
                return self._progress(action, facts, href, name)
            case "completed_on":
                return short_date(action.completed_on)
            case _:  # ref, success_measure, monitoring
                return escape(getattr(action, key))

    @staticmethod
    def _action(action: ActionNode, href: str) -> str:
        return (
            f'<a class="plan-link" href="{href}">{escape(action.text)}</a>'
            f"{_bullets(action.sub_items)}{_noted('plan-note', _marks(action))}"
        )

    def _update(self, action: ActionNode, href: str, name: str) -> str:
        """The link that loads the form into the row, or without scripts opens the action."""
        if action.id not in self.updatable:
            return ""
        form = str(action.id).join(self.update_at)
        return (
            f'<a class="govuk-link" href="{href}" hx-get="{form}?row=1">Update'
            f"{_noted('govuk-visually-hidden', f' {name}')}</a>"
        )

    def _timescale(self, action: ActionNode, facts) -> str:
        """The document's words, the date they mean, and what is wrong with it today."""
        parts = [escape(action.timescale_text), _noted("plan-note", _due(action))]
        if "overdue" in facts["due"]:
            days = (self.on - action.due).days
            parts.append(_noted("plan-late", f"{days} day{'' if days == 1 else 's'} late"))
        if "review" in facts["due"]:
            parts.append(_noted("plan-late", f"Review was due {short_date(action.next_review)}"))
        if facts["settle"]:
            parts.append(_noted("plan-note plan-settle", "To settle"))
        return "".join(parts)

    def _progress(self, action: ActionNode, facts, href: str, name: str) -> str:
        """The reason of the rating, the latest report, whose it is, and how old."""
        parts = [_noted("plan-reason", action.rag_reason)]
        if action.updates:
            update = action.updates[-1]
            words = shortened(update.text, PROGRESS_LENGTH)
            parts.append(_noted("plan-words", words))
            if words != update.text:
                parts.append(
                    f' <a class="govuk-link" href="{href}">Read on'
                    f"{_noted('govuk-visually-hidden', f' about {name}')}</a>"
                )
            parts.append(_noted("plan-note", said(update)))
        if facts["stale"]:
            parts.append(_noted("plan-note plan-stale", self._stale(action)))
        return "".join(parts)

    def _may_update(self, action: ActionNode) -> bool:
        asked = SimpleNamespace(
            owner_id=action.owner_id, withdrawn_at=self.on if action.withdrawn else None
        )
        return bool(may_update(self.standing, asked, self.plan, leads=action.leads))

    def _stale(self, action: ActionNode) -> str:
        if action.last_update_on is None:
            return "No update yet"
        return f"No update for {(self.on - action.last_update_on).days} days"

    def _summary(self, actions) -> Summary:
        return summarise(actions, self.labels, self.tags)


def _columns(tree: PlanTree) -> list[dict]:
    """The document's own columns, and those without which the page would not say how it stands."""
    columns = [
        # "Timescale/Monitoring" may break after the stroke
        column | {"title": column["title"].replace("/", "/\u200b")}
        for column in tree.headings
    ]
    missing = [key for key in ALWAYS if key not in {column["key"] for column in columns}]
    return columns + [{"key": key, "title": tree.plan.word(key)} for key in missing]


def _ready(*parts: str) -> SafeString:
    """The parts as one piece that the template puts in as it is."""
    # SafeString itself: mark_safe first looks whether the text is lazy, hundreds of times a page.
    return SafeString("".join(parts))  # each part escapes its words where it is made


def _noted(css: str, text: str) -> str:
    """The text, escaped, in a span of this class; nothing for nothing."""
    return f'<span class="{css}">{escape(text)}</span>' if text else ""


def _bullets(items) -> str:
    if not items:
        return ""
    found = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f'<ul class="govuk-list govuk-list--bullet">{found}</ul>'


def _leads(action: ActionNode) -> str:
    """One a line; the owning group where it is not among them."""
    several = len(action.leads) > 1
    words = "\n".join(escape(_lead(lead, several=several)) for lead in action.leads)
    if action.owner and action.owner not in {lead.name for lead in action.leads}:
        words += _noted("plan-note", f"Owned by {action.owner}")
    return words


def _lead(lead, *, several: bool) -> str:
    notes = []
    if lead.role == "support":
        notes.append("support")
    if lead.accountable and several:
        notes.append("accountable")
    if lead.to_settle:
        notes.append("to settle")
    return f"{lead.name} ({', '.join(notes)})" if notes else lead.name


def _marks(action: ActionNode) -> str:
    marks = []
    if action.withdrawn:
        marks.append("Withdrawn")
    if action.core_task:
        marks.append("Core task")
    if action.shaped_by_children:
        marks.append("Shaped by children and young people")
    if action.sources:
        marks.append(f"From {', '.join(action.sources)}")
    return " · ".join(marks)


def _due(action: ActionNode) -> str:
    """The due date where the words leave it open, and from when it was moved."""
    parts = []
    if action.due:
        moved = action.first_due and action.first_due != action.due
        exact = action.timescale_kind in SAYS_ITS_DATE and (
            action.timescale_text.rstrip(" .").endswith(f"{action.due:%y}")
        )
        if moved or not exact:
            parts.append(f"Due {short_date(action.due)}")
        if moved:
            parts.append(f"first agreed for {short_date(action.first_due)}")
    return ", ".join(parts)


def shortened(text: str, length: int) -> str:
    """The text, cut at a word with "…" where it is longer than `length` characters."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(None, 1)[0].rstrip(" ,;:.–-") + "…"
