// The page's state, its calls to the server, and what several parts share. The files are joined into one script.
"use strict";

const state = {
  turns: [], // {question, page, fixed, copy}: what was asked, and what "copy" copies
  article: null, // what the panel shows: {id, start, end} or null
  view: "ask",
  asking: null, // AbortController of the question under way
  restores: 0, // grows with each: the last one counts
  missed: false, // whether another tab went on with the conversation while this one was asking
  restoring: null, // settles when the conversation is back; a question waits for it
  editing: false,
  edition: 0, // grows when articles are added or removed
};

const by = (id) => document.getElementById(id);
const root = () => by("svar");
const page = () => root().dataset.page;
const said = (key) => JSON.parse(root().dataset.phrases)[key] ?? key;
const narrow = () => matchMedia("(max-width: 899px)").matches;
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What answers are fixed to: "da", "en" or "auto" (the question's own language). */
function fixed() {
  return root().dataset.fixed ?? root().querySelector("[name=svar-language]:checked")?.value ?? "auto";
}

const pause = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("stopped", "AbortError"));
    });
  });

/** Call one of the page's endpoints; while the models load, wait and ask again. */
async function call(name, data, { signal, preparing } = {}) {
  for (;;) {
    const response = await fetch(`gradio_api/run/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ data }),
      signal,
    });
    if (response.status === 401) location.reload();
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    const reply = (await response.json()).data[0];
    if (!reply.preparing) return reply;
    preparing?.();
    await pause(400, signal);
  }
}

/** The same, with what goes wrong said on the page; null when it did. */
async function attempt(name, data, options) {
  try {
    const reply = await call(name, data, options);
    if (!reply.error) return reply;
    notice(reply.error);
  } catch (error) {
    if (error.name !== "AbortError") notice(said("failed"));
  }
  return null;
}

/** Tell a screen reader: a text in the page's language, or several, each [text, its language].
 *  They are set a moment after the region is emptied, or a repeated text would go unsaid. */
function announce(texts) {
  const region = by("svar-said");
  region.textContent = "";
  const parts = (Array.isArray(texts) ? texts : [[texts, page()]]).map(([text, lang]) =>
    Object.assign(document.createElement("span"), { lang, textContent: text }),
  );
  setTimeout(() => region.replaceChildren(...parts.flatMap((part) => [part, " "])), 60);
}

let noticeTimer;
function notice(text) {
  const box = by("svar-notice");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (box.hidden = true), 8000);
}

/** The browser's own store, which may be switched off. */
const store = {
  read(key) {
    try {
      return localStorage.getItem(`svar.${key}`);
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      if (value === null) localStorage.removeItem(`svar.${key}`);
      else localStorage.setItem(`svar.${key}`, value);
    } catch {
      // Private windows may refuse; then nothing is remembered.
    }
  },
};

function scrollTo(element, block = "start") {
  element.scrollIntoView({ block, behavior: calm() ? "instant" : "smooth" });
}
