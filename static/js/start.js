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

// A form that htmx sent and that was not saved says so above its fields, and what was written stays.
let outOfDate = false; // the form's token may have gone with the session

function notSaved(element, words, link) {
  const form = element.closest("form");
  if (!form) return;
  const box = document.createElement("div");
  box.className = "govuk-error-summary app-not-saved";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  const title = document.createElement("h2");
  title.className = "govuk-error-summary__title";
  title.textContent = "Not saved";
  const text = document.createElement("p");
  text.className = "govuk-body";
  text.append(words);
  box.append(title, text);
  if (link) {
    const paragraph = document.createElement("p");
    paragraph.className = "govuk-body";
    const anchor = document.createElement("a");
    Object.assign(anchor, { className: "govuk-link", href: link, target: "_blank", rel: "noopener" });
    anchor.textContent = "Sign in (opens in a new tab)";
    paragraph.append(anchor);
    box.append(paragraph);
  }
  form.querySelector(".app-not-saved")?.remove();
  form.prepend(box);
  box.focus();
}

document.addEventListener("htmx:responseError", (event) => {
  const { elt, xhr } = event.detail;
  if (elt.href) {
    location.assign(elt.href); // its page says what is wrong
    return;
  }
  outOfDate = true;
  if (xhr.status === 401) {
    notSaved(
      elt,
      "You are no longer signed in. What you wrote is still here: sign in, come back to this page and save again.",
      xhr.getResponseHeader("X-Sign-In"),
    );
  } else {
    notSaved(elt, "Something went wrong. What you wrote is still here: save again in a moment.");
  }
});

document.addEventListener("htmx:sendError", (event) => {
  notSaved(event.detail.elt, "There is no connection. What you wrote is still here: save again when it is back.");
});

document.addEventListener("htmx:confirm", (event) => {
  if (!outOfDate || event.detail.verb === "get") return;
  event.preventDefault();
  renewTokens().finally(() => event.detail.issueRequest(true));
});

async function renewTokens() {
  const page = await (await fetch(location.href, { credentials: "same-origin" })).text();
  const fresh = new DOMParser().parseFromString(page, "text/html");
  const token = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
  outOfDate = false;
}
