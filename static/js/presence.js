// Tells the server that this section is open here, and the person who else has it open.

const EVERY = 15000;
const status = document.querySelector("[data-presence]");
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
  ?? document.querySelector("#section-form [name=csrfmiddlewaretoken]").value;

function signs(more = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token(), ...more })) body.set(name, value);
  return body;
}

async function beat() {
  let answer;
  try {
    answer = await fetch(status.dataset.presence, { method: "POST", body: signs(), redirect: "manual" });
  } catch (error) {
    if (error instanceof TypeError) return; // No connection: autosave.js says so when there is something to lose.
    throw error;
  }
  if (!answer.ok) return;
  const { words } = await answer.json();
  if (status.textContent !== words) status.textContent = words;
}

beat();
setInterval(beat, EVERY);
addEventListener("pagehide", () => navigator.sendBeacon(status.dataset.presence, signs({ left: "1" })));
addEventListener("pageshow", (event) => { if (event.persisted) beat(); });
