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

// The form is sent as by a button, so that what was typed on the page is kept as well.
function send(list, from, to) {
  const button = document.createElement("button")
  button.name = "then"
  button.value = `to${to}:${list.dataset.sortable}:${from}`
  button.hidden = true
  list.append(button)
  list.closest("form").requestSubmit(button)
}
