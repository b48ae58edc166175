// Builds what browsers load into ../static/built: one style sheet, small scripts, fonts, icons.
import { build } from "esbuild"
import { cp, mkdir, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import * as sass from "sass"

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, "..", "..", "..")
const modules = join(root, "node_modules")
const built = join(here, "..", "static", "built")
const SUPPORTED = ["chrome105", "firefox115", "safari15.6"]

async function styles() {
  for (const name of ["site", "map", "process"]) {
    const sheet = sass.compile(join(here, "styles", `${name}.scss`), {
      style: "compressed",
      loadPaths: [modules],
      quietDeps: true,
      silenceDeprecations: ["if-function"],
    })
    const { outputFiles } = await build({
      stdin: { contents: sheet.css, loader: "css", resolveDir: here },
      minify: true,
      write: false,
      bundle: false,
      target: SUPPORTED,
    })
    await writeFile(join(built, `${name}.css`), outputFiles[0].contents)
  }
}

async function scripts() {
  await build({
    entryPoints: ["site", "choices", "upload", "place", "refresh", "watch", "office", "signature", "passkey", "display", "carry", "process", "suggest", "author"].map((name) => join(here, "scripts", `${name}.js`)),
    bundle: true,
    minify: true,
    format: "esm",
    target: SUPPORTED,
    outdir: built,
    logLevel: "warning",
    nodePaths: [modules],
  })
  await build({
    entryPoints: { "map-library": "maplibre-gl" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir: built,
    logLevel: "warning",
    nodePaths: [modules],
  })
  await build({
    entryPoints: { "map-worker": join(modules, "maplibre-gl", "dist", "maplibre-gl-worker.mjs") },
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    outdir: built,
    logLevel: "warning",
  })
}

async function fonts() {
  const files = join(modules, "@fontsource", "sarabun", "files")
  for (const part of ["thai", "latin"]) {
    for (const weight of [400, 600]) {
      await cp(join(files, `sarabun-${part}-${weight}-normal.woff2`), join(built, `sarabun-${part}-${weight}.woff2`))
    }
  }
}

await rm(built, { recursive: true, force: true })
await mkdir(built, { recursive: true })
await Promise.all([styles(), scripts(), fonts(), cp(join(here, "images"), built, { recursive: true })])
