// A chosen file is sent and kept at once. Questions may come later than this script, so the whole page is listened to.
document.addEventListener("change", (event) => {
  const input = event.target
  const box = input.closest("[data-upload]")
  if (!box) return
  const tooLarge = [...input.files].some((file) => file.size > Number(box.dataset.upload))
  box.querySelector("[data-too-large]").hidden = !tooLarge
  if (tooLarge) {
    input.value = ""
    return
  }
  if (input.files.length) {
    const button = box.querySelector("button")
    button.textContent = button.dataset.busy
    button.click()
  }
})

for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => event.target.closest?.("[data-upload]")?.classList.toggle("is-over", over))
}
