// A host whose Content-Security-Policy knows nothing of videos.

import assert from "node:assert/strict";

import { knowledgeBase, publish, stage } from "./kit.js";

const see = stage(async () => publish({
  root: await knowledgeBase({ "_index.md": "# Home\n", "video.md": "# Video\n\n![Where to park](https://vimeo.com/76979871)\n" }),
  policy: "default-src 'self'",
}));

see("video opens at its own site when the policy forbids its player", { expected: /frame-src|Framing|foreign request|ERR_NAME|violates/ }, async (page) => {
  await page.goto("video/");
  const left = page.waitForRequest("https://vimeo.com/76979871");
  await page.getByRole("button", { name: "Play video: Where to park" }).click();
  assert.ok(await left);
});
