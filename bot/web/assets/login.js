// The login form: sends name and password, and comes back to the page that was asked for.
"use strict";

const form = document.getElementById("svar-login");
const error = document.getElementById("svar-login-error");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  error.textContent = "";
  try {
    const { status } = await fetch("login", { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (status === 200) location.reload();
    else error.textContent = status === 429 ? form.dataset.wait : form.dataset.wrong;
  } catch {
    error.textContent = form.dataset.failed;
  }
});
