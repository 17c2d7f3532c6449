/* duizhao 对照 in other pages: <duizhao-comparison> and <duizhao-chart>. No dependencies.

   <script src="https://duizhao.example/embed/duizhao.js" defer></script>
   <duizhao-chart kind="bar" measures="first_secretaries" regions="360821,522628">
     <img src="https://duizhao.example/v1/charts/bar.png?measures=first_secretaries&regions=360821,522628" alt="">
   </duizhao-chart>

   What stands inside an element is shown without this script, and until the piece is there. Attributes are the
   parameters of the address: regions, measures, within, level, align, tolerance, derive, sort, limit, lang, theme.
   Frames of /embed/ that stand in the page as they are get their height, too. */
"use strict";
(() => {
  const script =
    document.currentScript || document.querySelector('script[src*="/embed/duizhao.js"]');
  const base = new URL("../", script ? script.src : location.href);
  const SHARED = [
    "regions", "measures", "within", "level", "align", "tolerance", "derive", "sort", "limit", "lang", "theme",
  ];
  const LARGEST = 20000; // pixels; a height is taken from nobody's word beyond this
  const elements = new Set();

  class Piece extends HTMLElement {
    #frame = null;
    #slot = null;
    #asked = "";
    #is_due = false;

    static names = SHARED;

    static get observedAttributes() {
      return this.names;
    }

    connectedCallback() {
      elements.add(this);
      if (!this.#frame) {
        const root = this.attachShadow({ mode: "open" });
        this.#slot = document.createElement("slot");
        this.#frame = document.createElement("iframe");
        // Styles by properties: a policy of the page without unsafe-inline allows them.
        Object.assign(this.style, { display: this.style.display || "block" });
        Object.assign(this.#frame.style, { border: "0", width: "100%", height: "0", display: "block" });
        this.#frame.title = this.getAttribute("label") || "duizhao 对照";
        this.#frame.setAttribute("referrerpolicy", "no-referrer");
        root.append(this.#slot, this.#frame);
      }
      this.#ask();
    }

    disconnectedCallback() {
      elements.delete(this);
    }

    attributeChangedCallback() {
      // Several attributes that change together make one request.
      if (!this.isConnected || this.#is_due) return;
      this.#is_due = true;
      queueMicrotask(() => {
        this.#is_due = false;
        if (this.isConnected) this.#ask();
      });
    }

    get address() {
      const asked = new URL(`embed/${this.constructor.piece}`, base);
      for (const name of this.constructor.names) {
        const value = this.getAttribute(name);
        if (value) asked.searchParams.set(name, value);
      }
      return asked.href;
    }

    #ask() {
      if (!this.#frame || this.#asked === this.address) return;
      this.#asked = this.address;
      this.#frame.src = this.#asked;
    }

    shows(source) {
      return this.#frame !== null && this.#frame.contentWindow === source;
    }

    settle(height, title) {
      this.#frame.style.height = `${height}px`;
      if (title && !this.hasAttribute("label")) this.#frame.title = title;
      // Only now: what stands in the element is better than an empty frame.
      this.#slot.remove();
      this.dispatchEvent(new CustomEvent("duizhao:shown", { detail: { height, title } }));
    }
  }

  class Comparison extends Piece {
    static piece = "comparison";
  }

  class Chart extends Piece {
    static piece = "chart";
    static names = [...SHARED, "kind"];
  }

  window.addEventListener("message", (event) => {
    const said = event.data;
    if (event.origin !== base.origin || !said || said.type !== "duizhao:height") return;
    const height = Number(said.height);
    if (!Number.isFinite(height) || height < 0) return;
    const bounded = Math.min(height, LARGEST);
    const title = typeof said.title === "string" ? said.title.slice(0, 300) : "";
    for (const element of elements) {
      if (element.shows(event.source)) return element.settle(bounded, title);
    }
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === event.source) frame.style.height = `${bounded}px`;
    }
  });

  customElements.define("duizhao-comparison", Comparison);
  customElements.define("duizhao-chart", Chart);
})();
