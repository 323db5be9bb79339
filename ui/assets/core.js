/* What every part of the page uses. No inline handlers, no eval: the content security policy allows neither.
   The files are joined into one function, loaded before gradio as a classic script. */

// The page is Chinese for every browser: gradio takes its own words from this property.
Object.defineProperty(navigator, "language", { get: () => "zh-CN" });

const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const questionBox = () => one("#zc-question textarea");

// Write into a gradio textbox the way a keyboard would, so that it notices.
const write = (box, text) => {
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
};

// Hand a value to the server: into a hidden box, then the hidden button beside it.
const send = (value, button, text) => {
  const box = one(`${value} textarea, ${value} input`);
  const press = one(button);
  if (!box || !press) return false; // not there yet: the next look tries again
  write(box, text);
  press.click();
  return true;
};

const put = (element, name, value) => {
  if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
};

// Words that did not come through a view: what reorders or hides is shown or left out, as `visible_text` does.
const plain = (text) =>
  text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd").replace(/[\u00ad\u200b-\u200d\u2060-\u2064\ufeff]|[\u{e0000}-\u{e0fff}]/gu, "");

// What a screen reader is told without the focus moving.
const say = document.createElement("div");
say.className = "zc-sr";
say.setAttribute("role", "status");

const remember = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    /* a browser without storage forgets the choice, no more */
  }
};
const remembered = (name, otherwise) => {
  try {
    return localStorage.getItem(name) || otherwise;
  } catch {
    return otherwise;
  }
};

// ---- copying, also where the page has no https and so no clipboard interface ----
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "zc-sr";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
};

// ---- size of type, light and dark ----
const setSize = (size) => {
  document.documentElement.dataset.zcSize = size;
  for (const button of all(".zc-size")) put(button, "aria-pressed", String(button.value === size));
};
// Strong contrast: as the person chose, else as their system asks.
const wantsContrast = () => remembered("zc-contrast", matchMedia("(prefers-contrast: more)").matches ? "1" : "0");
const setContrast = (wanted) => {
  put(document.documentElement, "data-zc-contrast", wanted);
  for (const button of all(".zc-contrast")) put(button, "aria-pressed", String(wanted === "1"));
};
const dark = () => document.body.classList.contains("dark");
let theme = ""; // "light" or "dark" once a person has chosen; gradio follows the system and sets its own when it starts
const setTheme = (wanted) => {
  theme = wanted || theme;
  if (theme && dark() !== (theme === "dark")) document.body.classList.toggle("dark", theme === "dark");
  for (const button of all(".zc-theme")) put(button, "aria-pressed", String(dark()));
};

// Hand a file to the person; it was made for this page and lies nowhere else.
const save = (name, blob) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 30000);
};
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

// ---- screen readers: gradio's labels are English or hold the raw HTML of a message ----
const nameThings = () => {
  put(one("#zc-chat [role=log]"), "aria-label", "问答记录");
  put(questionBox(), "aria-label", "问题");
  const panel = one("#zc-panel-column");
  put(panel, "aria-label", "依据原文");
  put(panel, "tabindex", "0");
  for (const notice of ["#zc-notice", "#zc-repair-notice", "#zc-match-notice"]) put(one(notice), "role", "alert");
  put(one("#zc-nav"), "role", "navigation");
  put(one("#zc-nav"), "aria-label", "页面");
  for (const [place, name] of [["#zc-repair", "文本修复对照"], ["#zc-library", "政策库"], ["#zc-match", "惠企匹配"]]) {
    put(one(place), "role", "region");
    put(one(place), "aria-label", name);
  }
  put(one("#zc-match-view"), "aria-live", "polite");
  put(one("#zc-repair-document input"), "placeholder", "选择或输入文件名");
  put(one("#zc-repair-document input"), "aria-label", "收录的文件");
  put(one("#zc-repair-text textarea"), "aria-label", "自己的文字");
  const down = one('#zc-chat button[aria-label="Scroll down"]');
  put(down, "title", "看最新的回答");
  put(down, "aria-label", "看最新的回答");
  for (const message of all("#zc-chat [data-testid=user][aria-label]")) put(message, "aria-label", "提问");
  for (const message of all("#zc-chat [data-testid=bot][aria-label]")) put(message, "aria-label", "回答");
  for (const nav of all(".zc-outline[title], .zc-pages[title], .zc-scroll[title]")) {
    put(nav, "aria-label", nav.title);
    nav.removeAttribute("title");
  }
};
