// What the page around the panel of the widget said of itself. In memory only: every page in the panel is told again.

/** @type {{ page: { url: string, title: string } | null, user: Record<string, unknown> | null }} */
export const around = { page: null, user: null };
