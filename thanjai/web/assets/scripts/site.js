// What every page uses. Everything here is a comfort; the pages work without it.

// Somebody who hears the page must hear what went wrong first.
document.querySelector("[data-error-summary]")?.focus()

// A second press while the first is on its way does nothing (the server would answer it once all the same).
document.addEventListener("submit", (event) => {
  const form = event.target
  if (event.defaultPrevented || form.method !== "post") return
  if (form.dataset.sent) {
    event.preventDefault()
    return
  }
  form.dataset.sent = "1"
})
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent
})

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false
  button.addEventListener("click", () => window.print())
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue
  button.hidden = false
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = button.dataset.copied
  })
}
