// Saves a contribution while somebody types. What could not be sent yet stays in this browser's
// own storage, is sent again with growing pauses, and is offered when the page is opened again.
// Without this file the buttons save.

const PAUSE = 1500; // ms without a key before saving
const LONGEST_WAIT = 60000; // ms between tries while the network is down

const form = document.querySelector("form[data-save]");
if (form) start(form);

function start(form) {
  const state = form.querySelector("[data-saving]");
  const fields = [...form.querySelectorAll("[data-field]")].map((box) => {
    const key = box.dataset.field;
    return {
      key,
      box,
      input: box.querySelector(`[name="text-${key}"]`),
      seen: box.querySelector(`[name="seen-${key}"]`),
      name: `boardplan-words:${form.dataset.part}:${key}`,
      conflict: null,
      stored: null, // as the server has it
    };
  });
  let timer = null;
  let sending = null;
  let tries = 0;
  let stopped = ""; // why nothing can be saved any more

  state.parentNode.hidden = false;
  for (const field of fields) {
    field.stored = field.input.defaultValue;
    field.input.addEventListener("input", () => typed(field));
    count(field);
    offerKept(field);
  }

  function typed(field) {
    keep(field);
    count(field);
    if (field.conflict || stopped) return;
    tell("Not saved yet");
    later(PAUSE);
  }

  const dirty = () => fields.filter((field) => !field.conflict && field.input.value !== field.stored);

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  // Whether everything that can be saved is. One request at a time: what is typed meanwhile goes
  // with the next.
  async function save() {
    clearTimeout(timer);
    if (sending) await sending;
    const changed = dirty();
    if (!changed.length) return !stopped;
    if (stopped) return false;
    sending = send(changed);
    const done = await sending;
    sending = null;
    if (done && dirty().length) later(PAUSE);
    return done;
  }

  async function send(changed) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const sent = new Map(changed.map((field) => [field, field.input.value]));
    for (const [field, text] of sent) {
      body.append(`text-${field.key}`, text);
      body.append(`seen-${field.key}`, field.seen.value);
    }
    let response, answer;
    try {
      response = await fetch(form.dataset.save, {
        method: "POST",
        body,
        credentials: "same-origin",
        headers: { Accept: "application/json" },
        // Lets the last words arrive while the page is being closed; browsers allow 64 kB of it.
        keepalive: [...sent.values()].join("").length < 15000,
      });
      answer = response.headers.get("Content-Type")?.startsWith("application/json")
        ? await response.json()
        : {};
    } catch {
      return again("No connection. Your words are kept in this browser and are saved as soon as it is back.");
    }
    if (response.status === 429 || response.status >= 500) {
      return again("The server is busy. Your words are kept in this browser and are saved in a moment.");
    }
    if (!response.ok) {
      const field = fields.find((one) => one.key === answer.field);
      if (field) {
        tell(`Not saved: ${answer.error}`);
        return false;
      }
      stopped = answer.error || "This page can no longer be saved. Load it again.";
      tell(`Not saved: ${stopped} Your words are kept in this browser.`);
      return false;
    }
    tries = 0;
    for (const [field, text] of sent) {
      const theirs = answer.conflicts[field.key];
      if (theirs) {
        showConflict(field, theirs);
        continue;
      }
      field.seen.value = answer.versions[field.key];
      field.stored = text;
      forget(field);
    }
    const clash = Object.keys(answer.conflicts).length > 0;
    tell(clash ? "Somebody else wrote here at the same time. Look above." : `Saved ${answer.saved}`);
    return !clash;
  }

  function again(words) {
    tries += 1;
    tell(words);
    later(Math.min(LONGEST_WAIT, 1000 * 2 ** tries));
    return false;
  }

  // Said once: a screen reader need not hear the same sentence with every try.
  function tell(words) {
    if (state.textContent !== words) state.textContent = words;
  }

  function count(field) {
    const place = field.box.querySelector("[data-count]");
    if (!place) return;
    const lines = field.input.value.split("\n").map((line) => line.trim().replace(/^(##|>|--|-|\d{1,3}\.)\s+/, ""));
    const words = lines.join(" ").split(/\s+/).filter(Boolean).length;
    const limit = Number(place.dataset.limit);
    const over = limit && words > limit ? `, ${words - limit} too many` : "";
    place.textContent = `${words} word${words === 1 ? "" : "s"}${limit ? ` of ${limit}` : ""}${over}`;
    place.classList.toggle("app-over", Boolean(over));
  }

  // This browser's storage. It may be full or switched off: then the page alone holds the words.

  function keep(field) {
    if (field.input.value === field.stored) return forget(field);
    try {
      localStorage.setItem(field.name, JSON.stringify({ text: field.input.value, at: Date.now() }));
    } catch {
      /* see above */
    }
  }

  // Only what this very text was kept for: another tab may have newer words.
  function forget(field) {
    const kept = read(field);
    if (kept && (kept.text === field.stored || field.input.value === field.stored)) {
      try {
        localStorage.removeItem(field.name);
      } catch {
        /* see above */
      }
    }
  }

  function read(field) {
    try {
      return JSON.parse(localStorage.getItem(field.name));
    } catch {
      return null;
    }
  }

  function offerKept(field) {
    const kept = read(field);
    if (!kept) return;
    if (kept.text.trim() === field.stored.trim()) {
      localStorage.removeItem(field.name);
      return;
    }
    const box = fill("[data-kept]");
    const when = new Date(kept.at).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    box.querySelector("[data-heading]").textContent = `This browser kept words that were not saved (${when})`;
    box.querySelector("[data-theirs]").textContent = kept.text;
    box.querySelector("[data-put]").addEventListener("click", () => {
      box.remove();
      field.input.value = kept.text;
      typed(field);
      field.input.focus();
    });
    box.querySelector("[data-drop]").addEventListener("click", () => {
      box.remove();
      localStorage.removeItem(field.name);
      field.input.focus();
    });
    field.input.before(box);
  }

  // Two writers at once

  function showConflict(field, theirs) {
    field.conflict?.remove();
    const box = (field.conflict = fill("[data-conflict]"));
    const heading = box.querySelector("[data-heading]");
    heading.textContent = `${theirs.by} saved this at ${theirs.at}, while you were writing`;
    box.querySelector("[data-theirs]").textContent = theirs.text || "(empty)";
    const decide = (text) => {
      box.remove();
      field.conflict = null;
      field.seen.value = theirs.version;
      field.stored = theirs.text;
      field.input.value = text;
      field.input.focus();
      if (text === theirs.text) forget(field);
      typed(field);
      save();
    };
    box.querySelector("[data-mine]").addEventListener("click", () => decide(field.input.value));
    box.querySelector("[data-take]").addEventListener("click", () => decide(theirs.text));
    box.querySelector("[data-both]").addEventListener("click", () => decide(`${field.input.value}\n\n${theirs.text}`));
    field.input.before(box);
    heading.focus({ preventScroll: true });
  }

  function fill(which) {
    return form.querySelector(`template${which}`).content.firstElementChild.cloneNode(true);
  }

  // A button is pressed: everything is saved first, so that no words go away with the page.
  let leaving = false;
  form.addEventListener("submit", async (event) => {
    if (leaving || (!dirty().length && !sending)) return;
    event.preventDefault();
    const button = event.submitter;
    if (sending) await sending;
    if (dirty().length && !(await save())) {
      if (!stopped) tell(`${state.textContent} Choose “${button.textContent.trim()}” again then.`);
      return;
    }
    leaving = true;
    form.requestSubmit(button);
  });

  window.addEventListener("online", () => {
    tries = 0;
    if (dirty().length) later(0);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && dirty().length && !stopped) save();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && dirty().length) event.preventDefault();
  });
}
