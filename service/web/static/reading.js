// The form of /read, sent without leaving the page; the answer is the same page, of which the result is taken.
import { pageAt, place, tell } from "./parts.js";
import { helpOriginal } from "./original.js";

function body(form) {
  const data = new FormData(form);
  const text = data.get("text");
  const file = data.get("file");
  if (!(file instanceof File) || !file.name) {
    // A field is short, a file is as long as a document may be.
    data.delete("file");
    data.delete("text");
    if (text.trim()) {
      data.append("file", new Blob([text.replaceAll("\r\n", "\n")], { type: "text/plain;charset=utf-8" }), "text.txt");
    }
  } else {
    data.delete("text");
  }
  return data;
}

/** Analyse in place. */
export function helpReading(form) {
  if (!form) return;
  const button = form.querySelector("button");
  const word = button.textContent;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    button.textContent = form.dataset.working;
    tell(form.dataset.working);
    document.getElementById("problem")?.remove();
    try {
      const { answer, page } = await pageAt(form.action, { method: "POST", body: body(form) });
      const put = answer.ok ? place("result", page) : null;
      if (put) {
        put.hidden = false;
        helpOriginal(put.querySelector("#source"));
        tell(form.dataset.done);
        put.focus({ preventScroll: true });
        put.scrollIntoView({ block: "start" });
      } else {
        const said = page.getElementById("problem");
        if (said) form.after(document.importNode(said, true));
      }
    } catch (error) {
      tell(form.dataset.failed + error.message);
      form.submit();
    } finally {
      button.disabled = false;
      button.textContent = word;
    }
  });
}
