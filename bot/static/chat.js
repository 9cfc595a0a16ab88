// The page of the chat: puts the room, the composer and the line together.

import { giveBack, openComposer, setAsked } from "/static/composer.js";
import { el } from "/static/draw.js";
import { serveLarge } from "/static/large.js";
import * as room from "/static/room.js";
import { ask, listen, newId, pause, Sender } from "/static/wire.js";
import { say } from "/static/words.js";

const banner = document.getElementById("banner");
const earlier = document.getElementById("earlier");
const typing = document.getElementById("typing");
const title = document.title;
const states = new Map();
let unread = 0;
let bannerTimer = 0;

function announce(sentence, seconds = 0) {
  clearTimeout(bannerTimer);
  banner.textContent = sentence;
  banner.hidden = !sentence;
  if (seconds) bannerTimer = setTimeout(() => (banner.hidden = true), seconds * 1000);
}

let online = true;
function connected(now) {
  if (now === online) return;
  online = now;
  announce(say(now ? "back" : "offline"), now ? 3 : 0);
}

function show(item, { state, share, why }) {
  if (state === "sent") return states.delete(item.id);
  if (room.isKnown(item.id)) return undefined;
  if (!states.has(item.id)) states.set(item.id, room.sketch(item, item.previews ?? []));
  const place = states.get(item.id);
  const parts = { sending: sending, waiting, failed }[state](item, share, why);
  place.replaceChildren(...parts);
  room.sketched(item.id)?.classList.toggle("failed", state === "failed");
  return undefined;
}

function sending(item, share) {
  if (!item.files?.length || share === undefined) return [say("sending")];
  const percent = Math.round(share * 100);
  return [say("progress", { n: percent }), el("progress", { max: 100, value: percent, "aria-label": say("sending") })];
}

function waiting() {
  connected(false);
  return [say("waiting")];
}

function failed(item, _share, why) {
  const again = el("button", { type: "button" }, say("again"));
  const discard = el("button", { type: "button" }, say("discard"));
  again.addEventListener("click", () => sender.retry(item.id));
  const acts = item.lost ? [discard] : [again, discard];
  const reason = item.lost ? say("lost_files", { names: item.lost }) : (why ?? say("failed"));
  discard.addEventListener("click", () => {
    sender.drop(item.id);
    states.delete(item.id);
    room.settle(item.id, { keepOpen: false });
    giveBack(item.text);
  });
  return [say("not_sent", { why: reason }), el("div", { className: "acts" }, ...acts)];
}

const sender = new Sender(show);

function speak(text, attachments) {
  const files = attachments.map(({ file }) => file);
  const previews = attachments
    .filter(({ src }) => src)
    .map(({ file, src }) => ({ name: file.name, alt: file.name, src }));
  sender.push({ id: newId(), text, files, previews });
}

function press(key) {
  if (key.getAttribute("aria-disabled") === "true") return;
  const card = key.closest(".shown").id.slice(2);
  sender.push({ id: newId(), text: "", action: key.dataset.action, card, label: key.textContent });
}

function news(page, options) {
  room.apply(page, options);
  typing.hidden = !page.busy;
  room.settleScroll();
  const newest = room.newestShown();
  setAsked(Boolean(newest?.event.asks) && !page.busy);
  if (document.hidden) unread += page.entries.filter(({ event }) => event.kind === "shown").length;
  document.title = unread ? say("unread", { n: unread, title }) : title;
}

async function older() {
  earlier.disabled = true;
  try {
    const page = await ask(`/chat?before=${room.first()}`);
    room.prepend(page);
    earlier.hidden = !page.earlier;
  } catch {
    connected(false);
  } finally {
    earlier.disabled = false;
  }
}

async function begin() {
  for (;;) {
    try {
      return await ask("/chat");
    } catch {
      connected(false);
      await pause(2);
    }
  }
}

document.getElementById("log").addEventListener("click", (event) => {
  const key = event.target.closest(".key");
  const command = event.target.closest(".command");
  if (key) press(key);
  if (command) speak(command.dataset.command, []);
});
document.addEventListener("visibilitychange", () => {
  unread = 0;
  document.title = title;
});
document.getElementById("leave")?.addEventListener("click", async () => {
  await fetch("/salir", { method: "POST", headers: { "X-Peruopt": "1" } });
  location.assign("/entrar");
});
earlier.addEventListener("click", older);
serveLarge();
openComposer(speak, (sentence) => announce(sentence, 8));
room.watchScroll(document.getElementById("newest"));

const page = await begin();
connected(true);
news(page, { fresh: false });
earlier.hidden = !page.earlier;
room.settleScroll(true);
sender.restore(room.isKnown);
listen(page, news, connected);
