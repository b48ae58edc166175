// Questions that depend on an answer of the same page come and go without a new page.
const form = document.querySelector("form[data-refresh]")
let last = 0

form?.addEventListener("change", async (event) => {
  if (event.target.type === "file") return
  const turn = ++last
  const data = new FormData(form)
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name)
  data.set("action", "refresh")
  // Not `form.action`: that is the buttons of this name.
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data }).catch(() => null)
  if (!answer?.ok || turn !== last) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const wanted = page.querySelector("form[data-refresh]")
  if (!wanted) return
  show(form.querySelector("[data-questions]"), wanted.querySelector("[data-questions]"))
  if (form.elements.shown) form.elements.shown.value = wanted.elements.shown.value
  document.dispatchEvent(new Event("questions"))
})

// What stays is not touched, so that nobody loses their place or their words; what is worked out is always new.
function show(asked, wanted) {
  const there = new Map([...asked.children].map((child) => [child.dataset.question, child]))
  let before = null
  for (const coming of [...wanted.children]) {
    const kept = there.get(coming.dataset.question)
    there.delete(coming.dataset.question)
    if (kept && !kept.matches(".calculated")) {
      before = kept
      continue
    }
    if (kept) kept.replaceWith(coming)
    else if (before) before.after(coming)
    else asked.prepend(coming)
    before = coming
  }
  for (const gone of there.values()) gone.remove()
}
