// The standard's own reader (bpmn.io): on standard input { name: xml }, out { name: { warnings, xml } }, written anew.
import { text } from "node:stream/consumers"
import { BpmnModdle } from "bpmn-moddle"

const told = {}
for (const [name, xml] of Object.entries(JSON.parse(await text(process.stdin)))) {
  const moddle = new BpmnModdle()
  const { rootElement, warnings } = await moddle.fromXML(xml)
  const written = await moddle.toXML(rootElement, { format: true })
  told[name] = { warnings: warnings.map((warning) => warning.message), xml: written.xml }
}
process.stdout.write(JSON.stringify(told))
