// A stranger's verifier: another implementation of SD-JWT VC and of status lists, which trusts one root certificate.
// On standard input: { credential, token, root, show, at }. It presents what `show` names, then checks what was presented.
import { X509Certificate, createHash, randomBytes, verify } from "node:crypto"
import { text } from "node:stream/consumers"
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc"

const { credential, token, root, show, at } = JSON.parse(await text(process.stdin))
const trusted = new X509Certificate(root)
let asked = ""
let status = null

function keyOf(header) {
  const chain = header.x5c.map((one) => new X509Certificate(Buffer.from(one, "base64")))
  const above = [...chain.slice(1), trusted]
  if (!chain.every((one, place) => one.verify(above[place].publicKey))) throw new Error("the chain leads nowhere")
  return chain[0].publicKey
}

function verifier(content, signature) {
  const header = JSON.parse(Buffer.from(content.split(".")[0], "base64url"))
  const given = { key: keyOf(header), dsaEncoding: "ieee-p1363" }
  return verify("sha256", Buffer.from(content), given, Buffer.from(signature, "base64url"))
}

const checks = new SDJwtVcInstance({
  verifier,
  hasher: (content, algorithm) => createHash(algorithm.replace("-", "")).update(content).digest(),
  hashAlg: "sha-256",
  saltGenerator: (length) => randomBytes(length).toString("hex").slice(0, length),
  statusListFetcher: async (uri) => { asked = uri; return token },
  statusValidator: async (found) => { status = found },
})

try {
  const presented = await checks.present(credential, show)
  const { payload, header } = await checks.verify(presented, { currentDate: at })
  console.log(JSON.stringify({ payload, header, asked, status, presented }))
} catch (error) {
  console.log(JSON.stringify({ error: String(error.message) }))
}
