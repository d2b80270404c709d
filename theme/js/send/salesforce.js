// Salesforce Web-to-Case. Source: help.salesforce.com, "Generate Web-to-Case HTML Code": `orgid`, `name`,
// `email`, `phone`, `subject`, `description`, `priority`, and custom fields by their `00N…` ids. It lets no
// script read its answer.

import { fullText, mapped, subjectOf, urlencoded } from "./message.js";

const PRIORITIES = { low: "Low", normal: "Medium", medium: "Medium", high: "High", urgent: "High" };

/** @param {import("./message.js").Message} message */
export function request(message) {
  const { values, topic, config } = message;
  const address = new URL(config.url ?? "https://webto.salesforce.com/servlet/servlet.WebToCase?encoding=UTF-8");
  address.searchParams.set("orgId", config.org_id);
  const fields = {
    orgid: config.org_id,
    name: values.name,
    email: values.email,
    phone: values.phone,
    subject: subjectOf(message),
    description: fullText(message, ["phone"]),
    priority: PRIORITIES[/** @type {keyof typeof PRIORITIES} */ (topic.priority)] ?? "",
    ...Object.fromEntries(mapped(message)),
  };
  return { ...urlencoded(address.href, fields), mode: /** @type {const} */ ("no-cors") };
}
