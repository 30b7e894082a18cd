// Updating in place on the plan page: the form that "Update" loads gets a table row of its own
// under the action's row, that of "Report on the outcome" one under its reports. Without this file
// the links open pages.

const CLASS = "plan-form-row";

// Cells that cover an outcome's rows must cover the new row too.
function coverage(row, change) {
  for (const cell of row.closest("tbody").querySelectorAll("[rowspan]")) cell.rowSpan += change;
}

function formRowOf(row) {
  return row.nextElementSibling?.classList.contains(CLASS) ? row.nextElementSibling : null;
}

function close(row, link) {
  formRowOf(row).remove();
  coverage(row, -1);
  link.removeAttribute("aria-expanded");
}

function open(row, link) {
  const covered = row.closest("tbody").querySelectorAll("[rowspan]").length;
  const formRow = row.parentNode.insertBefore(document.createElement("tr"), row.nextSibling);
  formRow.className = `govuk-table__row ${CLASS}`;
  const cell = formRow.insertCell();
  cell.className = "govuk-table__cell";
  cell.colSpan = row.closest("table").querySelectorAll("thead th").length - covered;
  coverage(row, 1);
  link.setAttribute("aria-expanded", "true");
  nameWhatChanges(row);
  return cell;
}

// The answer to a saved form brings the new rating and words to these ids.
function nameWhatChanges(row) {
  const tag = row.querySelector(".plan-rag > .app-rag");
  if (tag) tag.id = `${row.id}-rag`;
  const words = row.querySelector(".plan-progress");
  if (words && !document.getElementById(`${row.id}-progress`)) {
    const holder = document.createElement("div");
    holder.id = `${row.id}-progress`;
    holder.append(...words.childNodes);
    words.append(holder);
  }
}

function updateLink(event) {
  const link = event.detail.elt;
  return link.matches?.(".plan-update a, .plan-report") ? link : null;
}

// "Update" a second time shuts the form again.
document.addEventListener("htmx:beforeRequest", (event) => {
  const link = updateLink(event);
  const row = link?.closest("tr");
  if (row && formRowOf(row)) {
    event.preventDefault();
    close(row, link);
  }
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const link = updateLink({ detail: { elt: event.detail.requestConfig.elt } });
  if (!link || !event.detail.shouldSwap) return;
  const row = link.closest("tr");
  event.detail.target = formRowOf(row)?.cells[0] ?? open(row, link);
  event.detail.swapOverride = "innerHTML";
});

document.addEventListener("htmx:afterSettle", (event) => {
  const cell = event.detail.target ?? event.detail.elt;
  if (cell.parentNode?.classList?.contains(CLASS)) {
    cell.querySelector("textarea, input:not([type=hidden])")?.focus();
  }
  const settled = event.detail.elt;
  if (settled.classList?.contains("app-row-saved")) {
    // The form was taller than what now stands in its place: stay with the row.
    settled.tabIndex = -1;
    settled.focus();
  }
});

// Counts are renewed after an update: a filtered page does not have all that the plan has.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.requestConfig.elt.id !== "plan-counts") return;
  const found = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
  for (const piece of [...found.body.children]) {
    if (!document.getElementById(piece.id)) piece.remove();
  }
  event.detail.serverResponse = found.body.innerHTML;
});
