// A chat as another channel draws it: fetched anew whenever something changed. Presses go to the person's own web chat.
"use strict";
const list = document.getElementById("messages");
const status = document.getElementById("status");
const { path } = list.dataset;
let newest = 0;
let sequence = Date.now() * 1000;

async function look() {
  try {
    const answer = await (await fetch(`${location.pathname}/messages?after=${newest}`)).json();
    const writing = document.activeElement?.tagName === "TEXTAREA" || list.querySelector("details.payload[open]");
    if (answer.html && !writing) {
      newest = answer.newest;
      list.innerHTML = answer.html; // rendered and escaped by the server
    }
    status.textContent = "";
  } catch {
    status.textContent = "The demo has stopped.";
  }
  setTimeout(look, 700);
}

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  sequence = Math.max(sequence + 1, Date.now() * 1000);
  const answer = await fetch(`${path}/act`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...fields, id, sequence }),
  });
  status.textContent = (await answer.json()).said || "";
  form.querySelector("textarea")?.blur();
});

look();
