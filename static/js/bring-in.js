// Bringing in a plan: a pasted table keeps its cells, and sending a large file shows how far it is.
// Without this file the form is sent as it stands, and pasted text keeps its tabs.

// The form is put in place anew when it comes back with an error: it is looked for each time.
function form() {
  return document.getElementById("bring-in");
}

function say(words) {
  document.getElementById("pasted").textContent = words;
}

// What Word and Excel put on the clipboard, without pictures and program settings, which can be
// larger than the table many times. As text: a parsed copy would apply its styles.
const NEEDLESS = [
  /<!--\[if[\s\S]*?endif\]-->/gi,
  /<(script|xml|object|svg)\b[\s\S]*?<\/\1>/gi,
  /<img\b[^>]*>/gi,
];

function tidied(html) {
  return NEEDLESS.reduce((text, needless) => text.replace(needless, ""), html);
}

function pasted(event) {
  const html = event.clipboardData?.getData("text/html");
  const kept = form().elements.html;
  kept.value = "";
  say("");
  if (!html) return;
  const clean = tidied(html);
  const rows = clean.match(/<tr\b/gi)?.length ?? 0;
  if (!rows) return;
  kept.value = clean;
  say(`A table with ${rows} ${rows === 1 ? "row" : "rows"} is ready to be read.`);
}

function tooLarge(field) {
  const file = field.files[0];
  const limit = Number(field.dataset.limit);
  const large = Boolean(file) && file.size > limit;
  say(large
    ? `This file has ${Math.ceil(file.size / 1e6)} MB and the limit is ${limit / 1e6} MB. Take pictures out of it, or copy the table and paste it.`
    : "");
  return large;
}

function progress(shown) {
  document.getElementById("progress").hidden = !shown;
}

document.addEventListener("paste", (event) => {
  if (event.target === form()?.elements.text) pasted(event);
});

document.addEventListener("input", (event) => {
  const field = form()?.elements.text;
  if (event.target === field && !field.value.trim()) {
    form().elements.html.value = "";
    say("");
  }
});

document.addEventListener("change", (event) => {
  if (event.target === form()?.elements.file) tooLarge(event.target);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id !== "bring-in") return;
  if (tooLarge(event.detail.elt.elements.file)) {
    event.preventDefault();
    return;
  }
  progress(true);
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = document.getElementById("progress-bar");
  if (!bar || !event.detail.lengthComputable) return;
  bar.value = (100 * event.detail.loaded) / event.detail.total;
  if (event.detail.loaded >= event.detail.total) {
    bar.removeAttribute("value");
    document.getElementById("progress-said").textContent = "Reading the plan…";
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.id !== "bring-in") return;
  if (!event.detail.successful && event.detail.xhr.status !== 422) {
    progress(false);
    say("This could not be sent. Check your connection and the size of the file, then try again.");
  }
});
