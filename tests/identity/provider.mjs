// A provider of identity for tests: the certified library oidc-provider, with one page on which one chooses who one is.
// It does what is asked of it in POST /misdeed: its next answers are wrong in one way.
import { createHash, randomUUID } from "node:crypto"
import { createServer } from "node:http"
import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from "jose"
import Provider from "oidc-provider"

const [port, callback] = process.argv.slice(2)
const issuer = `http://localhost:${port}`
const own = await generateKeyPair("RS256", { extractable: true })
const strange = await generateKeyPair("RS256", { extractable: true })
const KID = "test-key"
const PEOPLE = JSON.parse(process.env.PEOPLE ?? "[]")
let misdeed = ""

const provider = new Provider(issuer, {
  clients: [{
    client_id: "thanjai", client_secret: "secret-of-the-test", redirect_uris: [callback],
    grant_types: ["authorization_code"], response_types: ["code"], token_endpoint_auth_method: "client_secret_basic",
  }],
  jwks: { keys: [{ ...(await exportJWK(own.privateKey)), kid: KID, alg: "RS256", use: "sig" }] },
  scopes: ["openid", "pid", "given_name", "family_name"],
  claims: { openid: ["sub"], pid: ["pid"], given_name: ["given_name"], family_name: ["family_name"] },
  conformIdTokenClaims: true,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: [randomUUID()] },
  interactions: { url: (_, interaction) => `/choose/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE.find((one) => one.sub === id) }) }),
  ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
})
const answer = provider.callback()

async function body(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  return new URLSearchParams(Buffer.concat(parts).toString())
}

async function choose(request, response) {
  if (request.method !== "POST") {
    const buttons = PEOPLE.map((one) => `<p><button name="sub" value="${one.sub}">${one.given_name}</button></p>`)
    response.setHeader("content-type", "text/html; charset=utf-8")
    response.end(`<!doctype html><html lang="en"><title>TEST</title><h1>TEST ThaID</h1><form method="post">${buttons.join("")}<p><button name="sub" value="">Cancel</button></p></form></html>`)
    return
  }
  const { params, prompt, grantId } = await provider.interactionDetails(request, response)
  const accountId = (await body(request)).get("sub")
  if (!accountId) {
    await provider.interactionFinished(request, response, { error: "access_denied" })
    return
  }
  const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId, clientId: params.client_id })
  grant.addOIDCScope(params.scope)
  const consent = { grantId: await grant.save() }
  await provider.interactionFinished(request, response, prompt.name === "login" ? { login: { accountId }, consent } : { consent }, { mergeWithLastSubmission: true })
}

const claimsOf = {
  "wrong-nonce": { nonce: "another" },
  "no-nonce": { nonce: undefined },
  "wrong-issuer": { iss: "https://evil.example" },
  "wrong-audience": { aud: "somebody-else" },
  "more-audiences": { aud: ["thanjai", "somebody-else"] },
  "wrong-party": { azp: "somebody-else" },
  "expired": { exp: Math.floor(Date.now() / 1000) - 3600 },
  "from-tomorrow": { iat: Math.floor(Date.now() / 1000) + 86400 },
  "wrong-hash": { at_hash: createHash("sha256").update("x").digest("base64url").slice(0, 22) },
}
const userinfo = {
  "other-subject": (told) => ({ ...told, sub: "another" }),
  "no-number": ({ pid, ...told }) => told,
  "wrong-number": (told) => ({ ...told, pid: "1111111111111" }),
  "number-of-a-company": (told) => ({ ...told, pid: "0105542067556" }),
  "number-is-no-text": (told) => ({ ...told, pid: Number(told.pid) }),
  "a-list": (told) => [told],
}

async function spoiled(path, told) {
  if (path === "/me") return userinfo[misdeed] ? userinfo[misdeed](told) : told
  if (misdeed === "no-id-token") return { ...told, id_token: undefined }
  if (misdeed === "no-access-token") return { ...told, access_token: undefined }
  if (!told.id_token) return told
  const claims = { ...decodeJwt(told.id_token), ...claimsOf[misdeed] }
  if (misdeed === "alg-none") {
    const coded = (part) => Buffer.from(JSON.stringify(part)).toString("base64url")
    return { ...told, id_token: `${coded({ alg: "none", kid: KID })}.${coded(claims)}.` }
  }
  const signing = (alg, kid, key) => new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(key)
  if (misdeed === "bad-signature") return { ...told, id_token: await signing("RS256", KID, strange.privateKey) }
  if (misdeed === "unknown-key") return { ...told, id_token: await signing("RS256", "no-such-key", own.privateKey) }
  if (misdeed === "shared-secret") {
    const secret = new TextEncoder().encode("secret-of-the-test-secret-of-the-test")
    return { ...told, id_token: await signing("HS256", KID, secret) }
  }
  return claimsOf[misdeed] ? { ...told, id_token: await signing("RS256", KID, own.privateKey) } : told
}

function spoil(path, response) {
  const parts = []
  response.write = (part) => parts.push(Buffer.from(part)) > 0
  const { end } = Object.getPrototypeOf(response)
  response.end = (part) => {
    if (part) parts.push(Buffer.from(part))
    const text = Buffer.concat(parts).toString()
    if (misdeed === "down") return response.destroy()
    if (misdeed === "broken-answer") return finish("<html>500</html>")
    if (misdeed === "elsewhere" && path === "/token") {
      response.statusCode = 307
      response.setHeader("location", "http://127.0.0.1:9/")
    }
    try {
      spoiled(path, JSON.parse(text)).then((told) => finish(JSON.stringify(told)))
    } catch {
      finish(text)
    }
    function finish(words) {
      delete response.write
      response.removeHeader("content-length")
      end.call(response, words)
    }
  }
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, issuer)
  if (pathname === "/misdeed") {
    misdeed = searchParams.get("name") ?? ""
    response.end("ok")
  } else if (pathname.startsWith("/choose/")) await choose(request, response)
  else {
    if (pathname === "/token" || pathname === "/me") spoil(pathname, response)
    answer(request, response)
  }
}).listen(Number(port), "localhost", () => console.log("listening"))
