// The explore view: which view is shown, and searching as one types.

function showView(view, { push = false } = {}) {
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
