// A page that waits for a bank or an office looks now and then whether something has happened.
const box = document.querySelector("[data-watch]")
let pause = 2500

async function look() {
  if (document.visibilityState === "visible") {
    const answer = await fetch(box.dataset.watch, { cache: "no-store" }).catch(() => null)
    if (answer?.ok && (await answer.text()) !== box.dataset.version) {
      location.reload()
      return
    }
    pause = Math.min(pause * 1.15, 60000)
  }
  setTimeout(look, pause)
}

if (box) setTimeout(look, pause)
