// The conversation: asking, stopping, editing, keeping, copying.

const history_ = () => state.turns.map(({ question, page, fixed }) => ({ question, page, fixed }));

/** Ask a question; `instead` takes the place of the last one, which was edited. */
async function ask(text, { instead = false } = {}) {
  const question = text.trim();
  if (!question || state.asking) return;
  state.asking = new AbortController(); // from here on: two taps are one question
  await state.restoring;
  leaveArticle();
  if (instead) dropLast();
  state.editing = false;
  showView("ask");
  const box = by("svar-question");
  box.value = "";
  fit(box);
  const asked = { question, page: page(), fixed: fixed() };
  const waiting = showWaiting(question);
  busy(true);
  let reply = null;
  try {
    reply = await call("ask", [question, history_(), asked.fixed, asked.page], {
      signal: state.asking.signal,
      preparing: () => sayWaiting(waiting, "preparing"),
    });
  } catch (error) {
    notice(said(error.name === "AbortError" ? "stopped" : "failed"));
  }
  state.asking = null;
  busy(false);
  const elsewhere = state.missed;
  state.missed = false;
  if (!reply || reply.error) {
    if (reply) notice(reply.error);
    waiting.remove();
    box.value = box.value || question;
    fit(box);
    arrange();
    if (elsewhere) restore(kept());
    return;
  }
  if (elsewhere) {
    announce(reply.spoken);
    await restore([...kept(), asked]);
    return keep();
  }
  state.turns.push({ ...asked, copy: reply.copy });
  waiting.replaceWith(fragment(reply.html));
  announce(reply.spoken);
  keep();
  arrange();
}

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html; // made by the server's one escaping function
  return template.content;
}

/** Show the question at once, where its answer will stand. */
function showWaiting(question) {
  const turn = document.createElement("section");
  turn.className = "turn waits";
  const heading = document.createElement("h2");
  heading.className = "question";
  heading.textContent = question;
  const line = document.createElement("p");
  line.className = "waiting";
  line.textContent = said("waiting");
  turn.append(heading, line);
  by("svar-turns").append(turn);
  arrange();
  turn.scrollIntoView({ block: "start", behavior: "instant" });
  return turn;
}

function sayWaiting(turn, key) {
  const line = turn.querySelector(".waiting");
  if (line.textContent === said(key)) return;
  line.textContent = said(key);
  announce(said(key));
}

function busy(on) {
  const stop = document.activeElement === by("svar-stop");
  by("svar-send").hidden = on;
  by("svar-stop").hidden = !on;
  by("svar-turns").setAttribute("aria-busy", String(on));
  if (!on && stop) by("svar-question").focus();
}

/** Show what belongs to an empty or a begun conversation. */
function arrange() {
  const empty = !by("svar-turns").children.length;
  by("svar-first").hidden = !empty;
  by("svar-tools").hidden = !state.turns.length;
}

function dropLast() {
  state.turns.pop();
  by("svar-turns").lastElementChild?.remove();
  keep();
  arrange();
}

function editLast() {
  const last = state.turns.at(-1);
  if (!last) return;
  leaveArticle();
  state.editing = true;
  const box = by("svar-question");
  box.value = last.question;
  fit(box);
  box.focus();
  box.select();
}

function retryLast() {
  const last = state.turns.at(-1);
  if (!last || state.asking) return;
  dropLast();
  ask(last.question);
}

function clearAll() {
  state.asking?.abort();
  state.restores++;
  state.turns = [];
  state.editing = false;
  by("svar-turns").replaceChildren();
  keep();
  arrange();
  loadStarters();
  by("svar-question").focus();
}

/** Keep the questions in this browser, or forget them if the reader said so. */
function keep() {
  const on = by("svar-keep").checked;
  store.write("forget", on ? null : "1");
  store.write("turns", on && state.turns.length ? JSON.stringify(history_()) : null);
}

/** Another tab went on with the conversation, or the reader had it forgotten there: do the same here. */
function followOtherTab({ key }) {
  if (key === "svar.forget") by("svar-keep").checked = store.read("forget") !== "1";
  if (key !== "svar.turns" || !by("svar-keep").checked || store.read("forget") === "1") return;
  if (state.asking) state.missed = true; // taken in when the answer is there
  else {
    state.editing = false; // the last question is another one now
    const history = kept();
    restore(history);
    if (!history.length) loadStarters();
  }
}

/** Bring back the conversation: after a reload from what was kept, after a change of language from what is here. */
function restore(history) {
  state.restoring = bringBack(history);
  return state.restoring;
}

async function bringBack(history) {
  const number = ++state.restores;
  if (!history.length) {
    state.turns = [];
    by("svar-turns").replaceChildren();
    arrange();
    return;
  }
  by("svar-first").hidden = true;
  const reply = await attempt("restore", [history, page()], { preparing: () => waitHere(true) });
  waitHere(false); // whoever has overtaken this says again that he waits, if he does
  if (number !== state.restores) return; // overtaken by another tab's change, or cleared
  if (!reply) return arrange();
  state.turns = history.slice(-reply.turns.length).map((turn, n) => ({ ...turn, copy: reply.turns[n].copy }));
  by("svar-turns").replaceChildren(...reply.turns.map(({ html }) => fragment(html)));
  arrange();
  const last = by("svar-turns").lastElementChild;
  last?.scrollIntoView({ block: "start", behavior: "instant" });
}

function waitHere(on) {
  const line = by("svar-waiting");
  line.textContent = on ? said("restoring") : "";
  line.hidden = !on;
}

function kept() {
  try {
    const turns = JSON.parse(store.read("turns") ?? "[]");
    return Array.isArray(turns) ? turns : [];
  } catch {
    return [];
  }
}

async function loadStarters() {
  if (by("svar-starters").children.length) return;
  const reply = await attempt("starters", [page()]);
  if (!reply) return;
  by("svar-starters").replaceChildren(
    ...reply.questions.map(({ text, language }) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "ask", textContent: text, lang: language });
      button.dataset.ask = text;
      item.append(button);
      return item;
    }),
  );
}

async function copyTurn(button) {
  const turns = [...by("svar-turns").children];
  const { copy } = state.turns[turns.indexOf(button.closest(".turn"))];
  if (!(await toClipboard(copy))) return notice(said("copy_failed"));
  const label = button.textContent;
  button.textContent = said("copied");
  announce(said("copied"));
  setTimeout(() => (button.textContent = label), 2000);
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https, browsers leave only the old way.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

async function download() {
  const reply = await attempt("export", [history_(), page()]);
  if (!reply) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([reply.markdown], { type: "text/markdown;charset=utf-8" }));
  link.download = `${said("file_name")}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The question box grows with its text, up to a third of the window. */
function fit(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, innerHeight / 3)}px`;
}
