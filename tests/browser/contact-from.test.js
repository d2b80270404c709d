// Anybody can write the address of a contact page: what it says of the page before is taken from this site alone.

import assert from "node:assert/strict";

import { ANNA, TOPICS, contactStage, fill } from "./contact-kit.js";
import { stage } from "./kit.js";
import { webhook } from "./vendors.js";

const CONTACT = `channels: [{type: form}, {type: email, address: help@acme.example}]
form: {adapter: webhook, url: 'https://hooks.example.com/messages'}
${TOPICS}`;
/** @type {Awaited<ReturnType<typeof contactStage>>} */
let all;
const see = stage(async () => (all = await contactStage({ main: CONTACT }, { "hooks.example.com": webhook })));
const ANYONE = { ignoreHTTPSErrors: true, expected: /^foreign request: https:\/\/hooks/ };

for (const [from, path] of [
  ["/payments/refunds/", "payments/refunds/"],
  ["/%5Cevil.example/login", null], ["/%09/evil.example/login", null], ["/%0A/evil.example/login", null],
  ["//evil.example/login", null], ["https://evil.example/login", null], ["http://[", null],
]) {
  see(`address that says it comes from ${from}`, ANYONE, async (page, { url }) => {
    await page.goto(`contact/billing/?from=${from}`);
    await page.locator("#contact-form[novalidate]").waitFor();
    const link = page.locator('[data-channel="email"] a.channel-link');
    await link.focus();
    assert.ok(!(await link.getAttribute("href"))?.includes("evil"));
    await fill(page, ANNA);
    await page.locator("#contact-form [type=submit]").click();
    await page.waitForURL(/contact\/sent\//);
    const body = all.services.asked.at(-1)?.body ?? "";
    assert.ok(!body.includes("evil.example"), body);
    assert.equal(JSON.parse(body).handoff.page.url, `${url}${path ?? "contact/billing/"}`);
  });
}
