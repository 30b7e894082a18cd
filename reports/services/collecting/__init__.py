"""Every write of the collecting of contributions: asking, writing, handing in, the questions."""

from .asking import (
    Asked,
    LinkWriter,
    ask,
    begin_collecting,
    change_collection,
    change_contact,
    find_link,
    remind,
    remind_late,
    renew_link,
    send_unsent,
    withdraw_link,
)
from .files import attach, remove_attachment
from .steps import take_step
from .writing import Typed, bring_back, choose_form, save_drafts

__all__ = [
    "Asked",
    "LinkWriter",
    "Typed",
    "ask",
    "attach",
    "begin_collecting",
    "bring_back",
    "change_collection",
    "change_contact",
    "choose_form",
    "find_link",
    "remind",
    "remind_late",
    "remove_attachment",
    "renew_link",
    "save_drafts",
    "send_unsent",
    "take_step",
    "withdraw_link",
]
