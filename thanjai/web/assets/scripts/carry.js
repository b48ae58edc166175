// Has the page of a licence kept on this device, and says so; without a network, says that it may be out of date.
const box = document.querySelector("[data-carry]")
const notice = box.querySelector("[data-carry-kept]")
const stale = box.querySelector("[data-carry-stale]")
const FRESH = 5 * 60 * 1000

function tell() {
  stale.hidden = navigator.onLine && Date.now() - Date.parse(box.dataset.confirmed) < FRESH
}

async function keep() {
  await navigator.serviceWorker.register(box.dataset.carry)
  const { active } = await navigator.serviceWorker.ready
  active.postMessage(performance.getEntriesByType("resource").map((one) => one.name))
}

async function remove() {
  const registration = await navigator.serviceWorker.getRegistration()
  await registration?.unregister()
  await caches.delete(box.dataset.name)
  notice.hidden = true
}

tell()
addEventListener("online", tell)
addEventListener("offline", tell)
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.addEventListener("message", () => { notice.hidden = false })
  navigator.serviceWorker.startMessages()
  box.querySelector("[data-carry-remove]").addEventListener("click", remove)
  addEventListener("load", () => { keep().catch(() => {}) })
  if (document.readyState === "complete") keep().catch(() => {})
}
