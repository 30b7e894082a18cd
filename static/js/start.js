import { initAll } from "./govuk-frontend.min.js";

initAll();

// What htmx puts into the page may hold components too (password fields, error summaries).
document.addEventListener("htmx:afterSettle", (event) => {
  const settled = event.detail.elt;
  initAll({ scope: settled });
  // The button that was pressed is gone with the old page: who uses a keyboard goes on from the
  // new one, not from the top of the window.
  if (document.activeElement === document.body && settled.id === "main-content") {
    settled.tabIndex = -1;
    settled.focus({ preventScroll: true });
  }
});
