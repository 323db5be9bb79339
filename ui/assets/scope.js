/* 限定范围: what a question is limited to. The form, the tags and the hidden box say the same. */

let scope = {}; // name of a condition → its value

const readScope = () => {
  const form = one(".zc-scope-form");
  scope = {};
  for (const [name, value] of new FormData(form)) if (String(value).trim()) scope[name] = String(value).trim();
  showScope();
};

const setScope = (wanted) => {
  scope = wanted;
  const form = one(".zc-scope-form");
  for (const field of form ? form.querySelectorAll("[name]") : []) field.value = scope[field.name] || "";
  showScope();
};

const tagOf = (field) => {
  const chosen = field.options ? field.selectedOptions[0] : null;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "zc-untag";
  button.value = field.name;
  const name = field.closest("label").querySelector("span").textContent;
  button.textContent = `${name}：${(chosen ? chosen.textContent : field.value).slice(0, 40)} ✕`;
  button.setAttribute("aria-label", `去掉${button.textContent.slice(0, -2)}`);
  const item = document.createElement("li");
  item.append(button);
  return item;
};

// Also after the server has drawn the form anew.
const showScope = () => {
  const box = one("#zc-scope-value textarea, #zc-scope-value input");
  const tags = one("#zc-scope .zc-scope-tags");
  const form = one(".zc-scope-form");
  if (!box || !tags || !form) return;
  const wanted = Object.keys(scope).length ? JSON.stringify(scope) : "";
  if (box.value !== wanted) write(box, wanted);
  if (tags.dataset.zcShown === wanted) return;
  if (tags.dataset.zcShown === undefined) {
    for (const field of form.querySelectorAll("[name]")) field.value = scope[field.name] || "";
  }
  const whole = tags.querySelector(".zc-scope-all");
  tags.dataset.zcShown = wanted;
  whole.hidden = Boolean(wanted);
  tags.replaceChildren(whole, ...[...form.querySelectorAll("[name]")].filter((field) => scope[field.name]).map(tagOf));
  if (wanted) say.textContent = `限定范围：${[...tags.querySelectorAll("button")].map((tag) => tag.textContent.slice(0, -2)).join("，")}`;
};

const dropCondition = (name) => {
  const { [name]: _, ...rest } = scope;
  setScope(name ? rest : {});
};
