"""Why a file is not read: each a sentence for the person who has it, with what to do."""

from boardplan.errors import RuleBroken


class Unreadable(RuleBroken):
    """The file cannot be read, or only at a cost nobody should pay. Nothing was kept of it."""


DAMAGED = (
    "This file is damaged, so it cannot be read. Open it in {program}, save it under a new name "
    "and upload that."
)
PROTECTED = (
    "This file is protected by a password. Open it in Word or Excel, choose File, Info, Protect, "
    "Encrypt with Password, empty the box, save, and upload it again."
)
MACROS = (
    "This file has macros, which could do harm, so it is not opened. Save it as {ending} "
    "({kind}) and upload that: the words stay the same."
)
LEGACY = (
    "This is a file of an old {program} ({old}). Open it in {program}, save it as {ending} and "
    "upload that."
)
OTHER_FORMAT = (
    "This is {what}, which cannot be read here. Upload the plan as Word (.docx), Excel (.xlsx) or "
    "CSV, or copy its table and paste it."
)
PICTURE = (
    "This is a picture, and its words cannot be read. Upload the document that the picture was "
    "taken of."
)
BOMB = (
    "This file unpacks to more than {limit}, far more than a plan needs, so it was not opened. "
    "Copy the plan into a new document and upload that."
)
TOO_LARGE = (
    "This file has {size} and the limit is {limit}. Take pictures out of it, or copy the plan "
    "into a new document, and upload that."
)
TOO_MANY_ROWS = (
    "This file has more than {limit} rows, far more than a plan has. Delete the rows and sheets "
    "that do not belong to the plan, save and upload it again."
)
TOO_MANY_CELLS = (
    "This file has more than {limit} cells, far more than a plan has. Delete what does not belong "
    "to the plan, save and upload it again."
)
TOO_WIDE = (
    "A table in this file has more than {limit} columns. Delete the columns that do not belong "
    "to the plan, save and upload it again."
)
TOO_SLOW = (
    "Reading this file takes more than {limit} seconds, so it was stopped. Copy the plan into a "
    "new document and upload that."
)
TOO_INTRICATE = (
    "This file is far more intricate than a plan is, so it was not read. Copy the plan into a new "
    "document and upload that."
)
STRANGE = (
    "This file holds instructions that a document from {program} never has, so it was not read. "
    "Open it in {program}, save it under a new name and upload that."
)
EMPTY = "This file is empty. Check that it was saved and copied completely."
NO_WORDS = (
    "There are no words in this file. If it holds pictures of a plan, upload the document that "
    "they were taken of."
)
NO_ROWS = "There are no rows in this file. Check that it is the right one."
NOTHING_PASTED = "Nothing was pasted. Copy the table of your plan and paste it here."
NO_TABLE_PASTED = (
    "There is no table in what you pasted. Select the whole table in Word, Excel or the web page, "
    "copy it and paste it here."
)
NOT_OURS = (
    'This is not a plan in our own format: "format" should say "boardplan/1". Upload a JSON file '
    "that was exported here."
)


def size(count: int) -> str:
    """A number of bytes as people say it: "10 MB", "300 KB"."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.0f} MB"
    return f"{max(1, round(count / 1000))} KB"
