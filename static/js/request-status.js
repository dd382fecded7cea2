// Says so when something that should follow by itself could not be fetched: the server or the session is gone.

const status = document.querySelector("[data-request-failed]");
const say = (text) => { status.textContent = text; status.dataset.state = text ? "failed" : ""; };

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => say(status.dataset.requestFailed));
}
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) say(""); });
