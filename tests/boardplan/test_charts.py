"""Charts: right figures, no colour alone, nothing the content policy or a PDF would lose."""

import logging
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from boardplan import charts
from boardplan.charts.structure import Branch, structure

SVG = "{http://www.w3.org/2000/svg}"
SCHEME = {"green": "Green", "amber": "Amber", "red": "Red"}


def year():
    return charts.trend(
        title="Actions by RAG",
        columns=[("Apr", "April 2026"), ("May", "May 2026"), ("Jun", "June 2026")],
        counts=[{"": 10}, {"red": 2, "amber": 5, "green": 3}, None],
        labels=SCHEME,
    )


def money():
    return charts.bars(
        title="Income <all>",
        rows=[("Council & police", Decimal("1234.50")), ("Clawback", Decimal("-10"))],
        unit="£",
    )


def budget_and_actual():
    return charts.pairs(
        title="Spending",
        series=["Budget", "Actual"],
        rows=[("Venue <big>", [Decimal("10"), Decimal("12.50")]), ("Post", [None, Decimal("-1")])],
    )


def groups():
    return structure(
        title="Groups <all>",
        branches=[
            Branch(
                "Board & partners",
                "Board",
                ("Board",),
                (Branch("Training", "Sub-group. Chair: a very long post " * 4, ("Sub-group",)),),
            ),
            Branch("Panel", "", ("Panel",)),
        ],
        headings=("Group", "Reports to", "Kind"),
        width=200,
    )


ALL = [
    year,
    money,
    budget_and_actual,
    groups,
    lambda: charts.rag_bar(title="Early help", counts={"red": 1, "green": 9}),
]


def read(chart):
    return ElementTree.fromstring(chart.svg)  # noqa: S314 - our own


def texts(chart):
    return [node.text for node in read(chart).iter(f"{SVG}text")]


@pytest.mark.parametrize("make", ALL)
def test_a_chart_names_itself_and_uses_presentation_attributes_only(make):
    chart = make()
    root = read(chart)
    assert root.find(f"{SVG}title").text == chart.title
    assert root.find(f"{SVG}desc").text == chart.description
    assert root.get("role") == "img"
    used = {name for node in root.iter() for name in node.attrib}
    assert {name for name in used if name == "style" or name.startswith("on")} == set()
    assert {node.tag for node in root.iter()} <= {
        SVG + name for name in ("svg", "title", "desc", "g", "path", "rect", "text")
    }


@pytest.mark.parametrize("make", ALL)
def test_the_same_figures_give_the_same_picture(make):
    assert make().svg == make().svg


def test_a_trend_holds_its_figures_as_a_table_and_in_words():
    chart = year()
    assert chart.table.headings == ("Month", "Red", "Amber", "Green", "Not rated")
    assert chart.table.rows == (
        ("April 2026", "0", "0", "0", "10"),
        ("May 2026", "2", "5", "3", "0"),
    )
    assert chart.description == "April 2026: 10 not rated. May 2026: 2 red, 5 amber, 3 green."


def test_a_trend_names_every_column_but_draws_none_that_has_not_come():
    shown = texts(year())
    assert [text for text in shown if text in ("Apr", "May", "Jun")] == ["Apr", "May", "Jun"]
    assert [text for text in shown if text in ("10", "2", "5", "3")].count("3") == 1


def test_each_rating_is_told_apart_by_more_than_colour():
    patterns = [look.pattern for rag, look in charts.LOOKS.items() if rag not in ("green", "")]
    assert len(set(patterns)) == len(patterns)
    assert "" not in patterns
    assert charts.LOOKS["green"].fill != charts.LOOKS[""].fill


def test_a_pattern_stays_inside_its_piece():
    for name in ("cross", "slope", "dots", "level"):
        path = charts.pattern_in(name, 10, 20, 30, 12)
        starts = [tuple(map(float, found)) for found in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]
        assert starts
        assert all(10 <= x <= 40 and 20 <= y <= 32 for x, y in starts)


def test_a_board_s_own_words_and_a_rating_outside_its_scheme_are_shown():
    chart = charts.rag_bar(
        title="All", counts={"red": 1, "blue": 2}, labels={"red": "Off track", "green": "On track"}
    )
    assert chart.description == "1 off track, 2 blue"
    assert chart.table.headings == ("All", "Off track", "On track", "Blue")


def test_money_is_written_to_the_penny_and_keeps_its_sign():
    assert money().table.rows == (("Council & police", "£1,234.50"), ("Clawback", "−£10.00"))
    assert texts(money()) == ["Council & police", "£1,234.50", "Clawback", "−£10.00"]


def test_nothing_to_show_is_still_a_chart():
    assert charts.bars(title="Income", rows=[]).description == "Nothing to show."
    assert charts.rag_bar(title="All", counts={}).description == "Nothing to count."
    empty = charts.trend(title="All", columns=[("Apr", "April")], counts=[None])
    assert (empty.description, empty.table.rows) == ("Nothing to show yet.", ())


def test_a_trend_needs_counts_for_each_column():
    with pytest.raises(ValueError, match="one set of counts"):
        charts.trend(title="All", columns=[("Apr", "April")], counts=[])


@pytest.mark.parametrize("largest", [1, 4, 5, 9, 73, 300, 12345])
def test_an_axis_has_few_round_ticks_within_the_largest(largest):
    ticks = charts._ticks(largest)
    assert ticks[0] == 0
    assert ticks[-1] <= largest
    assert 2 <= len(ticks) <= 5


def test_charts_print_as_tagged_pdf_without_a_word_from_the_renderer(caplog):
    from weasyprint import HTML

    figures = "".join(
        render_to_string("charts/figure.html", {"chart": make(), "open": True}) for make in ALL
    )
    page = f'<html lang="en-GB"><title>Charts</title><body><h1>Charts</h1>{figures}</body></html>'
    pdf = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    assert pdf.startswith(b"%PDF")
    said = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.getMessage() for record in said] == []


def test_a_figure_puts_the_table_beside_the_chart():
    page = render_to_string("charts/figure.html", {"chart": year(), "open": False})
    assert page.count("<tr") == 3
    assert '<th scope="row" class="govuk-table__header">May 2026</th>' in page
    assert "<details" in page


def test_pairs_tell_each_figure_and_which_is_not_known():
    chart = budget_and_actual()
    assert chart.table.headings == ("Item", "Budget", "Actual")
    assert chart.table.rows == (("Venue <big>", "£10.00", "£12.50"), ("Post", "", "−£1.00"))
    assert chart.description == (
        "Venue <big>: budget £10.00, actual £12.50; Post: no budget, actual −£1.00."
    )
    assert texts(chart) == [
        "Venue <big>", "£10.00", "£12.50", "Post", "−£1.00", "Budget", "Actual"
    ]  # fmt: skip


def test_the_two_of_a_pair_are_told_apart_by_more_than_colour():
    fills = [node.get("fill") for node in read(budget_and_actual()).iter(f"{SVG}rect")]
    assert fills == ["#ffffff", charts.BRAND, charts.BRAND, "#ffffff", charts.BRAND]
    patterns = list(read(budget_and_actual()).iter(f"{SVG}path"))
    assert len(patterns) == 2  # of the one budget, and of its word below


def test_a_row_of_pairs_needs_as_many_values_as_there_are_series():
    with pytest.raises(ValueError, match="one value for each series"):
        charts.pairs(title="All", series=["Budget"], rows=[("A", [1, 2])])


def test_groups_stand_below_those_that_they_report_to():
    chart = groups()
    assert chart.description == ("To Board & partners report: Training. By itself: Panel.")
    assert chart.table.rows == (
        ("Board & partners", "", "Board"),
        ("Training", "Board & partners", "Sub-group"),
        ("Panel", "", "Panel"),
    )
    boxes = [
        [int(node.get(name)) for name in ("x", "y", "width", "height")]
        for node in read(chart).iter(f"{SVG}rect")
    ]
    assert [(x, x + wide) for x, _, wide, _ in boxes] == [(1, 199), (23, 199), (1, 199)]
    bottoms = [y + tall for _, y, _, tall in boxes]
    assert [y > bottom for (_, y, _, _), bottom in zip(boxes[1:], bottoms, strict=False)] == [
        True,
        True,
    ]
    assert bottoms[-1] <= int(read(chart).get("height"))


def test_a_long_name_is_broken_within_its_box():
    lines = texts(groups())
    assert "".join(lines).replace(" ", "").count("averylongpost") == 4
    assert max(len(line) for line in lines) * 6 < 200
