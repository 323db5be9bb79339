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
    put(one("#zc-repair-notice"), "role", "alert");
    put(one("#zc-nav"), "role", "navigation");
    put(one("#zc-nav"), "aria-label", "页面");
    put(one("#zc-repair"), "role", "region");
    put(one("#zc-repair"), "aria-label", "文本修复对照");
    put(one("#zc-repair-document input"), "placeholder", "选择或输入文件名");
    put(one("#zc-repair-document input"), "aria-label", "收录的文件");
    put(one("#zc-repair-text textarea"), "aria-label", "自己的文字");
    put(one('#zc-chat button[aria-label="Scroll down"]'), "title", "看最新的回答");
    put(one('#zc-chat button[aria-label="Scroll down"]'), "aria-label", "看最新的回答");
    for (const message of document.querySelectorAll("#zc-chat [data-testid=user][aria-label]")) {
      put(message, "aria-label", "提问");
    }
    for (const message of document.querySelectorAll("#zc-chat [data-testid=bot][aria-label]")) {
      put(message, "aria-label", "回答");
    }
  };

  // ---- the two views; the address says which, so that the browser's 后退 works ----
  const setView = () => {
    const view = location.hash === "#repair" ? "repair" : "ask";
    document.documentElement.dataset.zcView = view;
    for (const button of document.querySelectorAll(".zc-view")) {
      put(button, "aria-current", button.value === view ? "page" : "false");
    }
  };
  addEventListener("hashchange", setView);

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

  const send = (value, button, text) => {
    const box = one(`${value} textarea, ${value} input`);
    if (!box) return;
    write(box, text);
    one(button).click();
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
    "zc-skip": () => {
      location.hash = "";
      setView();
      questionBox().focus();
    },
    "zc-view": (button) => {
      location.hash = button.value === "repair" ? "repair" : "";
      setView();
    },
    "zc-look": (button) => {
      if (!button.value) return;
      hidePreview();
      looked = { value: button.value, page: ["zc-rv-prev", "zc-rv-next"].find((name) => button.classList.contains(name)) };
      send("#zc-look-value", "#zc-look-show", button.value);
    },
    "zc-pick": pickFile,
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

  // ---- start ----
  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(say, preview);
    const look = () => {
      nameThings();
      setView();
      readyRepair();
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
