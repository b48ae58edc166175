// Licences take turns on a screen. Whoever wants to read one stops it; every ten minutes all are asked for anew.
const box = document.querySelector("[data-display]")
const sheets = [...box.querySelectorAll(".sheet")]
const controls = document.querySelector("[data-display-controls]")
const pause = controls.querySelector("[data-display-pause]")
const ASK_ANEW = 10 * 60 * 1000
let shown = 0
let stopped = false

function show(number) {
  shown = number % sheets.length
  sheets.forEach((sheet, place) => { sheet.hidden = place !== shown })
}

function stop(whether) {
  stopped = whether
  pause.setAttribute("aria-pressed", String(stopped))
}

async function askAnew() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null)
  if (answer?.ok) location.reload()
}

controls.hidden = false
pause.hidden = sheets.length < 2
controls.querySelector("[data-display-next]").hidden = sheets.length < 2
pause.addEventListener("click", () => stop(!stopped))
controls.querySelector("[data-display-next]").addEventListener("click", () => { stop(true); show(shown + 1) })
controls.querySelector("[data-display-full]").addEventListener("click", () => document.documentElement.requestFullscreen?.())
addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") { stop(true); show(shown + 1) }
  if (event.key === "ArrowLeft") { stop(true); show(shown + sheets.length - 1) }
})
show(0)
setInterval(() => { if (!stopped) show(shown + 1) }, Number(box.dataset.seconds) * 1000)
setInterval(askAnew, ASK_ANEW)
