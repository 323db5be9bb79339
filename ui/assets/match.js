/* 惠企匹配: a description read into the form. What is read comes from the HTTP interface; every field keeps its words. */
let readText = null; // the description whose fields stand in the form; null before the first reading
const matchForm = () => one(".zc-match-fields");
const description = () => one("#zc-match-text textarea");

const readState = (words) => {
  const line = one(".zc-read-state");
  if (line) line.textContent = words;
  say.textContent = words;
};

// A value that the list does not offer (B、C、D; 小型、微型) becomes an entry of it, named by its parts.
const choose = (select, value) => {
  if (![...select.options].some((option) => option.value === value)) {
    const named = value.split("、").map((part) => ([...select.options].find((option) => option.value === part) || { text: part }).text);
    const added = new Option(named.join("、"), value);
    added.className = "zc-added";
    select.add(added);
  }
  select.value = value;
};

const addCheck = (form, name) => {
  const label = document.createElement("label");
  label.className = "zc-check zc-added";
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "资质", value: name });
  label.append(box, ` ${name}`);
  form.querySelector(".zc-checks").append(label);
  return box;
};

// Where a value came from, beside its field: for the eye below it, for the ear as its description.
const showWords = (input, nth, reads) => {
  const words = [...new Set(reads.map((read) => (read.words ? `“${plain(read.words)}”` : "全文推算")))].join("、");
  const line = document.createElement("span");
  line.className = "zc-from";
  line.id = `zc-from-${nth}`;
  line.textContent = `读自${words}`;
  line.setAttribute("aria-hidden", "true"); // else it would be part of the field's name
  input.closest("label").append(line);
  input.setAttribute("aria-describedby", line.id);
  input.dataset.zcRead = input.type === "checkbox" ? String(input.checked) : input.value;
};

const forgetRead = (form) => {
  readText = null;
  for (const added of form.querySelectorAll(".zc-from, .zc-added")) added.remove();
  for (const input of form.querySelectorAll("[data-zc-read]")) {
    delete input.dataset.zcRead;
    input.removeAttribute("aria-describedby");
  }
};

const fillMatchForm = (fields, text) => {
  const form = matchForm();
  forgetRead(form);
  const byField = new Map();
  for (const read of fields) byField.set(read.field, [...(byField.get(read.field) || []), read]);
  let nth = 0;
  for (const input of form.querySelectorAll("[name]")) {
    if (input.name === "事项") continue; // what was planned stands in the description itself
    const reads = byField.get(input.name) || [];
    if (input.type === "checkbox") {
      const own = reads.filter((read) => read.value === input.value);
      input.checked = own.length > 0;
      if (own.length) showWords(input, (nth += 1), own);
      continue;
    }
    const value = [...new Set(reads.map((read) => read.value))].join(input.name === "所在地" ? "；" : "、");
    if (input.tagName === "SELECT") choose(input, value);
    else input.value = value;
    if (reads.length) showWords(input, (nth += 1), reads);
  }
  for (const read of byField.get("资质") || []) {
    if ([...form.querySelectorAll('[name="资质"]')].some((box) => box.value === read.value)) continue;
    const box = addCheck(form, read.value);
    box.checked = true;
    showWords(box, (nth += 1), [read]);
  }
  readText = text;
  form.querySelector("details").open = true;
  readState(nth ? `读到${nth}项，已填入表格；每项下面是出处，可以改正。其余的话照原文匹配。` : "没有读到可以填入表格的情况，请按项填写。");
  if (matchMedia("(max-width: 860px)").matches) form.scrollIntoView({ block: "start" });
};

// A question answered by 是 or 否: kept in the form where it can be taken back, and matched again at once.
const answerFact = (button) => {
  const { field, value, ask } = JSON.parse(button.value);
  const form = matchForm();
  const box = form.querySelector(".zc-answers");
  for (const earlier of box.children) if (earlier.firstChild.name === field) earlier.remove();
  const own = [...form.querySelectorAll("input[type=text], select")].find((input) => input.name === field);
  if (own) {
    if (own.tagName === "SELECT") choose(own, value);
    else own.value = own.value.trim() ? `${own.value}；${value}` : value;
  } else {
    const kept = Object.assign(document.createElement("span"), { className: "zc-answered" });
    kept.append(Object.assign(document.createElement("input"), { type: "hidden", name: field, value }), `${ask}：${button.firstChild.textContent}`);
    const back = Object.assign(document.createElement("button"), { type: "button", className: "zc-unanswer zc-plain", textContent: "撤销" });
    back.setAttribute("aria-label", `撤销：${ask}`);
    kept.append(back);
    box.append(kept);
  }
  say.textContent = "已记下，正在重新匹配";
  form.requestSubmit();
};
const takeBack = (button) => {
  button.closest(".zc-answered").remove();
  matchForm().requestSubmit();
};

const readIn = async (button) => {
  const text = description().value.trim();
  button.disabled = true;
  try {
    const reply = await fetch("/api/v1/match/fields", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text }) });
    const given = await reply.json().catch(() => ({}));
    if (!text) readState("请先用一段话介绍企业。");
    else if (!reply.ok) readState(plain(given.message || "没有成功，请稍后再试。").slice(0, 120));
    else fillMatchForm(given.fields, text);
  } catch {
    readState("没有连上服务，请稍后再试；也可以直接按项填写。");
  }
  button.disabled = false;
  button.focus({ preventScroll: true });
};

document.addEventListener("input", (event) => {
  if (event.target === description() && readText !== null && event.target.value.trim() !== readText) readState("文字已改动；再按“读入表单”可以重新读。");
  const input = event.target;
  if (!input.dataset || input.dataset.zcRead === undefined) return;
  const now = input.type === "checkbox" ? String(input.checked) : input.value;
  const line = document.getElementById(input.getAttribute("aria-describedby"));
  if (line) line.textContent = line.textContent.replace(/^(已改正，原)?读自/, now === input.dataset.zcRead ? "读自" : "已改正，原读自");
});
