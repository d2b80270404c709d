// What an app does with the widget. The list takes calls before the widget is there, and is then replaced by it.
const faqtory = () => (window.faqtory ??= []);

faqtory().push(["identify", { name: "Aoife Byrne", email: "aoife@example.com", plan: "Monthly" }]);

for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => faqtory().push(["open", JSON.parse(button.dataset.open)]));
}
document.querySelector("#which").addEventListener("click", () => {
  faqtory().push(["open", { article: "/getting-started/choose-a-plan/" }]);
});
document.querySelector("#why").addEventListener("click", () => faqtory().push(["open", { code: "P-403" }]));
document.querySelector("#pay").addEventListener("submit", (event) => {
  event.preventDefault();
  document.querySelector("#failed").hidden = false;
  document.dispatchEvent(new CustomEvent("faqtory:error", { detail: { code: "P-403" } }));
});
