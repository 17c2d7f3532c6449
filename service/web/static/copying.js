// $BASE becomes the address of this site, and what is meant to be copied gets a button.

const WORDS = { zh: ["复制", "已复制"], en: ["Copy", "Copied"] };

/** Fill in the address and add the buttons. */
export function helpCopying(root) {
  const [copy, copied] = WORDS[document.documentElement.lang.slice(0, 2)] ?? WORDS.en;
  for (const code of root.querySelectorAll("code[data-absolute]")) {
    code.removeAttribute("data-absolute");
    code.textContent = code.textContent.replaceAll("$BASE", location.origin);
    if (!navigator.clipboard) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = copied;
      document.getElementById("told").textContent = copied;
    });
    code.closest(".copyable")?.append(button);
  }
  for (const note of root.querySelectorAll("[data-absolute-note]")) note.hidden = true;
}
