// Signing on the screen. Without this script, or with a keyboard alone, a picture of the signed paper does.
const pad = document.querySelector("[data-pad]")

if (pad) {
  const canvas = pad.querySelector("[data-canvas]")
  const drawn = pad.querySelector("[data-drawn]")
  const pen = canvas.getContext("2d")
  let isDown = false

  pen.lineWidth = 3
  pen.lineCap = "round"
  pen.lineJoin = "round"
  pad.hidden = false

  const blank = () => {
    pen.fillStyle = "#fff"
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.strokeStyle = "#111"
    drawn.value = ""
  }
  const place = (event) => {
    const box = canvas.getBoundingClientRect()
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height]
  }

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault()
    canvas.setPointerCapture(event.pointerId)
    isDown = true
    pen.beginPath()
    pen.moveTo(...place(event))
  })
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return
    pen.lineTo(...place(event))
    pen.stroke()
  })
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (!isDown) return
      isDown = false
      drawn.value = canvas.toDataURL("image/png")
    })
  }
  pad.querySelector("[data-clear]").addEventListener("click", blank)
  blank()
}
