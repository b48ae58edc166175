// Keeps the page of licence {{ code }} for when there is no network: the page as a stranger sees it, and what draws it.
const NAME = "carry-{{ code }}"
const PAGE = "{{ page }}"
const PARTS = "{{ static }}"

async function kept(what) {
  return (await caches.open(NAME)).match(what)
}

async function keep(parts) {
  const page = await fetch(PAGE, { credentials: "omit", cache: "no-store" }).catch(() => null)
  if (page?.status === 404) await caches.delete(NAME)
  if (!page?.ok) return false
  const cache = await caches.open(NAME)
  await cache.put(PAGE, page)
  const wanted = parts.filter((one) => new URL(one).origin === location.origin && new URL(one).pathname.startsWith(PARTS))
  for (const old of await cache.keys()) {
    if (new URL(old.url).pathname !== PAGE && !wanted.includes(old.url)) await cache.delete(old)
  }
  await Promise.all(wanted.map(async (one) => await cache.match(one) ?? cache.add(one)))
  return true
}

async function opened(request) {
  const answer = await fetch(request).catch(() => null)
  if (answer && answer.status < 500) return answer
  return await kept(PAGE) ?? answer ?? Response.error()
}

async function part(request) {
  return await fetch(request).catch(() => kept(request.url)) ?? Response.error()
}

addEventListener("install", () => skipWaiting())
addEventListener("activate", (event) => event.waitUntil(clients.claim()))
addEventListener("message", (event) => event.waitUntil(keep(event.data).then((done) => done && event.source.postMessage("kept"))))
addEventListener("fetch", (event) => {
  const address = new URL(event.request.url)
  if (event.request.method !== "GET" || address.origin !== location.origin) return
  if (event.request.mode === "navigate" && address.pathname === PAGE) event.respondWith(opened(event.request))
  else if (address.pathname.startsWith(PARTS)) event.respondWith(part(event.request))
})
