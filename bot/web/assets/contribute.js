// What a reader may add, where it was allowed: an opinion on an answer, articles of one's own.

/** The questions up to the turn that an element stands in: that is how the server knows which answer is meant. */
function historyTo(element) {
  const turn = element.closest(".turn");
  return history_().slice(0, [...by("svar-turns").children].indexOf(turn) + 1);
}

async function vote(button) {
  const reply = await attempt("rate", [historyTo(button), button.dataset.vote, "", page()]);
  if (!reply) return;
  const actions = button.closest(".actions");
  for (const thumb of actions.querySelectorAll(".thumb")) thumb.setAttribute("aria-pressed", String(thumb === button));
  const form = actions.querySelector(".reason");
  form.hidden = false;
  form.dataset.opinion = button.dataset.vote;
  form.querySelector("input").focus();
  announce(said("vote_kept"));
}

async function giveReason(form) {
  const input = form.querySelector("input");
  if (input.value.trim()) {
    const reply = await attempt("rate", [historyTo(form), form.dataset.opinion, input.value, page()]);
    if (!reply) return;
    announce(said("vote_kept"));
  }
  const thanks = document.createElement("span");
  thanks.className = "thanks";
  thanks.textContent = said("vote_kept");
  form.replaceWith(thanks);
}

async function addArticles(files) {
  let number = 0;
  for (const file of files) {
    number += 1;
    const which = files.length > 1 ? said("file_of").replace("{number}", number).replace("{count}", files.length) + " " : "";
    const text = await readText(file);
    const reply = await changing(which + said("adding").replace("{name}", file.name), "add", [file.name, text]);
    if (reply) notice(reply.said);
  }
  by("svar-files").value = "";
  await articlesChanged();
}

/** The file as text; what is no UTF-8 comes out with a zero in it, which the server refuses with its own words. */
async function readText(file) {
  if (file.size > 1_500_000) return "x".repeat(1_500_000);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return "\0";
  }
}

async function removeArticle(id) {
  const reply = await changing(said("removing"), "remove", [id]);
  if (!reply) return;
  notice(reply.said);
  if (state.article?.id === id) await closeArticle();
  await articlesChanged();
}

/** Call an endpoint that takes a while, with a bar to show how far it has come. */
async function changing(text, name, data) {
  const box = by("svar-adding");
  box.querySelector("span").textContent = text;
  box.hidden = false;
  announce(text);
  const bar = box.querySelector("progress");
  bar.removeAttribute("value");
  const watch = setInterval(() => showSteps(box, bar, text), 250);
  const reply = await attempt(name, [...data, page()]);
  clearInterval(watch);
  box.hidden = true;
  if (reply) announce(reply.said);
  return reply;
}

/** Move the bar to where the indexing is; until it has said so, the bar only shows that something happens. */
async function showSteps(box, bar, text) {
  const steps = await call("progress", []).catch(() => ({ total: 0 }));
  if (box.hidden || !steps.total) return;
  bar.max = steps.total;
  bar.value = steps.done;
  box.querySelector("span").textContent = `${text} ${said("steps").replace("{done}", steps.done).replace("{total}", steps.total)}`;
}

async function articlesChanged() {
  state.edition += 1;
  if (!state.article) await showHome();
  await loadOverview();
}

function listenForDrops() {
  const over = (on) => by("svar-drop")?.classList.toggle("over", on);
  addEventListener("dragover", (event) => {
    if (!by("svar-drop")) return;
    event.preventDefault();
    over(true);
  });
  addEventListener("dragleave", () => over(false));
  addEventListener("drop", (event) => {
    if (!by("svar-drop")) return;
    event.preventDefault();
    over(false);
    showView("explore", { push: true });
    addArticles([...event.dataTransfer.files]);
  });
}
