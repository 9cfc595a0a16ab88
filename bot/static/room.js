// The conversation on the page: every message once, in its place, in its newest form.

import { el, said, shown } from "/static/draw.js";
import { dayKey, dayName, say } from "/static/words.js";

const log = document.getElementById("log");
const scroll = document.getElementById("scroll");
const known = new Map(); // id -> { entry, node }
const pending = new Map(); // id -> { node, item }
const open = new Set(); // presses that have no answer yet
let near = true;
let firstPlace = Infinity;

export const first = () => firstPlace;
export const isKnown = (id) => known.has(id);
export const newestShown = () => [...known.values()].map(({ entry }) => entry).filter((e) => e.event.kind === "shown").at(-1);

const draw = ({ event, at }) => (event.kind === "said" ? said : shown)(event, new Date(at));
const separator = (at) => el("p", { className: "day", data: { day: dayKey(at) } }, dayName(at));

function append(entry, node) {
  const at = new Date(entry.at);
  const days = log.querySelectorAll(".day");
  const parts = days[days.length - 1]?.dataset.day === dayKey(at) ? [node] : [separator(at), node];
  const waiting = pending.values().next().value?.node;
  if (waiting?.isConnected) waiting.before(...parts);
  else log.append(...parts);
}

function take(entry, fresh) {
  const { event } = entry;
  if (event.kind === "done") return open.delete(event.id);
  if (event.hidden) return;
  const before = known.get(event.id);
  if (!before && entry.place < firstPlace && entry.seq !== entry.place) return;
  const node = draw(entry);
  if (before) {
    node.classList.add("changed");
    before.node.replaceWith(node);
  } else {
    const mine = pending.get(event.id);
    if (mine) settle(event.id);
    else if (fresh) node.classList.add("fresh");
    append(entry, node);
  }
  known.set(event.id, { entry, node });
  firstPlace = Math.min(firstPlace, entry.place);
}

// Which buttons still count, and which was pressed.
function markKeys() {
  const newest = new Map();
  const picked = new Map();
  for (const { entry } of known.values()) {
    const { event } = entry;
    if (event.kind === "shown" && event.about && event.buttons.length) newest.set(event.about, event.id);
    if (event.kind === "said" && event.card) picked.set(event.card, { ...event, seq: entry.seq });
  }
  for (const { item } of pending.values()) {
    if (item.card && !item.failed) picked.set(item.card, { ...item, seq: Infinity });
  }
  for (const [id, { entry, node }] of known) {
    const { event } = entry;
    if (event.kind !== "shown" || !event.buttons.length) continue;
    const old = Boolean(event.about) && newest.get(event.about) !== id;
    const press = picked.get(id);
    const pressed = press && press.seq > entry.seq ? press : null;
    const busy = Boolean(pressed) && (open.has(pressed.id) || pending.has(pressed.id));
    markCard(node, old, pressed?.action, busy);
  }
}

function markCard(node, old, action, busy) {
  for (const key of node.querySelectorAll(".key")) {
    const mine = key.dataset.action === action;
    key.disabled = old;
    key.setAttribute("aria-disabled", String(old || busy));
    key.setAttribute("aria-pressed", String(mine));
    key.classList.toggle("picked", mine && !busy);
    key.classList.toggle("busy", mine && busy);
  }
  if (old === node.classList.contains("old")) return;
  node.classList.toggle("old", old);
  if (old) node.querySelector(".keys").after(el("p", { className: "note" }, say("superseded")));
  else node.querySelector(".note")?.remove();
}

export function apply(page, { fresh = true } = {}) {
  document.getElementById("loading")?.remove();
  for (const entry of page.entries) take(entry, fresh);
  if (!page.busy) open.clear();
  markKeys();
  log.setAttribute("aria-busy", String(page.busy));
  settleScroll();
}

export function prepend(page) {
  const height = scroll.scrollHeight - scroll.scrollTop;
  const oldFirst = log.querySelector(".day");
  const part = document.createDocumentFragment();
  const older = [];
  let day = "";
  for (const entry of page.entries) {
    if (entry.event.hidden || known.has(entry.event.id)) continue;
    const at = new Date(entry.at);
    if (dayKey(at) !== day) part.append(separator(at));
    day = dayKey(at);
    const node = draw(entry);
    part.append(node);
    older.push([entry.event.id, { entry, node }]);
    firstPlace = Math.min(firstPlace, entry.place);
  }
  if (oldFirst?.dataset.day === day) oldFirst.remove();
  const newer = [...known];
  known.clear();
  for (const [id, each] of [...older, ...newer]) known.set(id, each);
  log.prepend(part);
  markKeys();
  scroll.scrollTop = scroll.scrollHeight - height;
}

// A message on its way: shown at once, settled when the house repeats it.
export function sketch(item, previews) {
  const shownFiles = new Set(previews.map((preview) => preview.name));
  const list = (item.files ?? []).map(({ name, size }) => ({ name, size, shown: shownFiles.has(name) }));
  const node = said({ ...item, files: list }, new Date(), previews);
  node.classList.add("pending", "fresh");
  const state = el("div", { className: "state" });
  node.append(state);
  pending.set(item.id, { node, item, previews });
  if (item.card) open.add(item.id);
  log.append(node);
  markKeys();
  settleScroll(!item.card);
  return state;
}

export const sketched = (id) => pending.get(id)?.node;

export function settle(id, { keepOpen = true } = {}) {
  const mine = pending.get(id);
  if (!mine) return;
  pending.delete(id);
  mine.node.remove();
  for (const { src } of mine.previews) URL.revokeObjectURL(src);
  if (!keepOpen) open.delete(id);
  markKeys();
}

// Follow the newest words, but never so far that the question scrolls away from its answer.
export function settleScroll(force = false) {
  if (!near && !force) return;
  const asked = [...log.querySelectorAll(".said")].at(-1);
  const bottom = scroll.scrollHeight - scroll.clientHeight;
  const limit = asked ? asked.offsetTop - scroll.offsetTop - 12 : bottom;
  scroll.scrollTop = Math.max(Math.min(bottom, limit), force ? 0 : Math.min(scroll.scrollTop, bottom));
  near = true;
}

export function watchScroll(jump) {
  const look = () => {
    const left = scroll.scrollHeight - scroll.clientHeight - scroll.scrollTop;
    jump.hidden = left < 120;
  };
  const moved = () => {
    near = scroll.scrollHeight - scroll.clientHeight - scroll.scrollTop < 90;
  };
  scroll.addEventListener("scroll", look, { passive: true });
  for (const kind of ["wheel", "touchmove", "keydown"]) scroll.addEventListener(kind, () => requestAnimationFrame(moved), { passive: true });
  jump.addEventListener("click", () => {
    scroll.scrollTo({ top: scroll.scrollHeight, behavior: "smooth" });
    near = true;
  });
  new ResizeObserver(() => {
    settleScroll();
    look();
  }).observe(log);
}
