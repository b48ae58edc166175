// Questions that depend on an answer of the same page come and go without a new page.
const form = document.querySelector("form[data-refresh]")
let last = 0

form?.addEventListener("change", async (event) => {
  if (event.target.type === "file") return
  const turn = ++last
  const data = new FormData(form)
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name)
  data.set("action", "refresh")
  const answer = await fetch(form.action, { method: "POST", body: data }).catch(() => null)
  if (!answer?.ok || turn !== last) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const asked = form.querySelector("[data-questions]")
  const wanted = page.querySelector("[data-questions]")
  const now = [...asked.children].map((child) => child.dataset.question).join()
  if (!wanted || now === [...wanted.children].map((child) => child.dataset.question).join()) return
  const kept = new Map([...asked.children].map((child) => [child.dataset.question, child]))
  asked.replaceChildren(...[...wanted.children].map((child) => kept.get(child.dataset.question) ?? child))
})
