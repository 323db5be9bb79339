/* The tabs and what an address shows: #library?q=…, #policy/ID, #tasks/ID?unit=…, #versions/ID, #repair/ID, #match. */

const TABS = { match: "match", library: "library", policy: "library", tasks: "library", versions: "library", repair: "repair" };
let routed = ""; // the address that was last asked for
let jumpTo = ""; // the clause to go to when it is there

const place = () => location.hash.slice(1);
const setView = () => {
  const kind = place().split(/[/?]/)[0];
  const view = TABS[kind] || "ask";
  document.documentElement.dataset.zcView = view;
  document.documentElement.dataset.zcKind = kind || "ask";
  for (const button of all(".zc-view")) put(button, "aria-current", button.value === view ? "page" : "false");
  if (view === "library" && routed !== place()) {
    if (send("#zc-route-value", "#zc-route-go", place())) {
      routed = place();
      fillFilters();
    }
  }
  if (view === "repair" && place().startsWith("repair/") && routed !== place()) {
    if (send("#zc-look-value", "#zc-look-show", `${decodeURIComponent(place().slice(7))}|1|||0`)) routed = place();
  }
};
addEventListener("hashchange", () => {
  setView();
  askPassedOn();
});

// #ask?q=… is a question that was passed on, #answer/… an answer that was kept: asked for once, as soon as the page
// listens; then the address is plain again.
const askPassedOn = () => {
  const kept = place().startsWith("answer/");
  if (!(kept || place().startsWith("ask?q=")) || !questionBox() || !one("#zc-send") || !one("#zc-header .zc-live")) return;
  const wanted = kept ? decodeURIComponent(place().slice(7)) : new URLSearchParams(place().slice(4)).get("q") || "";
  history.replaceState(null, "", location.pathname);
  setView();
  setTimeout(() => {
    if (kept) send("#zc-kept-value", "#zc-kept-go", wanted.slice(0, 100));
    else askNow({ value: wanted.slice(0, 2000) });
  }, 0);
};

// The form says what the address says.
const fillFilters = () => {
  const form = one(".zc-filter-form");
  if (!form) return;
  const asked = new URLSearchParams(place().split("?")[1] || "");
  if (!place().startsWith("library")) return;
  for (const field of form.querySelectorAll("[name]")) field.value = asked.get(field.name) || "";
};

const addressOf = (kind, form) => {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name !== "route" && String(value).trim()) query.set(name, String(value).trim());
  }
  return `#${kind}${query.size ? `?${query}` : ""}`;
};

const forms = {
  "zc-scope-form": readScope,
  "zc-filter-form": (form) => (location.hash = addressOf("library", form)),
  "zc-unit-form": (form) => (location.hash = addressOf(form.elements.route.value, form)),
  "zc-version-form": (form) => (location.hash = addressOf(form.elements.route.value, form)),
  "zc-say-form": (form) => {
    const said = form.elements;
    send("#zc-say-value", "#zc-say-send", `${said.turn.value}|${said.verdict.value}|${said.comment.value}`);
    form.closest("details").open = false;
  },
  "zc-match-fields": (form) => {
    const given = {};
    for (const [name, value] of new FormData(form)) {
      if (!String(value).trim()) continue;
      given[name] = name === "资质" ? [...(given[name] || []), value] : value;
    }
    if (readText !== null && readText === description().value.trim()) given["读入"] = "是"; // the form is what was read, looked over
    one("#zc-match-view").classList.add("zc-busy");
    send("#zc-match-value", "#zc-match-go", JSON.stringify(given));
  },
};
document.addEventListener("submit", (event) => {
  const kind = Object.keys(forms).find((name) => event.target.classList.contains(name));
  if (!kind) return;
  event.preventDefault();
  forms[kind](event.target);
});
document.addEventListener("reset", (event) => {
  if (event.target.classList.contains("zc-filter-form")) location.hash = "library";
  if (event.target.classList.contains("zc-scope-form")) setScope({});
  if (event.target.classList.contains("zc-match-fields")) {
    write(description(), "");
    forgetRead(event.target);
    event.target.querySelector(".zc-answers").replaceChildren();
    readState("");
  }
});
document.addEventListener("change", (event) => {
  const form = event.target.matches("select") && event.target.closest(".zc-filter-form, .zc-unit-form");
  if (form) form.requestSubmit();
  if (event.target.closest(".zc-scope-form")) readScope();
});

// What has come from the server since the last look.
let seenView = null;
const readyTabs = () => {
  const view = one("#zc-library-view .zc-page");
  if (view && view !== seenView && !view.classList.contains("zc-loading")) {
    seenView = view;
    const target = jumpTo && document.getElementById(jumpTo);
    jumpTo = "";
    if (target) goTo(target);
    else if (document.documentElement.dataset.zcView === "library") {
      one("#zc-library").scrollTop = 0;
      if (matchMedia("(max-width: 860px)").matches && !place().startsWith("library")) view.scrollIntoView({ block: "start" });
    }
    const heading = view.querySelector("h2");
    if (heading) say.textContent = heading.textContent;
  }
  const result = one("#zc-match-view.zc-busy");
  if (result && (result.querySelector(".zc-matched:not(.zc-old)") || one("#zc-match-notice .zc-notice"))) {
    result.classList.remove("zc-busy");
    for (const shown of all("#zc-match-view .zc-matched")) shown.classList.add("zc-old");
    if (one("#zc-match-notice .zc-notice")) return;
    if (matchMedia("(max-width: 860px)").matches) result.scrollIntoView({ block: "start" });
    else one("#zc-match").scrollTop = 0;
  }
  for (const made of all(".zc-link-made:not(.zc-saved)")) {
    made.classList.add("zc-saved");
    const link = `${location.origin}${location.pathname}#${made.value}`;
    copy(link).then((done) => {
      const notice = one("#zc-notice .zc-notice");
      if (!done && notice) notice.textContent = `浏览器不允许复制，请手动复制链接：${link}`;
    });
  }
  for (const file of all(".zc-files .zc-save:not(.zc-saved)")) {
    file.classList.add("zc-saved");
    const [name, content] = file.value.split("|");
    save(name, new Blob([fromBase64(content)]));
    say.textContent = `已导出${name}`;
  }
};

const goTo = (target) => {
  target.scrollIntoView({ block: "start" });
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
};

const jump = (button) => {
  const [address, id] = button.value.includes("|") ? button.value.split("|") : ["", button.value];
  if (!address) {
    const target = document.getElementById(id);
    if (target) goTo(target);
    return;
  }
  jumpTo = id;
  location.hash = address;
};

// The HTTP interface makes files; the answer of a failure is one line.
const fetchFile = async (button, url, body, type, name) => {
  const label = button.textContent;
  button.disabled = true;
  button.textContent = "正在生成…";
  try {
    const reply = await fetch(url, { method: "POST", headers: { "Content-Type": type }, body });
    if (!reply.ok) throw new Error((await reply.json().catch(() => ({}))).message || "没有成功，请稍后再试");
    save(name, await reply.blob());
    button.textContent = "已下载";
  } catch (error) {
    button.textContent = plain(error.message).slice(0, 60);
  }
  say.textContent = button.textContent;
  button.disabled = false;
  setTimeout(() => (button.textContent = label), 4000);
};
// The picture of a page of the original, below its button; a second press takes it away.
const showPage = async (button) => {
  const place = button.parentElement;
  const there = place.querySelector("img");
  if (there) {
    there.remove();
    return;
  }
  const label = button.textContent;
  button.disabled = true;
  const reply = await fetch(button.value).catch(() => null);
  button.disabled = false;
  if (!reply || !reply.ok) {
    button.textContent = plain(((reply && (await reply.json().catch(() => null))) || { message: "没有取到页面图像" }).message).slice(0, 60);
    return;
  }
  const picture = new Image();
  picture.src = URL.createObjectURL(await reply.blob());
  picture.alt = `${label.replace("看", "")}，文字见上面的条款原文`;
  picture.className = "zc-picture";
  place.append(picture);
};
const MOST_BATCH = 2000000;
const pickBatch = (button) => {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = ".csv,text/csv";
  chooser.addEventListener("change", () => {
    const file = chooser.files && chooser.files[0];
    if (!file) return;
    if (file.size > MOST_BATCH) say.textContent = button.textContent = "文件超过2MB，请用命令行 zhengce match";
    else fetchFile(button, "/api/v1/match/batch", file, "text/csv", "惠企匹配-批量结果.xlsx");
  });
  chooser.click();
};
