// The explore view: which view is shown, searching as one types, walking over the map with the arrow keys.

function showView(view, { push = false } = {}) {
  if (view === "explore") loadOverview();
  if (state.view === view) return;
  state.view = view;
  for (const element of root().querySelectorAll(".view")) element.hidden = element.dataset.is !== view;
  for (const tab of root().querySelectorAll(".tab")) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  root().dataset.view = view;
  if (push) pushPlace();
}

/** The map and the list; drawn anew when a question was asked since, for its mark on the map. */
async function loadOverview() {
  const box = by("svar-overview");
  const wanted = `${page()} ${state.turns.length} ${state.edition}`;
  if (box.dataset.shows === wanted) return;
  box.dataset.shows = wanted;
  if (!box.children.length) {
    const line = document.createElement("p");
    line.className = "opening";
    line.textContent = said("drawing");
    box.append(line);
  }
  const reply = await attempt("overview", [history_(), page()]);
  if (!reply) delete box.dataset.shows;
  if (!reply || box.dataset.shows !== wanted) return;
  box.replaceChildren(fragment(reply.html));
  box.querySelector(".dot")?.setAttribute("tabindex", "0");
}

let searching = null;

/** Search a moment after the last key; a newer search makes the one before it void. */
async function search(text) {
  searching?.abort();
  const found = by("svar-found");
  const wanted = text.trim();
  found.hidden = !wanted;
  by("svar-overview").hidden = Boolean(wanted);
  if (!wanted) return found.replaceChildren();
  searching = new AbortController();
  const { signal } = searching;
  try {
    await pause(120, signal);
  } catch {
    return;
  }
  const reply = await attempt("find", [wanted, page()], { signal });
  if (!reply || signal.aborted) return;
  found.replaceChildren(fragment(reply.html));
  announce(found.querySelector("li") ? `${found.getAttribute("aria-label")}: ${found.querySelectorAll("li").length}` : found.textContent);
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Move the focus to the nearest dot in the arrow's direction; straight ahead counts for more than aside. */
function walk(dot, key) {
  const [x, y] = STEPS[key];
  const here = centre(dot);
  let best = null;
  let least = Infinity;
  for (const other of by("svar-overview").querySelectorAll(".dot")) {
    const there = centre(other);
    const ahead = (there.x - here.x) * x + (there.y - here.y) * y;
    const aside = Math.abs((there.x - here.x) * y) + Math.abs((there.y - here.y) * x);
    const cost = ahead + 2.5 * aside;
    if (ahead > 0.1 && cost < least) [best, least] = [other, cost];
  }
  if (!best) return;
  dot.setAttribute("tabindex", "-1");
  best.setAttribute("tabindex", "0");
  best.focus();
}

function centre(dot) {
  const circle = dot.querySelector("circle");
  return { x: circle.cx.baseVal.value, y: circle.cy.baseVal.value };
}
