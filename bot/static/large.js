// A picture on the whole screen; a tap shows it in its own size, Escape closes.

const large = document.getElementById("large");
const plate = large.querySelector(".plate");
const image = large.querySelector("img");

export function serveLarge() {
  document.addEventListener("click", (event) => {
    const shot = event.target.closest("[data-enlarge]");
    if (!shot) return;
    image.src = shot.dataset.enlarge;
    image.alt = shot.querySelector("img").alt;
    plate.classList.remove("whole");
    large.showModal();
  });
  plate.addEventListener("click", (event) => {
    if (event.target === image) plate.classList.toggle("whole");
    else large.close();
  });
  large.addEventListener("close", () => image.removeAttribute("src"));
}
