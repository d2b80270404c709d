// Gives every code block a button that copies it.

import { element, icon, text } from "./texts.js";

const SHOWN = 2000; // ms that "Copied" stays

const status = element("p", "visually-hidden");
status.setAttribute("role", "status");
document.querySelector("main")?.append(status);

for (const figure of document.querySelectorAll("figure.code")) {
  const code = figure.querySelector("code");
  if (!code) continue;
  const button = element("button", "code-copy");
  const label = element("span", "", text("copy"));
  button.type = "button";
  button.append(icon("copy"), label);
  button.addEventListener("click", async () => {
    const message = await copy(code);
    label.textContent = message;
    status.textContent = message;
    setTimeout(() => { label.textContent = text("copy"); status.textContent = ""; }, SHOWN);
  });
  figure.append(button);
}

/**
 * Copies the code, or selects it where copying is not allowed.
 * @param {Element} code
 */
async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent ?? "");
    return text("copied");
  } catch {
    getSelection()?.selectAllChildren(code);
    return text("copyFailed");
  }
}
