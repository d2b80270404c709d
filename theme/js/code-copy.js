// Gives every code block a button that copies it.

const texts = document.getElementById("script-texts")?.dataset ?? {};

const SHOWN = 2000; // ms that "Copied" stays

const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.querySelector("main")?.append(status);

for (const figure of document.querySelectorAll("figure.code")) {
  const code = figure.querySelector("code");
  if (!code) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "code-copy";
  button.textContent = texts.copy ?? "";
  button.addEventListener("click", async () => {
    const message = await copy(code);
    button.textContent = message;
    status.textContent = message;
    setTimeout(() => { button.textContent = texts.copy ?? ""; status.textContent = ""; }, SHOWN);
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
    return texts.copied ?? "";
  } catch {
    getSelection()?.selectAllChildren(code);
    return texts.copyFailed ?? "";
  }
}
