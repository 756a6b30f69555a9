// Keeps an open chat page up to date and sends presses without reloading. Without this script plain forms do the same.
"use strict";
const list = document.getElementById("messages");
const past = document.getElementById("past");
const status = document.getElementById("status");
const words = document.getElementById("words").dataset;
const path = list.dataset.path;
let newest = Number(list.dataset.newest);
let sequence = Date.now() * 1000;
let pressed = null; // the number of the message whose button was pressed, until something has changed
let pressedAt = -Infinity; // when that was, in seconds since the page was opened
const OPENS_WITHIN = 60; // seconds, in which a box that comes was opened by the last press

const nearTheTop = () => window.scrollY < 160;

function show(payload) {
  const follow = nearTheTop() && !pressed;
  const holder = document.createElement("ol");
  const drawn = new Map();
  for (const message of payload.messages) {
    holder.innerHTML = message.html; // rendered and escaped by the server
    drawn.set(message.id, holder.firstElementChild);
  }
  const before = pressed && document.getElementById(`m${pressed}`);
  const held = document.activeElement?.closest(".message")?.id;
  const added = [];
  for (const [where, numbers] of [[list, payload.in_sight], [past, payload.earlier]]) {
    numbers.forEach((number, at) => {
      const old = document.getElementById(`m${number}`);
      const fresh = drawn.get(number);
      const wanted = fresh && fresh.dataset.state !== old?.dataset.state ? fresh : old;
      if (!wanted) return;
      if (!old) added.push(wanted);
      if (old && wanted !== old) keep(old, wanted);
      if (where.children[at] !== wanted) where.insertBefore(wanted, where.children[at] ?? null);
      if (old && wanted !== old) old.remove();
    });
  }
  const there = new Set([...payload.in_sight, ...payload.earlier].map((number) => `m${number}`));
  document.querySelectorAll("li.message").forEach((each) => { if (!there.has(each.id)) each.remove(); });
  past.closest("section").hidden = !past.children.length;
  newest = Math.max(newest, payload.newest);
  if (payload.has_answered) offerBell();
  inSight = 0;
  document.getElementById("empty")?.remove();
  added.forEach((each) => each.classList.add("fresh"));
  const after = pressed && document.getElementById(`m${pressed}`);
  const box = performance.now() / 1000 - pressedAt < OPENS_WITHIN && added.find((each) => each.querySelector("textarea"));
  if (box) {
    goTo(box);
    pressed = null;
    pressedAt = -Infinity;
  } else if (pressed && (added.length || (pressed !== "menu" && after !== before))) {
    goTo(after !== before && after ? after : added[0]);
    pressed = null;
  } else if (held && !document.activeElement?.closest(".message")) {
    goTo(document.getElementById(held));
  } else if (follow) window.scrollTo({ top: 0 });
}

// What somebody has begun to write, and what they have opened, stays when their message is drawn anew.
function keep(old, fresh) {
  const [from, to] = [old, fresh].map((each) => each.querySelector("textarea"));
  if (from && to && pressed !== old.dataset.id) to.value = from.value;
  const inner = (message) => [...message.querySelectorAll("details")].filter((each) => !each.parentElement.classList.contains("folded"));
  const name = (each) => each.querySelector("summary").textContent;
  const opened = inner(old).filter((each) => each.open).map(name);
  for (const each of inner(fresh)) each.open = opened.includes(name(each));
}

// What a press has changed: focus goes there, so that it is in sight and read out.
function goTo(message) {
  if (!message) return;
  if (message.classList.contains("folded")) message.querySelector("details").open = true;
  const box = message.querySelector("textarea");
  const target = box ?? message.querySelector("h2, h3, legend, .words > *") ?? message;
  if (!box) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  message.scrollIntoView({ block: "nearest" });
  target.scrollIntoView({ block: "nearest" }); // a message may be longer than the screen
  const told = message.querySelector(".told");
  if (told && !box) setTimeout(() => { told.textContent = words.saved; }, 100); // after it is part of the page, so it is read out
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
for (const touch of ["pointerdown", "keydown", "wheel", "touchstart", "click"]) {
  document.addEventListener(touch, (event) => { if (event.isTrusted) see(); }, { passive: true });
}

document.addEventListener("submit", async (event) => {
  if (event.target.hasAttribute("data-leaves")) return; // to another page
  event.preventDefault();
  const form = event.target;
  const button = event.submitter;
  const message = form.closest(".message");
  const told = message?.querySelector(".told") ?? status;
  const fields = Object.fromEntries(new FormData(form, button));
  button?.setAttribute("aria-busy", "true");
  told.textContent = words.sending;
  pressed = message?.dataset.id ?? "menu";
  pressedAt = button?.name === "press" ? performance.now() / 1000 : -Infinity;
  try {
    const answer = await act(fields);
    const result = await answer.json();
    const trouble = result.said || (answer.ok ? "" : words.unsaved);
    told.textContent = trouble || words.saved;
    if (trouble) pressed = null;
    else { form.closest("details.menu")?.removeAttribute("open"); form.querySelector("textarea")?.form.reset(); }
  } catch {
    told.textContent = words.unsaved; // the person's words stay in their box
    pressed = null;
  }
  button?.removeAttribute("aria-busy");
});

window.addEventListener("beforeprint", () => {
  for (const each of list.querySelectorAll("details:not([open])")) { each.open = true; each.dataset.printed = ""; }
});
window.addEventListener("afterprint", () => {
  for (const each of document.querySelectorAll("details[data-printed]")) { each.open = false; delete each.dataset.printed; }
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.menu[open]");
  if (event.key === "Escape" && menu) { menu.removeAttribute("open"); menu.querySelector("summary").focus(); }
});

// A bell is offered once, after the first answer, by a browser that can be rung and has not been asked. One that has
// refused already gets no offer; one that refuses now is told how to allow it.
const bell = document.getElementById("bell");
const rings = document.getElementById("rings");
const ASKED = `rounds-bell ${path}`;

function offerBell() {
  const can = window.top === window && window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (can && bell.dataset.key && Notification.permission === "default" && !localStorage.getItem(ASKED)) bell.hidden = false;
}

async function hangBell() {
  if ((await Notification.requestPermission()) !== "granted") return false;
  await navigator.serviceWorker.register(`${path}/bell.js`, { scope: path });
  const { pushManager } = await navigator.serviceWorker.ready;
  const { endpoint } = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bell.dataset.key });
  const answer = await fetch(`${path}/bell`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ endpoint }),
  });
  return answer.ok && (await answer.json()).hangs;
}

bell.addEventListener("click", async (event) => {
  const { value } = event.target.closest("button") ?? {};
  if (!value) return;
  localStorage.setItem(ASKED, value);
  const hangs = value === "yes" && (await hangBell().catch(() => false));
  const { on, off, denied } = rings.dataset;
  rings.textContent = hangs ? on : value === "yes" && Notification.permission === "denied" ? denied : off;
  rings.tabIndex = -1;
  rings.focus();
  bell.hidden = true;
});

if (bell.dataset.answered === "yes") offerBell();
listen();
