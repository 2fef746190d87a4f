// What only the browser can do: keep what is typed, send it once whatever the network does, show where things stand.
"use strict";
(() => {
  const main = document.querySelector("main.talk");
  const one = (id) => document.getElementById(id);
  const told = (name) => document.body.dataset[name];
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  const store = {
    get(name) { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    set(name, value) {
      try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, JSON.stringify(value)); } catch { /* private mode or full */ }
    },
  };

  // -- a word over the page ------------------------------------------------------------------------------------------

  function toast(words) {
    if (!words) return;
    const shown = document.createElement("p");
    shown.textContent = words;
    one("toasts").append(shown);
    setTimeout(() => shown.remove(), 6000);
  }
  document.body.addEventListener("toast", (event) => toast(event.detail.value));
  document.body.addEventListener("htmx:responseError", (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Trigger")) toast(told("wrong"));
  });
  document.body.addEventListener("htmx:sendError", () => toast(told("wrong")));
  document.body.addEventListener("htmx:timeout", () => toast(told("wrong")));

  document.querySelectorAll("[data-filters]").forEach((box) => box.addEventListener("input", () => {
    const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    document.querySelectorAll(box.dataset.filters).forEach((line) => {
      const text = line.textContent.toLowerCase();
      line.hidden = !wanted.every((word) => text.includes(word));
    });
  }));
  if (!main) return;

  // -- what changes under the reader -----------------------------------------------------------------------------------

  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => !(name === "open" && node.tagName === "DETAILS");
  const atEnd = () => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 160;
  let follows = true;
  document.body.addEventListener("htmx:sseBeforeMessage", () => { follows = atEnd(); });
  document.body.addEventListener("htmx:sseMessage", () => { settled(); });
  document.body.addEventListener("htmx:sseOpen", () => { one("offline").hidden = true; post(); });
  document.body.addEventListener("htmx:sseError", () => { one("offline").hidden = false; });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) document.querySelectorAll("input[name=key]").forEach((key) => { key.value = random(); });
  });

  function settled() {
    turned();
    if (follows) window.scrollTo({ top: document.documentElement.scrollHeight });
  }

  // -- the answer ------------------------------------------------------------------------------------------------------

  const form = one("answer"), box = one("say"), send = one("send"), going = one("going");
  const run = one("run");
  let coded = "", editor = null, task = null;
  const OUT = "interviewer:out"; // what was sent and not acknowledged yet
  const dock = () => one("dock").dataset;
  const place = () => `interviewer:draft:${dock().interview}:${dock().turn}`;
  let at = place(), sending = false, again = 0;

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, window.innerHeight * 0.45)}px`;
  }
  function keep(value) { store.set(at, value.trim() ? value : null); }
  function put(value) { box.value = value; grow(); }

  // Another turn is open: what stands in the box and was not sent stays there.
  function turned() {
    const { phase } = dock();
    box.placeholder = phase === "grading" ? box.dataset.grading : box.dataset.asking;
    if (at !== place()) {
      const left = box.value;
      store.set(at, null);
      at = place();
      const kept = store.get(at);
      if (left.trim()) keep(left); else if (kept) put(kept);
    }
    if (dock().task !== coded) coding(dock().task);
  }
  box.addEventListener("input", () => { keep(box.value); grow(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.value.trim() || store.get(OUT)) return;
    const { interview, turn, adding } = dock();
    out({ interview, turn: adding || turn, text: box.value, path: "/answer" });
    put("");
    keep("");
  });

  function out(what) {
    store.set(OUT, { ...what, key: random() });
    again = 0;
    post();
  }

  function state() {
    const waiting = store.get(OUT);
    going.hidden = !waiting;
    send.disabled = run.disabled = Boolean(waiting);
    if (waiting) {
      going.replaceChildren(Object.assign(document.createElement("b"), { textContent: again > 1 ? told("noNetwork") : told("sending") }),
        Object.assign(document.createElement("p"), { textContent: waiting.text.slice(0, 400) }));
    }
  }

  // Sends what waits, under the same key until somebody has said what became of it.
  async function post() {
    const waiting = store.get(OUT);
    state();
    if (!waiting || sending) return;
    sending = true;
    let answered = null;
    try {
      const body = new URLSearchParams({ interview: waiting.interview, turn: waiting.turn, key: waiting.key, text: waiting.text });
      answered = await fetch(waiting.path, { method: "POST", body, headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(15000) });
    } catch { /* no network: the same again */ }
    sending = false;
    const lost = answered === null || answered.status >= 500 || answered.status === 408 || answered.status === 429;
    if (lost) {
      again += 1;
      setTimeout(post, Math.min(1000 * 2 ** Math.min(again, 4), 10000));
      return state();
    }
    if (store.get(OUT)?.key === waiting.key) store.set(OUT, null);
    const trigger = answered.headers.get("HX-Trigger");
    if (!answered.ok && waiting.path === "/answer" && !store.get(place())) {
      put(box.value ? `${waiting.text}\n${box.value}` : waiting.text);
      keep(box.value);
    }
    toast(trigger ? JSON.parse(trigger).toast?.value ?? JSON.parse(trigger).toast : answered.ok ? "" : answered.status === 413 ? told("tooLong") : told("wrong"));
    state();
  }
  // -- code ------------------------------------------------------------------------------------------------------------

  // The task in the editor: what was written last, here or as it was handed in. `coded`: the number of its turn.
  async function coding(turn) {
    coded = turn;
    one("code").hidden = !turn;
    main.classList.toggle("coding", Boolean(turn));
    editor?.destroy();
    editor = task = null;
    if (!turn) return;
    try {
      const [{ open }, given] = await Promise.all([import(one("code").dataset.editor), fetch("/code").then((found) => found.json())]);
      if (coded !== turn || editor) return;
      task = { ...given, name: `interviewer:code:${given.interview}:${given.turn}` };
      editor = open(one("editor"), {
        text: store.get(task.name) ?? given.code, label: one("code").dataset.label, changed: (text) => store.set(task.name, text), send: handIn,
      });
      one("tests").querySelector("code").textContent = given.tests.join("\n\n");
      one("tests").querySelector("span").textContent = given.hidden;
    } catch { // no network: tried again with the next word from the server
      coded = null;
    }
  }
  function handIn() {
    if (editor?.text.trim() && !store.get(OUT) && dock().phase !== "grading") {
      out({ interview: task.interview, turn: task.turn, text: editor.text, path: "/code" });
    }
  }
  run.addEventListener("click", handIn);
  one("anew").addEventListener("click", () => {
    if (editor && window.confirm(one("code").dataset.changed)) editor.text = task.starter;
  });
  document.querySelectorAll("[data-key]").forEach((key) => key.addEventListener("click", () => editor?.press(key.dataset.key)));

  window.addEventListener("online", post);
  window.addEventListener("storage", (event) => { if (event.key === OUT) state(); });

  put(store.get(at) ?? "");
  turned();
  post();
  window.scrollTo({ top: document.documentElement.scrollHeight });
})();
