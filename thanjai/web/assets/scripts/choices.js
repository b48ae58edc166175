// A long list of choices, shortened by what one types.
begin()
// A question may come later, by an answer.
document.addEventListener("questions", begin)

function begin() {
  for (const box of document.querySelectorAll("[data-choices]:not([data-begun])")) {
    box.dataset.begun = ""
    make(box)
  }
}

function make(box) {
  const find = box.querySelector("[data-find]")
  const count = box.querySelector("[data-count]")
  const rows = [...box.querySelectorAll("[data-choice]")].map((row) => ({ row, words: row.textContent.toLowerCase() }))
  const heads = [...box.querySelectorAll("[data-group]")]
  find.closest("[hidden]").hidden = false
  const show = () => {
    const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    for (const { row, words } of rows) {
      const fits = wanted.every((word) => words.includes(word))
      row.hidden = !fits
      shown += fits
    }
    for (const head of heads) {
      const members = rows.filter(({ row }) => row.dataset.choice === head.dataset.group)
      head.hidden = members.every(({ row }) => row.hidden)
    }
    count.textContent = count.dataset.words.replace("0", shown)
  }
  find.addEventListener("input", show)
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault()
  })
  const chosen = box.querySelector("input:checked")?.closest("[data-choice]")
  const list = box.querySelector("[data-list]")
  if (chosen) list.scrollTop = chosen.offsetTop - list.clientHeight / 3
}
