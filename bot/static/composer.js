// Where the person writes: words, photos and files, by typing, choosing, dropping or pasting.

import { closeCarta, serveCarta } from "/static/carta.js";
import { el } from "/static/draw.js";
import { memory } from "/static/wire.js";
import { limits, say } from "/static/words.js";

const DRAFT = "peruopt.draft";
const form = document.getElementById("composer");
const text = document.getElementById("text");
const send = document.getElementById("send");
const tray = document.getElementById("tray");
const picker = document.getElementById("files");
const drop = document.getElementById("drop");
const held = [];

const isTable = (file) => /\.(csv|tsv|txt|xlsx)$/i.test(file.name);

function refresh() {
  send.setAttribute("aria-disabled", String(!text.value.trim() && !held.length));
  memory.put(DRAFT, text.value);
  if (CSS.supports("field-sizing", "content")) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

function layTray() {
  tray.replaceChildren(
    ...held.map((each) => {
      const remove = el("button", { type: "button", "aria-label": say("remove", { name: each.file.name }) }, "×");
      remove.addEventListener("click", () => {
        held.splice(held.indexOf(each), 1);
        if (each.src) URL.revokeObjectURL(each.src);
        layTray();
        text.focus();
      });
      const preview = each.src ? el("img", { src: each.src, alt: "" }) : null;
      return el("li", {}, preview, el("span", {}, each.file.name), remove);
    }),
  );
  tray.hidden = !held.length;
  refresh();
}

function take(files, complain) {
  for (const file of files) {
    const most = isTable(file) ? limits.table : limits.picture;
    const all = held.reduce((sum, each) => sum + each.file.size, file.size);
    if (file.size > most * 2 ** 20) complain(say("large_file", { name: file.name, n: most }));
    else if (held.length >= limits.files) complain(say("many_files", { n: limits.files }));
    else if (all > limits.all * 2 ** 20) complain(say("large_all"));
    else held.push({ file, src: file.type.startsWith("image/") ? URL.createObjectURL(file) : "" });
  }
  layTray();
  text.focus();
}

export function setAsked(asked) {
  text.placeholder = say(asked ? "answering" : "placeholder");
}

export function giveBack(words) {
  if (!text.value) text.value = words;
  refresh();
  text.focus();
}

// `say(text, attachments)` sends; `complain(sentence)` tells what could not be taken.
export function openComposer(speak, complain) {
  text.value = memory.get(DRAFT) ?? "";
  refresh();
  serveCarta(text, (command) => {
    if (text.value.startsWith("/")) text.value = "";
    refresh();
    text.focus();
    speak(command, []);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (!words && !held.length) return text.focus();
    const attachments = held.splice(0);
    text.value = "";
    closeCarta();
    layTray();
    text.focus();
    speak(words, attachments);
  });
  text.addEventListener("input", refresh);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  text.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files, complain);
  });
  document.getElementById("attach").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    take(picker.files, complain);
    picker.value = "";
  });
  serveDrop(complain);
}

function serveDrop(complain) {
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    drop.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.hidden = true;
  });
  addEventListener("drop", (event) => {
    drop.hidden = true;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    take(event.dataTransfer.files, complain);
  });
}
