// The pages work without this. It puts parts of pages in their place, and helps with picking, reading and copying.
import { followParts, loadLater } from "./parts.js";
import { helpPicking } from "./picking.js";
import { helpOriginal } from "./original.js";
import { helpReading } from "./reading.js";
import { helpCopying } from "./copying.js";

followParts();
loadLater();
helpPicking(document.querySelector("[data-picking]"));
helpOriginal(document.querySelector("#source"));
helpReading(document.querySelector("[data-reading]"));
helpCopying(document);
