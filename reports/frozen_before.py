"""Editions as earlier versions of Boardplan wrote them, brought into the form of today.

Version 1 kept income, projected income and their like as accounts of one amount a line.
"""

from decimal import Decimal

_KINDS = {
    "income": ("income", "actual"),
    "projected_income": ("income", "projection"),
    "expenditure": ("expenditure", "actual"),
    "projected_expenditure": ("expenditure", "projection"),
}


def finance_of_version_1(document: dict) -> None:
    """Rewrite the finance of a report's document (as JSON) in place; each account becomes a
    statement of one column. Raises ValueError for what was no such document."""
    sections = document.get("sections")
    for section in sections if isinstance(sections, list) else ():
        finance = section.get("finance")
        if finance is None:
            continue
        try:
            accounts = {account["kind"]: account for account in finance["accounts"]}
            section["finance"] = {
                "statements": [_statement(account) for account in accounts.values()],
                "balances": [
                    balance
                    for overspend in finance["overspends"]
                    if (balance := _balance(overspend, accounts))
                ],
            }
        except (KeyError, TypeError) as broken:
            raise ValueError("The finance of this edition lacks a part.") from broken


def _statement(account: dict) -> dict:
    kind, key = _KINDS[account["kind"]]
    stated = []
    if account["stated"] is not None:
        label = account["stated_label"] or account["title"]
        note = account["note"]
        stated = [{"key": key, "label": label, "amount": account["stated"], "note": note}]
    return {
        "kind": kind,
        "title": account["title"],
        "columns": [{"key": key, "title": "Amount"}],
        "lines": [_line(key, **line) for line in account["lines"]],
        "total": _line(key, "Total of the lines", account["total"]),
        "stated": stated,
    }


def _line(key: str, label: str, amount: str, note: str = "") -> dict:
    none = dict.fromkeys(("budget", "actual", "projection"))
    return {"label": label, "agency": "", "note": note} | none | {key: amount}


def _balance(overspend: dict, accounts: dict) -> dict | None:
    """Which pair of accounts an overspend was worked out of is told by its amount and title."""
    projected = overspend["title"].startswith("Projected")
    before = "projected_" if projected else ""
    got, spent = accounts[f"{before}income"], accounts[f"{before}expenditure"]
    if Decimal(spent["total"]) - Decimal(got["total"]) != Decimal(overspend["computed"]):
        return None
    return {
        "key": "projection" if projected else "actual",
        "title": "Projected" if projected else "Actual",
        "income": got["total"],
        "expenditure": spent["total"],
        "from_stated": overspend["from_stated"],
        "stated": overspend["stated"],
        "note": overspend["note"],
    }
