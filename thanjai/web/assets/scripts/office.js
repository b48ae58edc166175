// Keys for the work list: j and k go from case to case, / goes to the search box. Enter opens, as on any link.
const rows = [...document.querySelectorAll("[data-row]")]
const find = document.querySelector("[data-find]")
const hint = document.querySelector("[data-keys-hint]")
const KEPT = "office-keys"

// Somebody who dictates or uses a switch needs to be able to turn single keys off (WCAG 2.1.4).
let on = localStorage.getItem(KEPT) !== "off"
if (hint) {
  const button = hint.querySelector("[data-keys-switch]")
  const help = hint.querySelector("[data-keys-help]")
  const show = () => {
    help.hidden = !on
    button.textContent = on ? button.dataset.off : button.dataset.on
  }
  button.addEventListener("click", () => {
    on = !on
    localStorage.setItem(KEPT, on ? "on" : "off")
    show()
  })
  hint.hidden = false
  show()
}

function go(by) {
  const here = rows.indexOf(document.activeElement)
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1)
  rows[next]?.focus()
  rows[next]?.closest("tr").scrollIntoView({ block: "nearest" })
}

const DEEDS = new Map([["j", () => go(1)], ["k", () => go(-1)], ["/", () => find?.focus()]])

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]")
  if (!on || typing || event.ctrlKey || event.metaKey || event.altKey) return
  const deed = DEEDS.get(event.key)
  if (!deed) return
  event.preventDefault()
  deed()
})
