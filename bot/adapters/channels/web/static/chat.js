// Keeps an open chat page up to date and sends presses without reloading. Without this script plain forms do the same.
"use strict";
const list = document.getElementById("messages");
const status = document.getElementById("status");
const words = document.getElementById("words").dataset;
const path = list.dataset.path;
let newest = Number(list.dataset.newest);
let sequence = Date.now() * 1000;

const nearTheTop = () => window.scrollY < 160;

function show(payload) {
  const follow = nearTheTop();
  for (const message of payload.messages) {
    const holder = document.createElement("ol");
    holder.innerHTML = message.html; // rendered and escaped by the server
    const fresh = holder.firstElementChild;
    const old = document.getElementById(fresh.id);
    const hadFocus = old && old.contains(document.activeElement);
    if (old) old.replaceWith(fresh); else { fresh.classList.add("fresh"); list.prepend(fresh); }
    if (hadFocus) { fresh.tabIndex = -1; fresh.focus(); }
  }
  newest = Math.max(newest, payload.newest);
  inSight = 0;
  document.getElementById("empty")?.remove();
  if (follow) window.scrollTo({ top: 0 });
}

function listen() {
  const events = new EventSource(`${path}/events?after=${newest}`);
  events.onmessage = (event) => { status.textContent = ""; show(JSON.parse(event.data)); };
  events.onerror = () => {
    if (events.readyState !== EventSource.OPEN) status.textContent = words.offline;
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 30000); // refused: too many pages are open, say
  };
  events.onopen = () => { if (status.textContent === words.offline) status.textContent = ""; };
}

function act(fields) {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  sequence = Math.max(sequence + 1, Date.now() * 1000);
  return fetch(`${path}/act`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...fields, id, sequence }),
  });
}

// What lies here counts as delivered when a person has had it before their eyes: they touched the page, or it was in
// sight for a while without a break. A preview, a prerendered page or a scanner that runs scripts does neither.
const LONG_ENOUGH = 10; // seconds
let seen = 0;
let inSight = 0; // seconds, since there was something new or the page came into sight

async function see() {
  if (newest <= seen || document.visibilityState !== "visible" || document.prerendering) return;
  const before = seen;
  seen = newest;
  try {
    if (!(await act({ seen: true })).ok) seen = before;
  } catch {
    seen = before; // tried again
  }
}

setInterval(() => { if (++inSight >= LONG_ENOUGH) see(); }, 1000);
document.addEventListener("visibilitychange", () => { inSight = 0; });
for (const touch of ["pointerdown", "keydown", "wheel", "touchstart"]) {
  document.addEventListener(touch, (event) => { if (event.isTrusted) see(); }, { passive: true });
}

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = event.submitter;
  const fields = Object.fromEntries(new FormData(form, button));
  button?.setAttribute("aria-busy", "true");
  try {
    const answer = await act(fields);
    const result = await answer.json();
    status.textContent = result.said || (answer.ok ? "" : words.unsaved);
    if (answer.ok && !result.said) { form.closest("details")?.removeAttribute("open"); form.querySelector("textarea")?.form.reset(); }
  } catch {
    status.textContent = words.unsaved; // the person's words stay in their box
  }
  button?.removeAttribute("aria-busy");
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.menu[open]");
  if (event.key === "Escape" && menu) { menu.removeAttribute("open"); menu.querySelector("summary").focus(); }
});

listen();
