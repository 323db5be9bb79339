/* 问答: evidence, chips, previews, the conversation */
// ---- the evidence panel ----
let asked = null; // the pressed button, {kind, id}, until its evidence is there; null if an answer came
let shown = "";

const showQuote = (again = false) => {
  const panel = one("#zc-panel-column");
  const evidence = one("#zc-panel .zc-evidence");
  if (!panel || !evidence || (evidence.innerHTML === shown && !again)) return;
  shown = evidence.innerHTML;
  const mark = evidence.querySelector("mark.zc-now");
  if (asked) {
    (mark || evidence).scrollIntoView({ block: mark ? "center" : "start" });
    const title = evidence.querySelector(".zc-clause h4");
    say.textContent = title ? `已显示原文：${title.textContent}` : evidence.textContent.slice(0, 60);
  } else {
    // An answer arrived by itself: bring the quote into view inside the panel, never move the page.
    panel.scrollTop = 0;
    const room = panel.getBoundingClientRect();
    const place = mark && mark.getBoundingClientRect();
    if (mark && place.bottom > room.bottom) panel.scrollTop = place.top - room.top - room.height / 3;
  }
  if (asked && asked.kind !== "chip") {
    // The buttons were drawn anew: give the keyboard its place back.
    const other = asked.kind === "prev" ? "next" : "prev";
    const button = evidence.querySelector(`.zc-${asked.kind}:not([disabled])`) || evidence.querySelector(`.zc-${other}`);
    if (button) button.focus({ preventScroll: true });
  }
  asked = null;
};

const ask = (button, kind) => {
  const box = one("#zc-cite-value textarea, #zc-cite-value input");
  if (!box || !button.value) return;
  hidePreview();
  if (kind === "chip") openSheet(button);
  asked = { kind, id: `zc-e-${button.value}` };
  for (const chip of document.querySelectorAll(".zc-chip.zc-chosen")) chip.classList.remove("zc-chosen");
  if (kind === "chip") button.classList.add("zc-chosen");
  if (one(`#zc-panel #${asked.id}`)) {
    showQuote(true); // it is on show already
    return;
  }
  write(box, button.value);
  one("#zc-cite-show").click();
};

// ---- the conversation: the newest question goes to the top and stays there while the answer grows ----
let followed = "";
const follow = () => {
  const log = one("#zc-chat .bubble-wrap");
  const rows = log ? log.querySelectorAll(".message-row") : [];
  const last = rows[rows.length - 1];
  const text = last && last.querySelector(".zc-text");
  const state = `${rows.length}/${text ? text.textContent.length : 0}/${Boolean(last && last.querySelector(".zc-foot"))}`;
  if (state === followed) return;
  followed = state;
  if (rows.length < 2) return;
  const question = rows[rows.length - 2].getBoundingClientRect();
  log.scrollTop += question.top - log.getBoundingClientRect().top - 12; // the browser stops at the end
};

// ---- the question box: emptied when the question is in the log, filled again when it could not be answered ----
let sent = null; // what stood in the box when it was sent
let newest = "0|";
const sending = () => (sent = questionBox() && questionBox().value);
document.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && event.target === questionBox() && sending(), true);
document.addEventListener("click", (event) => event.target.closest && event.target.closest("#zc-send") && sending(), true);
const tendBox = () => {
  const box = questionBox();
  const asked = all("#zc-chat [data-testid=user] .zc-question");
  if (!box) return;
  const last = asked[asked.length - 1];
  const now = `${asked.length}|${last ? last.textContent : ""}`;
  if (now !== newest && sent !== null && box.value === sent) write(box, "");
  if (now !== newest) sent = null;
  newest = now;
  const back = one("#zc-notice .zc-restore:not(.zc-done)");
  if (back) {
    back.classList.add("zc-done");
    if (!box.value) write(box, back.value);
  }
  const cards = all("#zc-chat [data-testid=bot] .zc-answer");
  const card = cards[cards.length - 1];
  document.documentElement.dataset.zcBusy = String(Boolean(card && !card.querySelector(".zc-foot") && !card.classList.contains("zc-stopped")));
};

// ---- how long it has been, once it is more than a moment ----
let waited = null; // {element, since}
setInterval(() => {
  const clock = one("#zc-chat .zc-waiting .zc-elapsed");
  if (!clock) {
    waited = null;
    return;
  }
  if (!waited || waited.element !== clock) waited = { element: clock, since: waited ? waited.since : Date.now() };
  const seconds = Math.floor((Date.now() - waited.since) / 1000);
  const words = seconds ? `（已用 ${seconds} 秒）` : "";
  if (clock.textContent !== words) clock.textContent = words;
}, 500);

// ---- the preview of a quote: by pointer and by keyboard; Escape closes it ----
const preview = document.createElement("div");
preview.id = "zc-preview";
preview.setAttribute("role", "tooltip");
preview.hidden = true;
let closing = 0;

let described = []; // what the open preview belongs to

const showPreview = (target) => {
  const isChange = target.classList.contains("zc-ch");
  const number = isChange && (target.className.match(/\bzc-w(\d+)\b/) || [])[1];
  const quote = isChange ? one(`#zc-w${number}`) : target.parentElement && target.parentElement.querySelector(".zc-preview");
  if (!quote || !quote.textContent) return;
  hidePreview();
  if (isChange) preview.replaceChildren(...quote.cloneNode(true).childNodes);
  else preview.textContent = quote.textContent;
  preview.hidden = false;
  target.setAttribute("aria-describedby", preview.id);
  described = isChange ? twin(target) : [];
  for (const side of described) side.classList.add("zc-pointed");
  const place = target.getClientRects()[0] || target.getBoundingClientRect();
  const size = preview.getBoundingClientRect();
  const left = Math.max(8, Math.min(place.left, innerWidth - size.width - 8));
  const above = place.top - size.height - 8;
  preview.style.left = `${left}px`;
  preview.style.top = `${above > 8 ? above : place.bottom + 8}px`;
};
const hidePreview = () => {
  clearTimeout(closing);
  preview.hidden = true;
  for (const side of described) side.classList.remove("zc-pointed");
  described = [];
};
const hideSoon = () => {
  clearTimeout(closing);
  closing = setTimeout(hidePreview, 160); // time to move the pointer into the preview
};
const chipOf = (event) =>
  event.target.closest && event.target.closest(".zc-chip, .zc-rv-old .zc-ch, .zc-rv-new .zc-ch");

document.addEventListener("mouseover", (event) => {
  if (chipOf(event)) showPreview(chipOf(event));
  else if (event.target === preview) clearTimeout(closing);
  else if (!preview.hidden) hideSoon();
});
document.addEventListener("focusin", (event) => {
  const chip = chipOf(event);
  if (chip && chip.matches(":focus-visible")) showPreview(chip);
  else hidePreview();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hidePreview();
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const all = step && document.activeElement.classList.contains("zc-ch") ? changes() : [];
  const next = all[all.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  document.activeElement.tabIndex = -1;
  next.tabIndex = 0;
  next.focus({ preventScroll: true });
  const place = next.getBoundingClientRect();
  if (place.top < 120 || place.bottom > innerHeight - 40) next.scrollIntoView({ block: "center" });
  showPreview(next);
});
// A finger has no hover: a tap on a change explains it.
document.addEventListener("click", (event) => {
  const target = chipOf(event);
  if (target && target.classList.contains("zc-ch")) showPreview(target);
});
document.addEventListener("scroll", hidePreview, true);
