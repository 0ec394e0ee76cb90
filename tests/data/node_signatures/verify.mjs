// Reads captured requests and a public key as JSON from standard input; says of each whether its signature and its digest hold.
import { createHash, createPublicKey } from "node:crypto";
import { text } from "node:stream/consumers";
import { createVerifier, httpbis } from "http-message-signatures";

const { requests, jwk, fields } = JSON.parse(await text(process.stdin));
const verify = createVerifier(createPublicKey({ key: jwk, format: "jwk" }), "ed25519");

async function isSigned(request) {
  const config = {
    keyLookup: async (parameters) => (parameters.keyid === jwk.kid ? { id: jwk.kid, algs: ["ed25519"], verify } : null),
    requiredFields: fields,
    requiredParams: ["created", "keyid", "nonce", "tag"],
    all: true,
  };
  try {
    return (await httpbis.verifyMessage(config, request)) === true;
  } catch {
    return false;
  }
}

const judged = [];
for (const request of requests) {
  const digest = `sha-256=:${createHash("sha256").update(Buffer.from(request.body, "base64")).digest("base64")}:`;
  judged.push({ signed: await isSigned(request), intact: request.headers["content-digest"] === digest });
}
console.log(JSON.stringify(judged));
