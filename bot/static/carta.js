// The carta: every command on one sheet, by button or by typing a slash.

const carta = document.getElementById("carta");
const button = document.getElementById("menu");
const dishes = [...carta.querySelectorAll("[data-command]")];
const none = document.getElementById("no-dish");

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const offered = () => dishes.filter((dish) => !dish.parentElement.hidden);

function filter(prefix) {
  for (const dish of dishes) {
    dish.parentElement.hidden = !plain(dish.dataset.command).startsWith(plain(prefix));
  }
  none.hidden = offered().length > 0;
}

function open(prefix) {
  filter(prefix);
  if (carta.hidden) document.getElementById("dishes").scrollTop = 0;
  carta.hidden = false;
  button.setAttribute("aria-expanded", "true");
}

export function closeCarta() {
  carta.hidden = true;
  button.setAttribute("aria-expanded", "false");
}

// `text` is the composer's field; `order(command)` is called with what was chosen.
export function serveCarta(text, order) {
  button.addEventListener("click", () => {
    if (!carta.hidden) return closeCarta();
    open("/");
    offered()[0]?.focus({ preventScroll: true });
  });
  carta.addEventListener("click", (event) => {
    const dish = event.target.closest("[data-command]");
    if (!dish) return;
    closeCarta();
    order(dish.dataset.command);
  });
  text.addEventListener("input", () => {
    if (/^\/\S*$/.test(text.value)) open(text.value);
    else closeCarta();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || carta.hidden) return;
    event.preventDefault();
    offered()[0]?.focus();
  });
  carta.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const list = offered();
    (list[list.indexOf(document.activeElement) + step] ?? text).focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || carta.hidden) return;
    closeCarta();
    text.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!carta.hidden && !event.target.closest("#carta, #menu, #text")) closeCarta();
  });
}
