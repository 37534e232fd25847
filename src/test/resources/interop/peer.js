// Signs or verifies one message with an independent implementation; JSON in, JSON out.
'use strict';
const crypto = require('node:crypto');
const { httpbis, createSigner, createVerifier } = require('http-message-signatures');

async function main(task) {
  if (task.do === 'sign') {
    const key = createSigner(secret(task) || task.privateKey, task.alg, 'peer-key');
    if (task.alg === 'rsa-pss-sha512') {
      // The library leaves the salt as long as fits; RFC 9421 section 3.3.1 asks for 64 bytes.
      key.sign = async (data) => crypto.createSign('sha512').update(data).sign({
        key: task.privateKey, padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 });
    }
    const signed = await httpbis.signMessage(
      {
        key,
        name: 'peer',
        fields: task.fields,
        params: ['created', 'expires', 'nonce', 'keyid', 'alg'],
        paramValues: { created: new Date(), expires: new Date(Date.now() + 120000), nonce: task.nonce },
      },
      task.message);
    return { headers: signed.headers };
  }
  const verify = createVerifier(secret(task) || task.publicKey, task.alg);
  const verified = await httpbis.verifyMessage(
    {
      all: true,
      requiredFields: task.fields,
      keyLookup: async (params) => ({ id: params.keyid, algs: [task.alg], verify }),
    },
    task.message);
  return { verified };
}

function secret(task) {
  return task.secret && Buffer.from(task.secret, 'base64');
}

let input = '';
process.stdin.on('data', (chunk) => { input += chunk; });
process.stdin.on('end', () => main(JSON.parse(input))
  .then((result) => console.log(JSON.stringify(result)))
  .catch((error) => console.log(JSON.stringify({ error: String(error) }))));
