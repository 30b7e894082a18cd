"""The one function that moves a contribution through its life (contributing/workflow.py)."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from boardplan import audit, clock
from boardplan.errors import RuleBroken
from subgroups.models import User

from ...answers import as_blocks, blocks_of
from ...contributing.texts import FORM, PART, texts_of
from ...contributing.workflow import STEPS, may_take
from ...models import Collection, Contribution
from .asking import LinkWriter, new_link
from .holding import held
from .mail import Letter, send_after_commit


@transaction.atomic
def take_step(
    *, contribution: Contribution, step: str, role: str, by: User | LinkWriter, said: str = ""
) -> Contribution:
    """Take `step` (a name of STEPS) with a contribution, as a writer or as the manager.

    said: the words that some steps ask for. Raises RuleBroken where the step is not open, its
    words are missing, or there is nothing to hand in.
    """
    contribution = held(contribution)
    answer = may_take(contribution, step, role=role)
    if not answer:
        raise RuleBroken(answer.reason)
    found = STEPS[step]
    values = {"status": found.after}
    if found.said:
        if not said.strip():
            raise RuleBroken(found.ask, field="said")
        values[found.said] = said.strip()
    if found.stamp:
        values[found.stamp] = timezone.now()
    if step == "hand_in":
        values |= printed_values(contribution) | {"handed_in_by": by.name[:200]}
    changes = audit.changed(contribution, values)
    contribution.save(update_fields=list(changes))
    # In words; when it was is what the record's own row says.
    changes.pop(found.stamp, None)
    changes["status"] = [Contribution.Status(each).label for each in changes["status"]]
    audit.record(by=by, verb=found.verb, obj=contribution, changes=changes)
    _tell(contribution, step)
    return contribution


def printed_values(contribution: Contribution) -> dict:
    """What the report prints, made from what is written. Raises RuleBroken where that is nothing,
    or an address cannot be one."""
    texts = texts_of(contribution)
    written = {text.part: text.text for text in texts if text.part != PART.ANSWER}
    values = {
        "authors": [line.strip() for line in written[PART.AUTHORS].splitlines() if line.strip()],
        "dated": clock.today(),
        "answers": [],
        "link_text": "",
        "link_target": "",
    }
    match contribution.form:
        case FORM.TEMPLATE:
            if not any(text.text for text in texts if text.question):
                raise RuleBroken(
                    "Nothing is written yet. Answer at least one question, or say that there is "
                    "nothing to report."
                )
            values["answers"] = [
                {"prompt": text.label, "hint": text.hint, "blocks": blocks_of(text.text)}
                for text in texts
                if text.question
            ]
        case FORM.NARRATIVE:
            if not written[PART.NARRATIVE]:
                raise RuleBroken("Nothing is written yet.", field="narrative")
            values["answers"] = as_blocks(written[PART.NARRATIVE])
        case FORM.LINK:
            values |= _separate_report(contribution, written)
    return values


def _separate_report(contribution: Contribution, written: dict) -> dict:
    address = written[PART.LINK_ADDRESS].strip()
    if not address and not contribution.attachments.exists():
        raise RuleBroken(
            "Give the address of your report, or attach it as a file.", field="link_address"
        )
    if address:
        try:
            URLValidator(schemes=["https", "http"])(address)
        except ValidationError as wrong:
            raise RuleBroken(
                "Write the whole address, beginning with https://", field="link_address"
            ) from wrong
    return {"link_text": written[PART.LINK_WORDS], "link_target": address}


def _tell(contribution: Contribution, step: str) -> None:
    """Each side is told what the other did, where it now is theirs to act."""
    if step in ("return", "reopen") and contribution.contact_email:
        letter = Letter(
            contribution,
            "contribution_returned",
            contribution.contact_email,
            new_link(contribution),
            {"again": step == "reopen"},
        )
        contribution.reminded_on = clock.today()
        contribution.save(update_fields=["reminded_on"])
        send_after_commit(letter)
    if step == "hand_in":
        collection = Collection.objects.filter(report=contribution.report).first()
        if collection is not None:
            send_after_commit(Letter(contribution, "contribution_handed_in", collection.asks_email))
