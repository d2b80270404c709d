// A key and a certificate for a server of a test: made anew each time, so that none is kept anywhere.

import { createSign, generateKeyPairSync, randomBytes } from "node:crypto";

/** One piece of DER: its kind, its length, its content. @param {number} tag @param {...Buffer} parts */
function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (/** @type {Buffer[]} */ ...parts) => der(0x30, ...parts);
const hex = (/** @type {string} */ text) => Buffer.from(text, "hex");
const ECDSA_SHA256 = sequence(der(0x06, hex("2a8648ce3d040302")));
const COMMON_NAME = der(0x06, hex("550403"));

/** @returns {{ key: string, cert: string }} a certificate that names nobody in particular and lasts for a few days */
export function certificate() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from("test")))));
  const time = (/** @type {number} */ days) =>
    der(0x17, Buffer.from(`${new Date(Date.now() + days * 86_400_000).toISOString().replace(/\D/g, "").slice(2, 14)}Z`));
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const body = sequence(
    der(0x02, serial), ECDSA_SHA256, name, sequence(time(-1), time(3)), name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = createSign("SHA256").update(body).sign(privateKey);
  const whole = sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString("base64").match(/.{1,64}/g)?.join("\n");
  return {
    key: /** @type {string} */ (privateKey.export({ type: "pkcs8", format: "pem" })),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
