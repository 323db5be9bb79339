// 写题: the item is checked while it is typed, clauses are chosen, selected words become entries.
(() => {
  "use strict";
  const form = document.getElementById("item");
  if (!form) return;
  const evidence = document.getElementById("evidence"), offered = document.getElementById("offered");
  const parts = location.pathname.split("/");
  const who = parts[2] === "by" ? decodeURIComponent(parts[3]) : "", name = decodeURIComponent(parts[parts.length - 1]);
  let waiting = 0, asked = 0, dirty = false, shown = "";

  const fields = () => new URLSearchParams(new FormData(form));
  const keys = () => [...form.querySelectorAll('input[name="chosen"]')].map((one) => one.value);

  async function check() {
    const mine = ++asked;
    let reply;
    try {
      reply = await fetch(`/write/check?${new URLSearchParams({ who, name })}`, { method: "POST", body: fields() });
      if (!reply.ok) return;
      reply = await reply.json();
    } catch { return; }
    if (mine !== asked) return; // a newer one is under way
    for (const list of form.querySelectorAll(".said")) {
      const said = reply.remarks[list.dataset.for] || "";
      if (list.innerHTML !== said) list.innerHTML = said;
    }
    if (reply.evidence !== shown) evidence.innerHTML = shown = reply.evidence; // else a selection in it would be lost
    marked();
  }
  function soon() { clearTimeout(waiting); waiting = setTimeout(check, 250); }
  function marked() {
    const taken = new Set(keys());
    for (const one of document.querySelectorAll(".offer")) one.classList.toggle("taken", taken.has(one.querySelector(".take").dataset.key));
  }
  function choose(all) {
    for (const one of [...form.querySelectorAll('input[name="chosen"]')]) one.remove();
    for (const key of all) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "chosen", value: key });
      evidence.append(input);
    }
    dirty = true;
    check();
  }

  form.addEventListener("input", (event) => {
    if (!event.target.name) return; // the picker's own fields
    dirty = true;
    if (event.target.name === "answerable") form.className = event.target.value === "否" ? "no" : "yes";
    soon();
  });
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(form.querySelector('button[value="save"]')); }
    if (event.key === "Enter" && event.target.id === "find") event.preventDefault();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-key]");
    if (!button) return;
    event.preventDefault();
    const key = button.dataset.key, all = keys().filter((one) => one !== key);
    if (button.classList.contains("take")) choose([...all, key]);
    else if (button.classList.contains("first")) choose([key, ...all]);
    else choose(all);
  });

  async function show(address) {
    try {
      const reply = await fetch(address);
      offered.innerHTML = reply.ok ? await reply.text() : "";
      marked();
    } catch { /* the program was stopped: what is shown stays */ }
  }
  document.getElementById("policy").addEventListener("change", (event) => { if (event.target.value) show(`/write/policy?${new URLSearchParams({ id: event.target.value })}`); });
  let finding = 0;
  document.getElementById("find").addEventListener("input", (event) => {
    clearTimeout(finding);
    const q = event.target.value.trim();
    if (q.length > 1) finding = setTimeout(() => show(`/write/find?${new URLSearchParams({ q })}`), 300);
  });

  // Selected words of a clause become an entry of a field.
  const bar = document.createElement("div");
  bar.id = "chosen-words";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "把选中的文字加入");
  for (const [field, words] of [["facts", "加为要点"], ["quotes", "加为原句"], ["lead", "加为牵头"], ["supporting", "加为配合"]]) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: words });
    button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
    button.addEventListener("click", () => add(field));
    bar.append(button);
  }
  document.querySelector("main").append(bar);
  function selected() {
    const found = getSelection();
    const inside = found.rangeCount && !found.isCollapsed && evidence.contains(found.anchorNode) && evidence.contains(found.focusNode);
    return inside && form.className !== "no" ? found.toString().trim() : "";
  }
  function add(field) {
    const box = document.getElementById(`f-${field}`), words = selected().split("\n").map((line) => line.trim()).filter(Boolean);
    if (!words.length) return;
    box.value = [box.value.trimEnd(), ...words].filter(Boolean).join("\n");
    box.rows = Math.min(8, Math.max(box.rows, box.value.split("\n").length));
    getSelection().removeAllRanges();
    dirty = true;
    check();
  }
  document.addEventListener("selectionchange", () => {
    const words = selected();
    bar.classList.toggle("shown", words !== "");
    if (!words) return;
    const place = getSelection().getRangeAt(0).getBoundingClientRect();
    bar.style.left = `${Math.max(8, Math.min(place.left, innerWidth - bar.offsetWidth - 8))}px`;
    const below = place.bottom + 8, room = innerHeight - bar.offsetHeight - 8;
    bar.style.top = `${Math.max(8, Math.min(below > room ? place.top - bar.offsetHeight - 8 : below, room))}px`;
  });
  marked();
})();
