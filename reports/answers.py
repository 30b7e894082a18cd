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
        if found and found["mark"] == "##":
            answers.append({"prompt": found["text"], "hint": "", "blocks": []})
        elif found and found["mark"] == ">":
            now()["hint"] = found["text"]
        else:
            now()["blocks"].append(_block(line, found))
    return answers


def blocks_of(text: str) -> list[dict]:
    """The answer to one question: its paragraphs and lists, without prompts of its own."""
    lines = (line.strip() for line in text.splitlines())
    return [_block(line, _LINE.match(line)) for line in lines if line]


def _block(line: str, found) -> dict:
    if found and found["mark"] in ("-", "--"):
        return {"kind": "bullet", "level": len(found["mark"]), "text": found["text"]}
    if found and found["mark"] not in ("##", ">"):
        return {"kind": "numbered", "level": 1, "text": found["text"]}
    return {"kind": "paragraph", "level": None, "text": found["text"] if found else line}


def count_words(text: str) -> int:
    """Words as people count them: the marks of lists and headings are none."""
    lines = (line.strip() for line in text.splitlines())
    return sum(
        len((found["text"] if (found := _LINE.match(line)) else line).split()) for line in lines
    )
