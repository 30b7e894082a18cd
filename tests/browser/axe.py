"""Accessibility of a page as axe-core sees it: WCAG 2.2 AA and best practice."""

from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """tags => axe.run({
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]
}).then(result => result.violations)"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def violations(page):
    """What axe finds on the page as it stands, one readable paragraph each."""
    if not page.evaluate("() => 'axe' in window"):
        # Evaluated rather than added as a script element, which the page's own policy refuses.
        page.evaluate(AXE.read_text())
    found = page.evaluate(RUN, TAGS)
    return [
        "\n".join(
            [
                f"{rule['id']} ({rule['impact']}): {rule['help']}",
                *(
                    f"    {node['html'][:160]}\n        {node['failureSummary'].splitlines()[-1]}"
                    for node in rule["nodes"][:5]
                ),
                *([f"    and {len(rule['nodes']) - 5} more"] if len(rule["nodes"]) > 5 else []),
            ]
        )
        for rule in found
    ]


def assert_accessible(page):
    """Fail with what axe finds, in words, on the page as it stands."""
    found = violations(page)
    assert not found, f"{page.url} has {len(found)} problems:\n" + "\n".join(found)
