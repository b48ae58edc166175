// A chosen file is sent and kept at once.
for (const box of document.querySelectorAll("[data-upload]")) {
  const input = box.querySelector("input[type=file]")
  const button = box.querySelector("button")
  const limit = Number(box.dataset.upload)
  input.addEventListener("change", () => {
    const tooLarge = [...input.files].some((file) => file.size > limit)
    const message = box.querySelector("[data-too-large]")
    message.hidden = !tooLarge
    if (tooLarge) {
      input.value = ""
      return
    }
    if (input.files.length) {
      button.textContent = button.dataset.busy
      button.click()
    }
  })
  for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    box.addEventListener(name, () => box.classList.toggle("is-over", over))
  }
}
