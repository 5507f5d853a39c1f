// The reader panel: articles beside the conversation, opened at a sentence; the quote shown on hover and focus.

let opener = null; // where the focus goes back to when the article is closed

/** Open an article, at a sentence if one is named. `push` makes it a step that the browser's Back undoes. */
async function openArticle(id, start, end, { push = true, focus = true } = {}) {
  const reply = await attempt("article", [id, start, end, page()]);
  if (!reply) {
    if (!state.article) await showHome();
    return;
  }
  const from = document.activeElement;
  if (from && !by("svar-panel").contains(from)) opener = from;
  state.article = { id: reply.id, start, end };
  by("svar-article").replaceChildren(fragment(reply.html));
  root().classList.add("reading");
  markCurrent();
  if (push) pushPlace();
  document.title = `${reply.title} – Svar`;
  const place = target(start);
  if (place) place.scrollIntoView({ block: "center", behavior: "instant" });
  else by("svar-article").scrollTo({ top: 0, behavior: "instant" });
  sayWhere();
  if (focus) focusPlace(place);
}

/** The marked sentence, or the heading of the section that begins at `start`. */
function target(start) {
  const article = by("svar-article");
  const mark = article.querySelector("mark");
  if (mark || start === null || start === undefined) return mark;
  return article.querySelector(`section[data-start="${start}"] .heading`);
}

function focusPlace(place) {
  const element = place ?? by("svar-article").querySelector(".article-title");
  if (!element) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

async function closeArticle({ push = true, focus = true } = {}) {
  if (!state.article) return;
  state.article = null;
  root().classList.remove("reading");
  document.title = root().dataset.title;
  markCurrent();
  if (push) pushPlace();
  const back = focus ? opener : null;
  opener = null;
  // At once: a moment later the reader may be typing. A dot of the map may be out of sight by now.
  if (back?.getClientRects().length) back.focus({ preventScroll: true });
  else if (focus && push) by("svar-question").focus();
  await showHome();
}

/** Without an article the panel lists what there is. */
async function showHome() {
  const reply = await attempt("articles", [page()], {
    preparing: () => sayOpening(),
  });
  if (!reply || state.article) return;
  by("svar-article").replaceChildren(fragment(reply.html));
}

function sayOpening() {
  if (by("svar-article").children.length) return;
  const line = document.createElement("p");
  line.className = "opening";
  line.textContent = said("opening");
  by("svar-article").append(line);
}

/** Say in the panel's first line which section is being read. */
function sayWhere() {
  const article = by("svar-article").querySelector(".article");
  if (!article) return;
  const line = by("svar-article").getBoundingClientRect().top + Math.min(innerHeight, by("svar-article").clientHeight) / 3;
  const mark = article.querySelector("mark");
  const read = [...article.querySelectorAll("section")].filter((part) => part.getBoundingClientRect().top <= line).at(-1);
  const section = mark && inSight(mark) ? mark.closest("section") : read;
  const heading = section?.querySelector(".heading")?.firstElementChild.textContent;
  article.querySelector(".where").textContent = [article.dataset.title, heading].filter(Boolean).join(" › ");
}

/** Show which chip the open article belongs to. */
function markCurrent() {
  for (const chip of root().querySelectorAll(".chip")) {
    const here =
      state.article && chip.dataset.article === state.article.id && Number(chip.dataset.sentence) === state.article.start;
    if (here) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
}

/** A section's heading in the panel, without leaving the article. */
function goToSection(start) {
  const heading = by("svar-article").querySelector(`section[data-start="${start}"] .heading`);
  if (!heading) return;
  scrollTo(heading);
  const title = heading.firstElementChild;
  title.focus({ preventScroll: true });
}

/** The other language's version, at the section that is being read. */
function switchVersion(link) {
  const top = Math.max(0, by("svar-article").getBoundingClientRect().top) + 80;
  const sections = [...by("svar-article").querySelectorAll("section[data-twin]")];
  const marked = by("svar-article").querySelector("mark")?.closest("section[data-twin]");
  const visible = sections.filter((section) => section.getBoundingClientRect().top <= top).at(-1);
  const section = marked && inSight(marked) ? marked : visible;
  openArticle(link.dataset.article, section ? Number(section.dataset.twin) : null, null);
}

function inSight(element) {
  const box = element.getBoundingClientRect();
  const frame = by("svar-article").getBoundingClientRect();
  return box.bottom > Math.max(0, frame.top) && box.top < Math.min(innerHeight, frame.bottom);
}

async function askAboutSection(start) {
  const reply = await attempt("section", [state.article.id, start, page()]);
  if (!reply) return;
  await ask(reply.question);
  // The next question is typed at once; on a phone the keyboard would cover the answer.
  if (!narrow()) by("svar-question").focus({ preventScroll: true });
}

/** On a narrow screen the article lies over the question box: close it for what needs the box or its room. */
function leaveArticle() {
  if (narrow() && state.article) closeArticle({ focus: false });
}

// The quote beside a chip.

function showTip(chip) {
  const tip = by("svar-tip");
  const place = document.createElement("span");
  place.className = "tip-place";
  place.textContent = chip.dataset.place;
  const quote = document.createElement("span");
  quote.textContent = chip.dataset.quote;
  tip.replaceChildren(place, quote);
  tip.lang = chip.dataset.language;
  tip.hidden = false;
  chip.setAttribute("aria-describedby", "svar-tip");
  const box = chip.getBoundingClientRect();
  const width = tip.offsetWidth;
  const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
  const above = box.top - tip.offsetHeight - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : box.bottom + 8}px`;
}

function hideTip() {
  const tip = by("svar-tip");
  if (tip.hidden) return;
  tip.hidden = true;
  root().querySelector('[aria-describedby="svar-tip"]')?.removeAttribute("aria-describedby");
}
