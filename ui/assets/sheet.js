/* On a narrow screen the evidence is a sheet that comes up from below: a dialog that keeps the focus until it is closed
   by its button, Escape, a swipe down or a touch beside it; the focus then goes back to where it came from. */
const narrow = matchMedia("(max-width: 860px)");
const behind = () => all("#zc-header, #zc-nav, #zc-chat-column");
const sheet = () => one("#zc-panel-column");
const sheetOpen = () => document.documentElement.dataset.zcSheet === "open";
let openedFrom = null; // what gets the focus back
const SWIPE = 90; // pixels downwards that close it

const backdrop = document.createElement("div");
backdrop.id = "zc-backdrop";
backdrop.addEventListener("click", () => closeSheet());

const openSheet = (from) => {
  if (!narrow.matches || sheetOpen() || !sheet()) return;
  openedFrom = from;
  document.documentElement.dataset.zcSheet = "open";
  for (const part of behind()) part.inert = true;
  nameSheet();
  sheet().focus({ preventScroll: true });
};

const closeSheet = (focus = true) => {
  if (!sheetOpen()) return;
  delete document.documentElement.dataset.zcSheet;
  for (const part of behind()) part.inert = false;
  nameSheet();
  hidePreview();
  if (!focus) return;
  const back = openedFrom && openedFrom.isConnected ? openedFrom : questionBox();
  back.focus({ preventScroll: true });
};

// Its close button, the bar that opens it again, and what it is for a screen reader.
const nameSheet = () => {
  const panel = sheet();
  const composer = one("#zc-composer");
  if (!panel || !composer) return;
  put(panel, "role", sheetOpen() ? "dialog" : "region");
  if (sheetOpen()) put(panel, "aria-modal", "true");
  else panel.removeAttribute("aria-modal");
  if (!one("#zc-grip")) {
    const grip = document.createElement("div");
    grip.id = "zc-grip";
    const close = document.createElement("button");
    Object.assign(close, { type: "button", className: "zc-close-sheet", textContent: "关闭" });
    grip.append(close);
    panel.prepend(grip);
  }
  let bar = one("#zc-sheet-bar");
  if (!bar) {
    bar = document.createElement("button");
    Object.assign(bar, { type: "button", id: "zc-sheet-bar", className: "zc-open-sheet" });
    composer.prepend(bar);
  }
  const title = one("#zc-panel .zc-steps h2");
  const count = one("#zc-panel .zc-count");
  const words = count ? `${title.textContent}：${count.textContent}` : "";
  if (bar.textContent !== words) bar.textContent = words;
  if (bar.hidden !== !words) bar.hidden = !words;
};

const focusable = () =>
  [...sheet().querySelectorAll("button, a[href], input, select, textarea, summary, [tabindex='0']")].filter((one) => !one.disabled && one.offsetParent !== null);

document.addEventListener("keydown", (event) => {
  if (!sheetOpen()) return;
  if (event.key === "Escape" && preview.hidden) closeSheet();
  if (event.key !== "Tab") return;
  const stops = focusable();
  const at = stops.indexOf(document.activeElement);
  const leaving = event.shiftKey ? at <= 0 : at === stops.length - 1;
  if (!leaving) return;
  event.preventDefault();
  stops[event.shiftKey ? stops.length - 1 : 0].focus();
});

let drag = null; // {from, by}: a finger that moves the sheet
document.addEventListener("touchstart", (event) => {
  const held = sheetOpen() && sheet().contains(event.target);
  if (held && (event.target.closest("#zc-grip, .zc-steps") || sheet().scrollTop <= 0)) drag = { from: event.touches[0].clientY, by: 0 };
}, { passive: true });
document.addEventListener("touchmove", (event) => {
  if (!drag) return;
  drag.by = Math.max(0, event.touches[0].clientY - drag.from);
  sheet().style.transform = drag.by ? `translateY(${drag.by}px)` : "";
}, { passive: true });
const letGo = (event) => {
  if (!drag) return;
  const far = drag.by > SWIPE && event.type === "touchend";
  drag = null;
  sheet().style.transform = "";
  if (far) closeSheet();
};
document.addEventListener("touchend", letGo, { passive: true });
document.addEventListener("touchcancel", letGo, { passive: true });
addEventListener("hashchange", () => closeSheet(false));
narrow.addEventListener("change", () => closeSheet());
