// Items of a list that is being written are also moved by dragging. The buttons do the same.
for (const list of document.querySelectorAll("[data-sortable]")) {
  const items = [...list.querySelectorAll("[data-item]")]
  let dragged = null
  for (const item of items) {
    item.draggable = true
    item.addEventListener("dragstart", (event) => {
      dragged = item
      event.dataTransfer.effectAllowed = "move"
      event.dataTransfer.setData("text/plain", item.dataset.item)
    })
    item.addEventListener("dragend", () => (dragged = null))
    item.addEventListener("dragover", (event) => {
      if (dragged && dragged !== item) event.preventDefault()
    })
    item.addEventListener("drop", (event) => {
      if (!dragged || dragged === item) return
      event.preventDefault()
      send(list, dragged.dataset.item, item.dataset.item)
    })
  }
}

// On a wide screen what is written is shown beside it as it will look: the page comes anew after each change, and so
// does the frame. Elsewhere, and without scripts, the links lead there.
const previews = document.querySelector("[data-previews]")
if (previews && matchMedia("(min-width: 66em)").matches) {
  const frame = document.createElement("iframe")
  frame.className = "draft-frame"
  const links = [...previews.querySelectorAll("a")]
  function show(link) {
    for (const one of links) one.removeAttribute("aria-current")
    link.setAttribute("aria-current", "true")
    frame.title = `${previews.dataset.words}: ${link.textContent}`
    frame.src = `${link.href}?beside=1`
  }
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      show(link)
    })
  }
  show(links.find((link) => link.getAttribute("href") === previews.dataset.previews) ?? links[0])
  previews.after(frame)
}

// The form is sent as by a button, so that what was typed on the page is kept as well.
function send(list, from, to) {
  const button = document.createElement("button")
  button.name = "then"
  button.value = `to${to}:${list.dataset.sortable}:${from}`
  button.hidden = true
  list.append(button)
  list.closest("form").requestSubmit(button)
}
