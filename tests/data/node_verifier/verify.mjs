// Verifies one badge with Digital Bazaar's implementation, without any network.
//
//   node verify.mjs BADGE.json DID.json STATUS.json OPEN_BADGES_CONTEXT.json
//
// Prints {"verified": bool, "revoked": bool, "error": text|null} as one line of JSON. Every address that is not served from a file is refused.
import {readFileSync} from 'node:fs';

globalThis.fetch = async address => {
  throw new Error(`network is closed: ${address}`);
};

const [badge, didDocument, statusList, openBadges] = process.argv.slice(2).map(path => JSON.parse(readFileSync(path, 'utf8')));

const {contexts} = await import('@digitalbazaar/credentials-context');
const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {checkStatus} = await import('@digitalbazaar/vc-bitstring-status-list');
const vc = await import('@digitalbazaar/vc');

const MULTIKEY = 'https://w3id.org/security/multikey/v1';
const served = new Map([
  ['https://www.w3.org/ns/credentials/v2', contexts.get('https://www.w3.org/ns/credentials/v2')],
  ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', openBadges],
  [didDocument.id, didDocument],
  [statusList.id, statusList],
]);
// A key is dereferenced by its own address and answers for itself.
for(const method of didDocument.verificationMethod) {
  served.set(method.id, {'@context': MULTIKEY, ...method});
}

async function documentLoader(url) {
  const document = served.get(url);
  if(!document) {
    throw new Error(`not served: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

const makeSuite = () => new DataIntegrityProof({cryptosuite});
const result = await vc.verifyCredential({
  credential: badge,
  suite: makeSuite(),
  documentLoader,
  now: process.env.VERIFY_AT,
  checkStatus: options => checkStatus({...options, documentLoader, suite: makeSuite(), verifyBitstringStatusListCredential: true}),
});
const reasons = [result.error?.message, ...(result.error?.errors ?? []).map(each => each.message), result.statusResult?.error?.message];
const revoked = (result.statusResult?.results ?? []).some(each => each.status === true);
console.log(JSON.stringify({verified: result.verified, revoked, error: reasons.filter(Boolean).join('; ') || null}));
