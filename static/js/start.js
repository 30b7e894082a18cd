import { initAll } from "./govuk-frontend.min.js";

initAll();

// What htmx puts into the page may hold components too (password fields, error summaries).
document.addEventListener("htmx:afterSettle", (event) => initAll({ scope: event.detail.elt }));
