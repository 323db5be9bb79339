/* One listener for every button that the views make, and the look at what has changed. */

const askNow = (button) => {
  write(questionBox(), button.value);
  one("#zc-send").click();
};
const presses = {
  "zc-chip": (button) => ask(button, "chip"),
  "zc-prev": (button) => ask(button, "prev"),
  "zc-next": (button) => ask(button, "next"),
  "zc-example": askNow,
  "zc-next-question": askNow,
  "zc-ask-about": (button) => {
    location.hash = "";
    setView();
    questionBox().focus();
    askNow(button);
  },
  "zc-copy": async (button, text = button.value) => {
    const label = button.textContent;
    button.textContent = (await copy(text)) ? "已复制" : "复制失败，请手动选取";
    say.textContent = button.textContent;
    setTimeout(() => (button.textContent = label), 1600);
  },
  // The server keeps the answer with its evidence and says under which address; see readyTabs.
  "zc-share": (button) => send("#zc-link-value", "#zc-link-go", button.value),
  "zc-untag": (button) => {
    dropCondition(button.value);
    one(".zc-scope-open summary").focus();
  },
  "zc-unscope": (button) => {
    const [name, ...question] = button.value.split("|");
    dropCondition(name);
    askNow({ value: question.join("|") });
  },
  "zc-ask-in": (button) => {
    setScope({ policy: button.value });
    location.hash = "";
    setView();
    questionBox().focus();
  },
  "zc-aloud": (button) => {
    const speech = window.speechSynthesis;
    if (!speech) return;
    const speaking = speech.speaking;
    speech.cancel();
    if (speaking) return;
    const words = new SpeechSynthesisUtterance(button.closest(".zc-answer").querySelector(".zc-text").textContent.replace(/\[\d+\]/g, ""));
    words.lang = "zh-CN";
    speech.speak(words);
  },
  "zc-open-sheet": openSheet,
  "zc-close-sheet": () => closeSheet(),
  "zc-back": () => {
    if (sheetOpen()) {
      closeSheet();
      return;
    }
    one("#zc-chat-column").scrollIntoView({ block: "start" });
    questionBox().focus({ preventScroll: true });
  },
  "zc-skip": () => {
    location.hash = "";
    setView();
    questionBox().focus();
  },
  "zc-view": (button) => {
    const to = button.value === "ask" ? "" : button.value;
    if (to !== document.documentElement.dataset.zcView || location.hash.includes("/")) location.hash = to;
    setView();
  },
  "zc-goto": (button) => presses["zc-view"](button),
  "zc-look": (button) => {
    if (!button.value) return;
    hidePreview();
    looked = { value: button.value, page: ["zc-rv-prev", "zc-rv-next"].find((name) => button.classList.contains(name)) };
    send("#zc-look-value", "#zc-look-show", button.value);
  },
  "zc-pick": pickFile,
  "zc-say": (button) => send("#zc-say-value", "#zc-say-send", `${button.value}|有帮助|`),
  "zc-jump": jump,
  "zc-fetch": (button) => {
    const { url, name, body } = JSON.parse(button.value);
    fetchFile(button, url, JSON.stringify(body), "application/json", name);
  },
  "zc-read-in": readIn,
  "zc-answer": answerFact,
  "zc-unanswer": takeBack,
  "zc-page-image": showPage,
  "zc-batch": pickBatch,
  "zc-size": (button) => {
    setSize(button.value);
    remember("zc-size", button.value);
  },
  "zc-theme": () => {
    setTheme(dark() ? "light" : "dark");
    remember("zc-theme", dark() ? "dark" : "light");
  },
  "zc-contrast": () => {
    const wanted = document.documentElement.dataset.zcContrast === "1" ? "0" : "1";
    remember("zc-contrast", wanted);
    setContrast(wanted);
  },
  "zc-tongue": (button) => {
    setTongue(button.value);
    remember("zc-tongue", button.value);
  },
};
document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("button");
  const kind = button && Object.keys(presses).find((name) => button.classList.contains(name));
  if (kind) presses[kind](button);
});

document.addEventListener("DOMContentLoaded", () => {
  document.body.append(say, preview, backdrop);
  setTheme(remembered("zc-theme", ""));
  setTongue(remembered("zc-tongue", "hans"));
  const look = () => {
    nameThings();
    nameSheet();
    setView();
    askPassedOn();
    showScope();
    readyRepair();
    readyTabs();
    follow();
    tendBox();
    showQuote();
    setSize(document.documentElement.dataset.zcSize || remembered("zc-size", "0"));
    setTheme("");
    setContrast(document.documentElement.dataset.zcContrast || wantsContrast());
    translate();
  };
  look();
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["aria-label"],
  });
});
