// Switches between the device's colors, light and dark. The button's icon and name follow by CSS.

const ORDER = ["system", "light", "dark"];

class ThemeToggle extends HTMLElement {
  connectedCallback() {
    this.querySelector("button")?.addEventListener("click", () => this.next());
  }

  next() {
    const root = document.documentElement;
    const theme = ORDER[(ORDER.indexOf(root.dataset.theme ?? "system") + 1) % ORDER.length];
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (theme === "system") localStorage.removeItem("faqtory-theme");
      else localStorage.setItem("faqtory-theme", theme);
    } catch {
      // Storage is blocked: the choice holds for this page.
    }
  }
}

customElements.define("theme-toggle", ThemeToggle);
