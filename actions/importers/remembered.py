"""Whom the names of a file meant when an earlier version of it was brought in."""

from .parties import Parties

#: (kind, id) of each party; ("everyone" or "text", None) for all agencies and for mere words.
Meant = tuple[tuple[str, int | None], ...]


def remembered(leads, parties: Parties) -> dict[str, Meant]:
    """The parties behind each name, by its key. leads: `Lead.objects.as_written(plan)`.

    What was settled for one version need not be settled, or guessed anew, for the next. A name
    that stands for other parties in other actions is left out: it was set right by hand there.
    """
    by_action: dict[tuple, list] = {}
    for lead in leads:
        ids = (("agency", lead.agency_id), ("group", lead.group_id), ("post", lead.post_id))
        party = next(((kind, pk) for kind, pk in ids if pk is not None), None)
        party = party or ("everyone" if lead.everyone else "text", None)
        by_action.setdefault((lead.action_id, parties.key(lead.written)), []).append(party)
    found: dict[str, Meant | None] = {}
    for (_, key), meant in by_action.items():
        if found.setdefault(key, tuple(meant)) != tuple(meant):
            found[key] = None
    return {key: meant for key, meant in found.items() if meant}
