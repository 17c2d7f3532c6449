// Where a fragment leads in a marked source: all pieces of a figure, or the sentence around a place.

function pieces(source, name) {
  const [kind, rest] = name.split("=");
  if (kind === "o" && rest) {
    const [id, number = "0"] = rest.split(".");
    return [...source.querySelectorAll("mark[data-o]")].filter(
      (mark) => mark.dataset.o === id && mark.dataset.n === number,
    );
  }
  if (kind === "s" && /^\d+$/.test(rest ?? "")) {
    // A summary leaves out the dateline at the start of a sentence: the sentence that begins last before it.
    const starts = [...source.querySelectorAll('[id^="s="]')];
    const before = starts.filter((each) => Number(each.id.slice(2)) <= Number(rest));
    return before.length ? [before.at(-1)] : [];
  }
  const one = document.getElementById(name);
  return one && source.contains(one) ? [one] : [];
}

/** Mark what the fragment names, and follow marks to the list beside the text. */
export function helpOriginal(source) {
  if (!source || source.dataset.helped) return;
  source.dataset.helped = "true";
  function go() {
    const name = decodeURIComponent(location.hash.slice(1));
    for (const each of document.querySelectorAll(".is-there")) each.classList.remove("is-there");
    if (!name) return;
    const found = pieces(source, name);
    for (const each of found) each.classList.add("is-there");
    found[0]?.scrollIntoView({ block: "center" });
    const id = name.startsWith("o=") ? name.slice(2).split(".")[0] : "";
    const beside = id && document.querySelector(`[data-to="${CSS.escape(id)}"]`);
    if (beside) {
      beside.classList.add("is-there");
      const margin = beside.closest(".margin");
      if (margin.scrollHeight > margin.clientHeight) {
        margin.scrollTop += beside.getBoundingClientRect().top - margin.getBoundingClientRect().top - 80;
      }
    }
  }
  addEventListener("hashchange", go);
  source.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-o]");
    if (!mark || String(getSelection())) return;
    const number = mark.dataset.n === "0" ? "" : `.${mark.dataset.n}`;
    location.hash = `o=${mark.dataset.o}${number}`;
  });
  go();
}
