"""An agency's answers as one text that a person can edit, and back.

Stored: [{"prompt", "hint", "blocks": [{"kind", "level", "text"}]}]. Going there and back keeps
every word, kind and level.
"""

import re

_LINE = re.compile(r"^(?P<mark>##|>|--|-|\d{1,3}\.)\s+(?P<text>.*)$")
_MARKS = {("bullet", 1): "-", ("bullet", 2): "--"}


def as_text(answers: list[dict]) -> str:
    """The answers, a line for each prompt, hint and block."""
    lines = []
    for answer in answers:
        if lines:
            lines.append("")
        if answer.get("prompt"):
            lines.append(f"## {answer['prompt']}")
        if answer.get("hint"):
            lines.append(f"> {answer['hint']}")
        number = 0
        for block in answer.get("blocks", ()):
            level = min(block.get("level") or 1, 2)
            text = " ".join(block["text"].split())
            number = number + 1 if block["kind"] == "numbered" else 0
            if block["kind"] == "numbered":
                lines.append(f"{number}. {text}")
            elif block["kind"] == "bullet":
                lines.append(f"{_MARKS['bullet', level]} {text}")
            else:
                lines.append(text)
    return "\n".join(lines)


def as_blocks(text: str) -> list[dict]:
    """What a person typed, as answers. What comes before the first prompt has none."""
    answers: list[dict] = []

    def now() -> dict:
        if not answers:
            answers.append({"prompt": "", "hint": "", "blocks": []})
        return answers[-1]

    for line in (line.strip() for line in text.splitlines()):
        if not line:
            continue
        found = _LINE.match(line)
        if not found:
            now()["blocks"].append({"kind": "paragraph", "level": None, "text": line})
        elif found["mark"] == "##":
            answers.append({"prompt": found["text"], "hint": "", "blocks": []})
        elif found["mark"] == ">":
            now()["hint"] = found["text"]
        elif found["mark"] in ("-", "--"):
            level = len(found["mark"])
            now()["blocks"].append({"kind": "bullet", "level": level, "text": found["text"]})
        else:
            now()["blocks"].append({"kind": "numbered", "level": 1, "text": found["text"]})
    return answers
