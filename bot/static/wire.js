// The line to the house: asking for news, and sending so that nothing is lost or said twice.

const MARK = { "X-Peruopt": "1" };
const UNSENT = "peruopt.unsent";
const TRIES = 5;
const FULL = 507; // the disk there: trying again by ourselves would not help

export const memory = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  put(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // a full or forbidden store costs only what a reload would lose
    }
  },
};

// Sleeps, but wakes early when the network or the person comes back.
export function pause(seconds) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      resolve();
    };
    const timer = setTimeout(wake, seconds * 1000);
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
  });
}

export function leave() {
  location.assign("/entrar");
  return new Promise(() => {});
}

// crypto.randomUUID exists only on https and localhost; a phone at http://192.168… has none.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

export async function ask(path, control = new AbortController()) {
  const timer = setTimeout(() => control.abort(), 40_000);
  try {
    const answer = await fetch(path, { headers: MARK, signal: control.signal });
    if (answer.status === 401) return await leave();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return await answer.json();
  } finally {
    clearTimeout(timer);
  }
}

// Calls `news(page)` for ever.  A hidden tab gives its place up and only looks in now and then:
// browsers allow six connections to one house, and waiting tabs must not use them up.
export async function listen(from, news, connected) {
  let wake = new AbortController();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) wake.abort();
  });
  let { log, last } = from;
  for (let failures = 0; ; ) {
    try {
      wake = new AbortController();
      const wait = document.hidden || failures ? 0 : 25;
      const page = await ask(`/events?after=${last}&wait=${wait}`, wake);
      if (page.log !== log) return location.reload();
      failures = 0;
      connected(true);
      last = page.last;
      news(page);
      if (document.hidden) await pause(15);
      else if (page.crowded) await pause(3);
    } catch (error) {
      if (error.name === "AbortError") continue;
      failures += 1;
      if (failures > 1) connected(false);
      await pause(Math.min(2 ** failures / 4, 8));
    }
  }
}

function post(item, progress) {
  const form = new FormData();
  for (const name of ["id", "text", "action", "card"]) form.append(name, item[name] ?? "");
  for (const file of item.files ?? []) form.append("files", file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/messages");
    request.setRequestHeader("X-Peruopt", "1");
    request.responseType = "json";
    request.timeout = item.files?.length ? 900_000 : 20_000;
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onloadend = () => resolve({ status: request.status, error: request.response?.error });
    request.send(form);
  });
}

// One message after another, each until it has arrived.  The id is ours, so a message whose
// answer was lost can be sent again and is still heard once.
export class Sender {
  #queue = [];
  #running = false;
  #show;

  constructor(show) {
    this.#show = show;
    addEventListener("beforeunload", (event) => {
      if (this.#queue.some((item) => item.files?.length && !item.failed)) event.preventDefault();
    });
  }

  // `arrived(id)`: whether the house has it after all, and only its answer was lost.
  restore(arrived) {
    for (const item of memory.get(UNSENT) ?? []) {
      if (arrived(item.id)) continue;
      if (!item.failed) this.push(item);
      else {
        this.#queue.push(item);
        this.#show(item, { state: "failed", why: item.why });
      }
    }
    this.#keep();
  }

  push(item) {
    this.#queue.push(item);
    this.#keep();
    this.#show(item, { state: "sending" });
    this.#run();
  }

  retry(id) {
    const item = this.#queue.find((each) => each.id === id);
    if (item) item.failed = false;
    this.#keep();
    this.#run();
  }

  drop(id) {
    this.#queue = this.#queue.filter((item) => item.id !== id);
    this.#keep();
  }

  // What has not arrived outlives a reload.  Files do not: of those, what they were called stays,
  // so that nobody takes a photo for sent.
  #keep() {
    const kept = ({ files, previews, why, ...item }) =>
      files?.length
        ? { ...item, failed: true, lost: files.map((file) => file.name).join(", ") }
        : { ...item, why };
    memory.put(UNSENT, this.#queue.map(kept));
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    let tries = 0;
    for (let item; (item = this.#queue.find((each) => !each.failed)); ) {
      this.#show(item, { state: "sending" });
      const { status, error } = await post(item, (share) => this.#show(item, { state: "sending", share }));
      if (status === 202) {
        this.drop(item.id);
        this.#show(item, { state: "sent" });
        tries = 0;
      } else if (status === 401) {
        await leave();
      } else if (status >= 400 && (status < 500 || status === FULL || tries >= TRIES)) {
        Object.assign(item, { failed: true, why: error });
        this.#keep();
        this.#show(item, { state: "failed", why: error });
        tries = 0;
      } else {
        tries += 1;
        this.#show(item, { state: "waiting" });
        await pause(Math.min(2 ** tries / 2, 10));
        if (!status) tries = Math.min(tries, TRIES - 1);
      }
    }
    this.#running = false;
  }
}
