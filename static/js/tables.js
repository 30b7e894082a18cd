// On a phone a table of class app-table--cards is shown as cards: each cell carries its column's
// name, and the roles that its new display would take from it.

const narrow = window.matchMedia("(max-width: 40.0525em)");
const ROLES = {
  TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell",
};

function roleOf(element) {
  if (element.tagName !== "TH") return ROLES[element.tagName];
  return element.scope === "row" || element.scope === "rowgroup" ? "rowheader" : "columnheader";
}

function stack(table) {
  if (table.classList.contains("app-table--stacked")) return;
  // The corner above the names of rows is an empty td: it counts, or all names would be one off.
  const names = [...table.querySelectorAll("thead th, thead td")].map((head) =>
    head.firstElementChild?.classList.contains("govuk-visually-hidden") ? "" : head.textContent.trim());
  for (const element of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, th, td")]) {
    if (ROLES[element.tagName] || element.tagName === "TH") {
      element.setAttribute("role", roleOf(element));
    }
  }
  for (const body of table.tBodies) {
    const covered = names.map(() => 0); // rows that a cell from above still takes of each column
    for (const row of body.rows) {
      const cells = [...row.cells];
      for (let column = 0; column < names.length; ) {
        if (covered[column]) {
          covered[column++] -= 1;
          continue;
        }
        const cell = cells.shift();
        if (!cell) break;
        if (cell.tagName === "TD" && cell.colSpan === 1 && names[column]) {
          cell.dataset.label = names[column];
        }
        for (let wide = 0; wide < cell.colSpan; wide += 1) covered[column++] = cell.rowSpan - 1;
      }
    }
  }
  table.classList.add("app-table--stacked");
}

function stackAll(root) {
  if (!narrow.matches) return;
  const within = root.matches?.(".app-table--cards") ? [root] : [];
  const around = root.closest?.(".app-table--cards");
  if (around) around.classList.remove("app-table--stacked");
  for (const table of [...within, ...(around ? [around] : []), ...root.querySelectorAll(".app-table--cards")]) {
    stack(table);
  }
}

stackAll(document);
narrow.addEventListener("change", () => stackAll(document));
document.addEventListener("htmx:afterSettle", (event) => stackAll(event.detail.elt));
