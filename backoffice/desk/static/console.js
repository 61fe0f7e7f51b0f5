// The console's one script. Pages work without it; with it they keep themselves up to date, say that the page is open,
// and call for attention in danger. All words come from the page. Nothing is ever put into the page as HTML text.
"use strict";

const body = document.body;
const plainTitle = document.title;
const news = document.getElementById("news");
const away = document.getElementById("away");
let dangerBefore = 0;
let sound = null;
let reading = false;
let again = false;
let leaving = false;

/** Read this page again and put the new state of its live parts in place of the old. */
function readAgain() {
  if (!document.querySelector("[data-live]")) return;
  if (reading) { again = true; return; }
  reading = true;
  const call = new XMLHttpRequest();
  call.open("GET", location.href);
  call.responseType = "document";
  call.setRequestHeader("X-Vejviser-Idle", "1");
  call.onload = () => {
    if (call.status === 401) { location.assign("/sign-in"); return; }
    if (call.status === 200 && call.response) replaceLive(call.response);
    if (call.status === 404 && !leaving && document.querySelector("[data-live]")) location.reload();
  };
  call.onloadend = () => {
    reading = false;
    if (again) { again = false; readAgain(); }
  };
  call.send();
}

function replaceLive(fresh) {
  let changed = false;
  for (const old of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(old.id);
    if (!now || now.isEqualNode(old)) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : null;
    const put = document.importNode(now, true);
    const scrolled = old.scrollTop;
    old.replaceWith(put);
    if ("newest" in put.dataset) toNewest(put); else put.scrollTop = scrolled;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    changed = true;
  }
  if (changed) tell(body.dataset.news);
}

function tell(words) {
  if (!news) return;
  news.textContent = words;
  setTimeout(() => { news.textContent = ""; }, 2000);
}

function toNewest(list) { list.scrollTop = list.scrollHeight; }

/** Two short tones; browsers allow them once somebody has clicked on the page. */
function ring() {
  try {
    sound ??= new AudioContext();
    sound.resume();
    for (const [at, height] of [[0, 880], [0.25, 660]]) {
      const tone = sound.createOscillator();
      const loudness = sound.createGain();
      tone.frequency.value = height;
      loudness.gain.value = 0.2;
      tone.connect(loudness).connect(sound.destination);
      tone.start(sound.currentTime + at);
      tone.stop(sound.currentTime + at + 0.2);
    }
  } catch { /* no sound on this machine: title and page say it too */ }
}

function look({ waiting, danger }) {
  if (danger > 0) document.title = `${body.dataset.dangerTitle.replace("{n}", danger)} – ${plainTitle}`;
  else document.title = waiting > 0 ? `(${waiting}) ${plainTitle}` : plainTitle;
  if (danger > dangerBefore) {
    ring();
    if (document.hidden && window.Notification?.permission === "granted") new Notification(body.dataset.notice);
  }
  dangerBefore = danger;
}

/** Say that the page with a conversation is open; when the claim is void, show what became of it. */
function heartbeat() {
  const held = document.querySelector("[data-heartbeat]");
  if (!held) return;
  const form = new URLSearchParams({ csrf: body.dataset.csrf, fence: held.dataset.fence });
  fetch(held.dataset.heartbeat, { method: "POST", body: form }).then((answer) => {
    if (answer.status === 409 && !leaving) location.reload();
    if (answer.status === 401) location.assign("/sign-in");
  }).catch(() => undefined);
}

/** A form is on its way to another page: nothing may reload this one meanwhile, or one never gets there. */
function noteLeaving() {
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    leaving = true;
    setTimeout(() => { leaving = false; }, 15000);
  });
}

function listen() {
  const stream = new EventSource("/stream");
  stream.addEventListener("open", () => { away.hidden = true; readAgain(); });
  stream.addEventListener("look", (event) => { look(JSON.parse(event.data)); heartbeat(); readAgain(); });
  stream.addEventListener("over", () => { stream.close(); location.assign("/sign-in"); });
  stream.addEventListener("error", () => {
    away.textContent = body.dataset.away;
    away.hidden = false;
    readAgain();
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
}

/** Send without leaving the page, so that the next sentence can be written at once. */
function writeInPlace(form) {
  form.addEventListener("submit", (event) => {
    if (!document.querySelector("[data-heartbeat]")) return;
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).then((answer) => {
      if (!answer.ok) { location.reload(); return; }
      form.elements.text.value = "";
      form.elements.client_id.value = crypto.randomUUID?.() ?? randomId();
      readAgain();
      form.elements.text.focus();
    }).catch(() => { away.textContent = body.dataset.away; away.hidden = false; }).finally(() => { button.disabled = false; });
  });
  form.elements.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function drafts() {
  for (const draft of document.querySelectorAll("[data-draft]")) {
    draft.addEventListener("click", () => {
      const field = document.getElementById("text");
      field.value = draft.textContent.trim();
      draft.closest("details").open = false;
      field.focus();
    });
  }
}

function notices() {
  const button = document.querySelector("[data-notify]");
  if (!button || !window.Notification || Notification.permission !== "default") return;
  button.hidden = false;
  button.addEventListener("click", () => { Notification.requestPermission().then(() => { button.hidden = true; }); });
}

if ("signedIn" in body.dataset) {
  for (const list of document.querySelectorAll("[data-newest]")) toNewest(list);
  for (const form of document.querySelectorAll("[data-write]")) writeInPlace(form);
  drafts();
  noteLeaving();
  notices();
  listen();
}
