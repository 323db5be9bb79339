/* 文本修复对照 */
// ---- the comparison of a repair ----
let looked = null; // {value, page}: the button last pressed, until its view is there
const changes = () => [...document.querySelectorAll("#zc-repair-view .zc-rv-new .zc-ch")];

const readyRepair = () => {
  const view = one("#zc-repair-view .zc-rv");
  if (!view || view.dataset.zcReady) return;
  view.dataset.zcReady = "1";
  // One stop for the tab key; the arrow keys go on from change to change.
  changes().forEach((change, nth) => {
    change.tabIndex = nth ? -1 : 0;
    change.setAttribute("role", "button");
    if (!change.textContent.trim()) change.setAttribute("aria-label", "此处的文字已删去");
  });
  for (const button of view.querySelectorAll(".zc-rv-filters .zc-look")) {
    button.setAttribute("aria-pressed", String(button.classList.contains("zc-on")));
  }
  const facts = view.querySelector(".zc-rv-pager span, .zc-rv-head p, .zc-rv-none");
  if (facts) say.textContent = facts.textContent;
  if (!looked) return;
  // The buttons were drawn anew: give the keyboard its place back.
  const kind = looked.page;
  const again = kind
    ? view.querySelector(`.${kind}:not([disabled])`) || view.querySelector(".zc-rv-pager .zc-look:not([disabled])")
    : [...view.querySelectorAll(".zc-look")].find((button) => button.value === looked.value);
  if (again) again.focus({ preventScroll: true });
  if (kind) view.querySelector(".zc-rv-rows").scrollIntoView({ block: "start" });
  looked = null;
};

// Both sides of a change stand at the same place in their row.
const twin = (change) => {
  const row = change.closest(".zc-rv-row");
  const sides = [".zc-rv-old .zc-ch", ".zc-rv-new .zc-ch"].map((side) => [...row.querySelectorAll(side)]);
  const nth = Math.max(sides[0].indexOf(change), sides[1].indexOf(change));
  return [sides[0][nth], sides[1][nth]];
};

// A file is read here and sent as text: nothing is stored on the server.
const MOST_BYTES = 150000;
const pickFile = () => {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = ".txt,.md,text/plain";
  chooser.addEventListener("change", async () => {
    const file = chooser.files && chooser.files[0];
    if (!file) return;
    let content = "";
    if (file.size <= MOST_BYTES) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      for (let at = 0; at < bytes.length; at += 8192) {
        content += String.fromCharCode(...bytes.subarray(at, at + 8192));
      }
      content = btoa(content);
    }
    const name = file.name.replaceAll("|", " ").slice(0, 80);
    send("#zc-file-value", "#zc-file-show", `${name}|${file.size}|${content}`);
  });
  chooser.click();
};
