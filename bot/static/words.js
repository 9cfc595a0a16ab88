// Sentences, hours and sizes in the person's language.

const source = document.getElementById("sentences");
const sentences = JSON.parse(source.textContent);
const locale = document.documentElement.lang;
const timeZone = source.dataset.timezone;

export const limits = { picture: 20, table: 256, all: 280, files: 10 };
export const commands = new Set(
  [...document.querySelectorAll("[data-command]")].map((dish) => dish.dataset.command),
);

export function say(key, values = {}) {
  return sentences[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const date = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
const spoken = new Intl.DateTimeFormat(locale, { timeZone, weekday: "long", day: "numeric", month: "long" });

export const hour = (at) => clock.format(at);
export const dayKey = (at) => date.format(at);

export function dayName(at) {
  const days = [Date.now(), Date.now() - 864e5].map((then) => date.format(then));
  const near = days.indexOf(date.format(at));
  return near < 0 ? spoken.format(at) : say(near ? "yesterday" : "today");
}

export function size(bytes) {
  const [value, unit] =
    bytes < 1000 ? [bytes, "B"] : bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${unit}`;
}
