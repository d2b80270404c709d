// What the site's config says of its widget. The build puts the real ones in the place of this module.

/**
 * @typedef {Record<string, string>} Texts
 * @typedef {{ code: string, dir: string, page: string, texts?: Texts, file?: string }} Language
 * @typedef {{ on: string, after?: number, count?: number, url: string[], text: Texts }} Trigger
 * @typedef {{ position: string, launcher: boolean, perDay: number, triggers: Trigger[], languages: Language[],
 *   colors: { light: Texts, dark: Texts } }} Settings
 */

/** @type {Settings} */
export const settings = {
  position: "end", launcher: true, perDay: 1, triggers: [], colors: { light: {}, dark: {} },
  languages: [{ code: "en", dir: "ltr", page: "widget/", texts: {} }],
};
