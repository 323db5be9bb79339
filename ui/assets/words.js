/* 简 / 繁 / EN: the interface in another script or language. Only words of the interface are exchanged, and only
   where a whole piece of text is one of them; what stands in a document or was typed is never touched. */

const DOCUMENTS = ".zc-question, .zc-text, .zc-clause, .zc-part > p, .zc-part > h3, .zc-quote, .zc-doc-title, .zc-rv-row, .zc-diff, .zc-official, textarea, input, .zc-name, .zc-facts dd, .zc-from, .zc-s-passed > span, .zc-dropped del, .zc-units li, .zc-card h3";
let tongue = "hans";
let dictionary = null; // Chinese → {en, hant}; fetched when it is first wanted
const patterns = [];
const originals = new WeakMap(); // text node → its Chinese
const LANGUAGES = { hans: "zh-CN", hant: "zh-Hant", en: "en" };

const wordsFor = (chinese) => {
  const known = dictionary[chinese];
  if (known) return known[tongue];
  for (const { pattern, words } of patterns) {
    const found = chinese.match(pattern);
    if (found) {
      let at = 0;
      return words[tongue].replace(/\{\}/g, () => found[(at += 1)]);
    }
  }
  return "";
};

const translateNode = (node) => {
  const kept = originals.get(node);
  const chinese = kept && kept.shown === node.nodeValue ? kept.chinese : node.nodeValue;
  const bare = chinese.trim();
  if (!bare) return;
  let shown = chinese;
  if (tongue !== "hans") {
    if (node.parentElement && node.parentElement.closest(DOCUMENTS)) return;
    const found = wordsFor(bare);
    if (found) shown = chinese.replace(bare, () => found);
  }
  if (node.nodeValue !== shown) node.nodeValue = shown;
  originals.set(node, { chinese, shown });
};

const ATTRIBUTES = ["placeholder", "aria-label", "title"];
const translate = () => {
  if (!dictionary) return;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) translateNode(node);
  for (const element of all("#zc-question textarea, #zc-match-text textarea, #zc-repair-text textarea, .zc-form [placeholder]")) {
    const chinese = element.dataset.zcHint || element.placeholder;
    element.dataset.zcHint = chinese;
    const found = tongue === "hans" ? chinese : wordsFor(chinese) || chinese;
    if (element.placeholder !== found) element.placeholder = found;
  }
};

const setTongue = async (wanted) => {
  tongue = LANGUAGES[wanted] ? wanted : "hans";
  put(document.documentElement, "lang", LANGUAGES[tongue]);
  for (const button of all(".zc-tongue")) put(button, "aria-pressed", String(button.value === tongue));
  if (!dictionary && tongue !== "hans") {
    const version = new URL(document.querySelector("script[src*='zc/page.js']").src).search;
    dictionary = await (await fetch(`./zc/words.json${version}`)).json();
    for (const [chinese, words] of Object.entries(dictionary)) {
      if (!chinese.includes("{}")) continue;
      const escaped = chinese.split("{}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      patterns.push({ pattern: new RegExp(`^${escaped.join("(.{1,40}?)")}$`), words });
    }
  }
  translate();
};
