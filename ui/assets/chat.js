/* The few things the page needs beyond gradio's components. No inline handlers, no eval: the
   content security policy allows neither. Loaded before gradio, as a classic script. */
(() => {
  "use strict";

  // The page is Chinese for every browser: gradio takes its own words from this property.
  Object.defineProperty(navigator, "language", { get: () => "zh-CN" });

  const one = (selector) => document.querySelector(selector);
  const questionBox = () => one("#zc-question textarea");

  // Write into a gradio textbox the way a keyboard would, so that it notices.
  const write = (box, text) => {
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // ---- screen readers: gradio's labels are English or hold the raw HTML of a message ----
  const say = document.createElement("div");
  say.className = "zc-sr";
  say.setAttribute("role", "status");

  const put = (element, name, value) => {
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  const nameThings = () => {
    put(one("#zc-chat [role=log]"), "aria-label", "问答记录");
    put(questionBox(), "aria-label", "问题");
    const panel = one("#zc-panel-column");
    put(panel, "role", "region");
    put(panel, "aria-label", "依据原文");
    put(panel, "tabindex", "0");
    put(one("#zc-notice"), "role", "alert");
    put(one('#zc-chat button[aria-label="Scroll down"]'), "title", "看最新的回答");
    put(one('#zc-chat button[aria-label="Scroll down"]'), "aria-label", "看最新的回答");
    for (const message of document.querySelectorAll("#zc-chat [data-testid=user][aria-label]")) {
      put(message, "aria-label", "提问");
    }
    for (const message of document.querySelectorAll("#zc-chat [data-testid=bot][aria-label]")) {
      put(message, "aria-label", "回答");
    }
  };

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

  // ---- size of type ----
  const setSize = (size) => {
    document.documentElement.dataset.zcSize = size;
    for (const button of document.querySelectorAll(".zc-size")) {
      put(button, "aria-pressed", String(button.value === size));
    }
  };
  const savedSize = () => {
    try {
      return localStorage.getItem("zc-size") || "0";
    } catch {
      return "0";
    }
  };

  // ---- one listener for every button that render.py makes ----
  const presses = {
    "zc-chip": (button) => ask(button, "chip"),
    "zc-prev": (button) => ask(button, "prev"),
    "zc-next": (button) => ask(button, "next"),
    "zc-example": (button) => {
      write(questionBox(), button.value);
      one("#zc-send").click();
    },
    "zc-copy": async (button) => {
      const label = button.textContent;
      button.textContent = (await copy(button.value)) ? "已复制" : "复制失败，请手动选取";
      say.textContent = button.textContent;
      setTimeout(() => (button.textContent = label), 1600);
    },
    "zc-back": () => {
      one("#zc-chat-column").scrollIntoView({ block: "start" });
      questionBox().focus({ preventScroll: true });
    },
    "zc-skip": () => questionBox().focus(),
    "zc-size": (button) => {
      setSize(button.value);
      try {
        localStorage.setItem("zc-size", button.value);
      } catch {
        /* a browser without storage forgets the choice, no more */
      }
    },
  };

  const ask = (button, kind) => {
    const box = one("#zc-cite-value textarea, #zc-cite-value input");
    if (!box || !button.value) return;
    hidePreview();
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

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("button");
    const kind = button && Object.keys(presses).find((name) => button.classList.contains(name));
    if (kind) presses[kind](button);
  });

  // ---- the preview of a quote: by pointer and by keyboard; Escape closes it ----
  const preview = document.createElement("div");
  preview.id = "zc-preview";
  preview.setAttribute("role", "tooltip");
  preview.hidden = true;
  let closing = 0;

  const showPreview = (chip) => {
    const quote = chip.parentElement && chip.parentElement.querySelector(".zc-preview");
    if (!quote || !quote.textContent) return;
    clearTimeout(closing);
    preview.textContent = quote.textContent;
    preview.hidden = false;
    chip.setAttribute("aria-describedby", preview.id);
    const place = chip.getBoundingClientRect();
    const size = preview.getBoundingClientRect();
    const left = Math.max(8, Math.min(place.left, innerWidth - size.width - 8));
    const above = place.top - size.height - 8;
    preview.style.left = `${left}px`;
    preview.style.top = `${above > 8 ? above : place.bottom + 8}px`;
  };
  const hidePreview = () => {
    clearTimeout(closing);
    preview.hidden = true;
  };
  const hideSoon = () => {
    clearTimeout(closing);
    closing = setTimeout(hidePreview, 160); // time to move the pointer into the preview
  };
  const chipOf = (event) => event.target.closest && event.target.closest(".zc-chip");

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
  });
  document.addEventListener("scroll", hidePreview, true);

  // ---- start ----
  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(say, preview);
    const look = () => {
      nameThings();
      follow();
      showQuote();
      setSize(document.documentElement.dataset.zcSize || savedSize());
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["aria-label"],
    });
  });
})();
