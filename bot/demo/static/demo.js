// The demo's clock. It waits a little while a question is open for the visitor, so that nobody has to hurry.
"use strict";
const now = document.getElementById("now");
const pause = document.getElementById("pause");
const speed = document.getElementById("speed");
const hint = document.getElementById("hint");
const ready = document.getElementById("phones").dataset.ready === "yes";

async function tell(wish) {
  const answer = await fetch("/demo/clock", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(wish),
  });
  show(await answer.json());
}

function show(state) {
  if (state.ready !== ready) { window.location.reload(); return; }
  const past = document.getElementById("past");
  if (past) past.value = state.past;
  now.textContent = state.label;
  hint.textContent = state.hint;
  pause.textContent = state.paused ? "Go on" : "Pause";
  pause.setAttribute("aria-pressed", String(state.paused));
  if (document.activeElement !== speed) speed.value = String(state.week_seconds);
}

pause.addEventListener("click", () => tell({ paused: pause.getAttribute("aria-pressed") !== "true" }));
speed.addEventListener("change", () => tell({ week_seconds: Number(speed.value) }));

// The same messages as another channel draws them; what is pressed there goes the same way.
for (const choice of document.querySelectorAll("#drawn input")) {
  choice.addEventListener("change", () => {
    for (const frame of document.querySelectorAll("iframe[data-name]")) {
      frame.src = choice.value === "" ? frame.dataset.own : `/demo/drawn/${choice.value}/${frame.dataset.name}`;
    }
  });
}

async function look() {
  try {
    const watching = document.visibilityState === "visible" ? "1" : "0";
    show(await (await fetch(`/demo/state?watching=${watching}`)).json());
  } catch {
    hint.textContent = "The demo has stopped. Start it again with: make demo";
  }
  setTimeout(look, 500);
}
look();
