// What is said, as elements.  Text goes in as text only: nothing here reads markup.

import { commands, hour, say, size } from "/static/words.js";

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "data") Object.assign(node.dataset, value);
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

const SHEET = "M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5v5h5M9 13h6M9 16.5h6";
const TOKENS = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])|(?<![\w/.])(\/[\p{L}_]+)(?![\w/])/gu;

// Addresses become links, commands of the carta become buttons, all else stays words.
function prose(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [whole, address, command] = match;
    if (command && !commands.has(command)) continue;
    parts.push(text.slice(from, match.index));
    parts.push(
      address
        ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address)
        : el("button", { type: "button", className: "command", data: { command } }, command),
    );
    from = match.index + whole.length;
  }
  return [...parts, text.slice(from)];
}

const address = (file) => `/files/${file.key}/${encodeURIComponent(file.name)}`;

function shot(file, src = address(file)) {
  const alt = file.alt || file.name || say("picture");
  const image = el("img", { src, alt, decoding: "async" });
  if (file.width && file.height) {
    image.width = file.width;
    image.height = file.height;
  }
  return el(
    "button",
    { type: "button", className: "shot", data: { enlarge: src }, "aria-label": say("enlarge", { alt }) },
    image,
  );
}

function sheet(file) {
  const text = el("span", {}, file.name, el("small", {}, size(file.size)));
  const parts = [icon(SHEET), text];
  if (!file.key) return el("li", { className: "file" }, ...parts);
  const link = { className: "file", href: address(file), download: file.name };
  return el("li", {}, el("a", { ...link, "aria-label": say("download", { name: file.name }) }, ...parts));
}

function files(list) {
  return list.length ? el("ul", { className: "files" }, ...list.map(sheet)) : null;
}

const time = (at) => el("time", { dateTime: at.toISOString() }, hour(at));
const aside = (words) => el("span", { className: "unseen" }, words);

// What the person said; `previews` are the pictures of one that is still on its way.
export function said(event, at, previews = []) {
  if (event.action) {
    const words = [aside(say("pressed", { label: "" })), event.label];
    return el("div", { className: "said press", id: `m-${event.id}` }, el("p", {}, ...words), time(at));
  }
  const kept = event.files.filter((file) => file.key);
  const shots = [...kept.map((file) => shot(file)), ...previews.map((p) => shot(p, p.src))];
  const rest = event.files.filter((file) => !file.key && !file.shown);
  return el(
    "div",
    { className: "said", id: `m-${event.id}` },
    aside(`${say("you")}: `),
    shots.length ? el("div", { className: "photos" }, ...shots) : null,
    files(rest),
    event.text ? el("p", {}, event.text) : null,
    time(at),
  );
}

function keys(rows) {
  const draw = (key) =>
    el("button", { type: "button", className: `key ${key.tone}`, data: { action: key.action } }, key.label);
  return el("div", { className: "keys" }, ...rows.map((row) => el("div", {}, ...row.map(draw))));
}

// What stands in brackets is one thing, and is not broken: "(1 of 3)".
const titled = (words) =>
  words.split(/(\([^()]{1,16}\))/).map((part) => (part.startsWith("(") ? el("span", { className: "whole" }, part) : part));

export function shown(event, at) {
  const rich = event.picture || event.buttons.length || event.quote;
  return el(
    "div",
    { className: rich ? "shown full" : "shown", id: `m-${event.id}` },
    event.title ? el("h3", {}, ...titled(event.title)) : null,
    event.quote ? el("blockquote", {}, event.quote) : null,
    event.text ? el("p", {}, ...prose(event.text)) : null,
    event.picture ? shot(event.picture) : null,
    files(event.files),
    event.buttons.length ? keys(event.buttons) : null,
    time(at),
  );
}
