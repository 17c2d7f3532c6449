// A link with data-part fetches its page and puts the element of that id in the place of the one here.
import { helpCopying } from "./copying.js";

const within = (address) => new URL(address, location.href).href.split("#")[0];

/** The page at an address, parsed; its scripts do not run. */
export async function pageAt(address, options = {}) {
  const answer = await fetch(within(address), { headers: { Accept: "text/html" }, ...options });
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

/** Put an element of another page in the place of the one here; null when the page has none. */
export function place(id, page) {
  const here = document.getElementById(id);
  const there = page.getElementById(id);
  if (!here || !there) return null;
  const put = document.importNode(there, true);
  here.replaceWith(put);
  helpCopying(put);
  return put;
}

/** Say something to those who listen. */
export function tell(text) {
  const told = document.getElementById("told");
  if (told) told.textContent = text;
}

let asked = 0;

async function show(address, id) {
  const turn = (asked += 1);
  const { answer, page } = await pageAt(address);
  // Whoever clicks twice wants the second.
  if (turn !== asked) return null;
  const put = answer.ok ? place(id, page) : null;
  if (!put) {
    location.assign(address);
    return null;
  }
  if (id === "evidence") {
    put.closest(".beside").classList.toggle("is-open", !put.hidden);
    const open = page.querySelector(".open[aria-current]")?.id;
    for (const each of document.querySelectorAll(".open[aria-current]")) each.removeAttribute("aria-current");
    if (open) document.getElementById(open)?.setAttribute("aria-current", "true");
    for (const tongue of document.querySelectorAll(".tongues a")) {
      const other = page.querySelector(`.tongues a[hreflang="${tongue.hreflang}"]`);
      if (other) tongue.href = other.href;
    }
  }
  return put;
}

function plain(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** Open and close the parts of a page without loading the rest of it again. */
export function followParts() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-part], a[data-close]");
    if (!link || !plain(event)) return;
    event.preventDefault();
    const id = link.dataset.part ?? "evidence";
    const address = link.href;
    const back = link.hasAttribute("data-close") ? new URL(address).hash.slice(1) : "";
    const put = await show(address, id);
    if (!put) return;
    history.pushState({ part: id }, "", address);
    const target = back ? document.getElementById(decodeURIComponent(back)) : put;
    target?.focus({ preventScroll: Boolean(back) });
    if (!back) put.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelector("#evidence:not([hidden]) [data-close]")?.click();
  });
  addEventListener("popstate", () => {
    if (document.getElementById("evidence")) show(location.href, "evidence");
  });
}

/** Fetch what takes longer once it comes into view. */
export function loadLater() {
  const later = document.querySelectorAll("[data-later]");
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      pageAt(target.dataset.later).then(({ answer, page }) => answer.ok && place(target.id, page));
    }
  }, { rootMargin: "200px" });
  for (const each of later) seen.observe(each);
}
