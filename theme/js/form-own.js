// The form by its own properties: a field called `action`, `submit` or `querySelector` hides the form's.

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLFormElement} reads, writes and calls what the form itself has
 */
export function own(form) {
  return new Proxy(form, {
    get(_, name) {
      const value = Reflect.get(HTMLFormElement.prototype, name, form);
      return typeof value === "function" ? value.bind(form) : value;
    },
    set: (_, name, value) => Reflect.set(HTMLFormElement.prototype, name, value, form),
  });
}
