// The steps of a service, drawn at their own size in a box that scrolls. The page says the same in words.
import Viewer from "bpmn-js/lib/Viewer"

const MARGIN = 20

for (const box of document.querySelectorAll("[data-process]")) draw(box)

async function draw(box) {
  const answer = await fetch(box.dataset.process)
  if (!answer.ok) return
  const inside = document.createElement("div")
  box.append(inside)
  box.hidden = false
  const viewer = new Viewer({
    container: inside,
    textRenderer: { defaultStyle: { fontFamily: "Sarabun, sans-serif", fontSize: 14 } },
  })
  await viewer.importXML(await answer.text())
  const canvas = viewer.get("canvas")
  const { x, y, width, height } = canvas.viewbox().inner
  inside.style.width = `${width + 2 * MARGIN}px`
  inside.style.height = `${height + 2 * MARGIN}px`
  canvas.resized()
  canvas.viewbox({ x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN })
  box.dataset.drawn = ""
}
