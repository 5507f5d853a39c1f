// Puts it together: the address bar, clicks and keys, the first moments of the page.

/** The place in the address: what a link to this very view would be. */
function address() {
  const query = new URLSearchParams();
  if (state.view !== "ask") query.set("view", state.view);
  if (state.article) {
    query.set("article", state.article.id);
    if (state.article.start !== null) query.set("sentence", state.article.start);
    if (state.article.end !== null) query.set("to", state.article.end);
  }
  const text = query.toString().replaceAll("%2F", "/");
  return location.pathname + (text ? `?${text}` : "");
}

function pushPlace() {
  if (address() !== location.pathname + location.search) history.pushState(null, "", address());
}

const offset = (value) => (/^\d{1,9}$/.test(value ?? "") ? Number(value) : null);

/** Show what the address names, without adding a step to the history. */
async function showAddress() {
  const query = new URLSearchParams(location.search);
  showView(query.get("view") === "explore" ? "explore" : "ask");
  const id = query.get("article");
  if (id) await openArticle(id, offset(query.get("sentence")), offset(query.get("to")), { push: false, focus: false });
  else if (state.article) await closeArticle({ push: false });
  else await showHome();
}

const actions = {
  copy: copyTurn,
  edit: editLast,
  retry: retryLast,
  clear: clearAll,
  download,
  close: () => closeArticle(),
  theme: changeTheme,
  skip() {
    leaveArticle();
    by(state.view === "ask" ? "svar-question" : "svar-search").focus();
  },
};

function onClick(event) {
  const element = event.target.closest("a, button, [data-article]");
  if (!element || !root().contains(element)) return;
  const { dataset } = element;
  if (dataset.action) actions[dataset.action](element);
  else if (dataset.ask) ask(dataset.ask);
  else if (dataset.view) showView(dataset.view, { push: true });
  else if (dataset.vote) vote(element);
  else if (dataset.remove) removeArticle(dataset.remove);
  else if (dataset.askSection) askAboutSection(Number(dataset.askSection));
  else if (element.id === "svar-stop") state.asking?.abort();
  else if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a link opens where the reader wants it
  else if (element.classList.contains("switch")) switchVersion(element);
  else if (element.closest(".contents") && dataset.place) goToSection(dataset.place);
  else if (dataset.article) openArticle(dataset.article, offset(dataset.sentence), offset(dataset.to));
  else return;
  event.preventDefault();
  hideTip();
}

function onKey(event) {
  if (event.target.id === "svar-question" && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    ask(event.target.value, { instead: state.editing });
  } else if (event.key in STEPS && event.target.classList?.contains("dot")) {
    event.preventDefault();
    walk(event.target, event.key);
  } else if (event.key === "Escape") {
    if (!by("svar-tip").hidden) hideTip();
    else if (state.asking) state.asking.abort();
    else if (state.editing) leaveEditing();
    else if (state.article) closeArticle();
  }
}

const quoted = (event) => event.target.closest?.("[data-quote]");

function leaveEditing() {
  state.editing = false;
  by("svar-question").value = "";
  fit(by("svar-question"));
}

/** Another language for page and answers: a new frame around the same conversation and the same article. */
async function changeLanguage(choice) {
  state.asking?.abort();
  const language = choice === "auto" ? browserLanguage() : choice;
  store.write("language", choice === "auto" ? null : choice);
  document.cookie = `svar_language=${choice}; path=/; max-age=${choice === "auto" ? 0 : 31536000}; SameSite=Lax`;
  const reply = await attempt("shell", [language, choice]);
  if (!reply) return;
  const { view, article } = state;
  const draft = by("svar-question").value;
  const { theme } = root().dataset;
  root().replaceWith(fragment(reply.html));
  if (theme) root().dataset.theme = theme;
  state.view = "ask";
  await dress(draft);
  showView(view);
  const history = history_();
  await Promise.all([restore(history), article ? openArticle(article.id, article.start, article.end, { push: false, focus: false }) : showHome()]);
  loadStarters();
  root().querySelector("[name=svar-language]:checked")?.focus();
}

/** The other of light and dark; what the system shows anyway is not kept, so that it is followed again. */
function changeTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const next = (root().dataset.theme ?? system) === "dark" ? "light" : "dark";
  if (next === system) delete root().dataset.theme;
  else root().dataset.theme = next;
  document.cookie = `svar_theme=${next}; path=/; max-age=${next === system ? 0 : 31536000}; SameSite=Lax`;
}

const browserLanguage = () =>
  navigator.languages.map((name) => name.slice(0, 2).toLowerCase()).find((name) => name === "da" || name === "en") ?? "en";

/** What a fresh frame needs before it is used. */
function dress(draft = "") {
  document.documentElement.lang = page();
  document.title = root().dataset.title;
  by("svar-keep").checked = store.read("forget") !== "1";
  by("svar-question").value = draft;
  fit(by("svar-question"));
}

/** Gradio mounts late; the frame moves into its slot without losing the focus or the place. */
function moveIntoSlot() {
  const slot = by("svar-slot");
  if (!slot || slot.contains(root())) return Boolean(slot);
  const focused = document.activeElement;
  const scrolled = [...root().querySelectorAll(".scroll, .panel-scroll, .view")].map((frame) => [frame, frame.scrollTop]);
  slot.append(root());
  if (root().contains(focused)) focused.focus({ preventScroll: true });
  for (const [frame, top] of scrolled) frame.scrollTop = top;
  document.documentElement.lang = page();
  document.title = state.article ? document.title : root().dataset.title;
  return true;
}

async function start() {
  dress();
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", (event) => {
    if (!root().contains(event.target)) return;
    event.preventDefault();
    if (event.target.id === "svar-composer") ask(by("svar-question").value, { instead: state.editing });
    if (event.target.classList.contains("reason")) giveReason(event.target);
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "svar-question") fit(event.target);
    if (event.target.id === "svar-search") search(event.target.value);
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "svar-language") changeLanguage(event.target.value);
    if (event.target.id === "svar-files") addArticles(event.target.files);
    if (event.target.id === "svar-keep") {
      keep();
      if (!event.target.checked) announce(said("forgotten"));
    }
  });
  for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => quoted(event) && showTip(quoted(event)));
    document.addEventListener(off, (event) => quoted(event) && hideTip());
  }
  document.addEventListener("scroll", (event) => event.target.id === "svar-article" && requestAnimationFrame(sayWhere), true);
  addEventListener("popstate", showAddress);
  addEventListener("storage", followOtherTab);
  listenForDrops();
  if (!moveIntoSlot()) {
    const watcher = new MutationObserver(() => moveIntoSlot() && watcher.disconnect());
    watcher.observe(document.body, { childList: true, subtree: true });
  }
  if (!narrow()) by("svar-question").focus();
  const question = new URLSearchParams(location.search).get("q");
  const history = kept();
  const shown = showAddress();
  await restore(history);
  if (!history.length) loadStarters();
  await shown;
  if (question) {
    window.history.replaceState(null, "", address());
    ask(question);
  }
}

start();
