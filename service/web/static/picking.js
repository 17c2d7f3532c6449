// Regions by name, as one types; a list that the keyboard can use (ARIA combobox).

const PATIENCE = 150;

/** Help with the form of the first page. */
export function helpPicking(form) {
  if (!form) return;
  const field = form.querySelector("#find");
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  list.hidden = true;
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  let found = [];
  let at = -1;
  let timer = 0;

  function close() {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function point(next) {
    at = (next + found.length) % found.length;
    for (const [number, item] of [...list.children].entries()) {
      item.setAttribute("aria-selected", String(number === at));
    }
    field.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function add(region) {
    const known = form.querySelector(`input[name="regions"][value="${region.adcode}"]`);
    if (known) {
      known.checked = true;
    } else {
      const item = document.createElement("li");
      const label = document.createElement("label");
      const box = document.createElement("input");
      const name = document.createElement("span");
      label.className = "chip";
      box.type = "checkbox";
      box.name = "regions";
      box.value = region.adcode;
      box.checked = true;
      name.textContent = region.name;
      label.append(box, " ", name);
      item.append(label);
      form.querySelector("[data-regions]").append(item);
    }
    document.getElementById("told").textContent = field.dataset.added.replace("{}", region.name);
    field.value = "";
    close();
  }

  async function look() {
    const name = field.value.trim();
    if (!name) return close();
    const answer = await fetch(`/v1/regions?limit=12&q=${encodeURIComponent(name)}`);
    if (!answer.ok || field.value.trim() !== name) return close();
    found = (await answer.json()).regions;
    list.replaceChildren(...found.map((region, number) => {
      const item = document.createElement("li");
      item.id = `suggestion-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = `${region.name} ${region.adcode}`;
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        add(region);
      });
      return item;
    }));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(Boolean(found.length)));
    at = -1;
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PATIENCE);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at < 0 ? -1 : at - 1);
    else if (event.key === "Enter" && at >= 0) add(found[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const picked = form.querySelector("[data-picked]");
  form.addEventListener("change", (event) => {
    if (event.target.name !== "measures") return;
    const count = form.querySelectorAll('input[name="measures"]:checked').length;
    picked.textContent = count ? picked.dataset.picked.replace("{}", count) : picked.dataset.unpicked;
  });
}
