// What fits while one types, as the ARIA combobox pattern has it: a link is followed, a name is filled in.
// Without this the button does the same.
const WAIT = 180

for (const box of document.querySelectorAll("[data-suggest]")) make(box)

function make(box) {
  const input = box.querySelector("input")
  const list = Object.assign(document.createElement("ul"), { id: `${input.id}-list`, className: "find__list", hidden: true })
  const said = Object.assign(document.createElement("span"), { className: "govuk-visually-hidden" })
  said.setAttribute("role", "status")
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", box.dataset.label)
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    input.setAttribute(name, value)
  }
  box.append(list, said)
  let found = []
  let at = -1
  let timer = 0
  let asking = null

  const show = () => {
    const open = found.length > 0
    list.hidden = !open
    input.setAttribute("aria-expanded", String(open))
    list.replaceChildren(
      ...found.map(({ title }, number) => {
        const line = Object.assign(document.createElement("li"), { id: `${list.id}-${number}`, textContent: title })
        line.setAttribute("role", "option")
        line.setAttribute("aria-selected", String(number === at))
        return line
      }),
    )
    if (at < 0) input.removeAttribute("aria-activedescendant")
    else input.setAttribute("aria-activedescendant", `${list.id}-${at}`)
  }
  const close = () => {
    asking?.abort()
    clearTimeout(timer)
    found = []
    at = -1
    show()
  }
  const ask = async () => {
    const query = input.value.trim()
    asking?.abort()
    if (query.length < 2) {
      close()
      return
    }
    asking = new AbortController()
    try {
      const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: query })}`, { signal: asking.signal })
      if (!answer.ok) return
      found = (await answer.json()).found
      at = -1
      show()
      said.textContent = found.length ? box.dataset.count.replace("0", found.length) : box.dataset.none
    } catch {
      // Another letter came, or the network is gone: the button still searches.
    }
  }
  const choose = ({ title, href }) => {
    if (href) {
      location.assign(href)
      return
    }
    input.value = title
    close()
  }
  input.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT)
  })
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault()
      close()
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
      event.preventDefault()
      const step = event.key === "ArrowDown" ? 1 : -1
      at = at < 0 && step < 0 ? found.length - 1 : (at + step + found.length + 1) % (found.length + 1)
      if (at === found.length) at = -1
      show()
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault()
      choose(found[at])
    }
  })
  list.addEventListener("pointerdown", (event) => event.preventDefault())
  list.addEventListener("click", (event) => {
    const number = [...list.children].indexOf(event.target)
    if (number >= 0) choose(found[number])
  })
  input.addEventListener("blur", close)
}
