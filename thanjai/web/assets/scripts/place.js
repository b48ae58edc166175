// A place: from where the person stands, or from a map that is loaded only when asked for.
// The two numbers are the answer; all else writes into them.
const THAILAND = [97.3, 5.6, 105.7, 20.5]

begin()
// A question may come later, by an answer.
document.addEventListener("questions", begin)

function begin() {
  for (const box of document.querySelectorAll("[data-place]:not([data-begun])")) {
    box.dataset.begun = ""
    make(box)
  }
}

function make(box) {
  const lat = box.querySelector("[data-lat]")
  const lon = box.querySelector("[data-lon]")
  const say = box.querySelector("[data-say]")
  const here = box.querySelector("[data-here]")
  const open = box.querySelector("[data-open-map]")
  const listeners = []
  const set = (latitude, longitude) => {
    lat.value = latitude.toFixed(6)
    lon.value = longitude.toFixed(6)
    for (const listener of listeners) listener()
  }

  if (navigator.geolocation) {
    here.hidden = false
    here.addEventListener("click", () => {
      say.textContent = say.dataset.looking
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          set(coords.latitude, coords.longitude)
          say.textContent = say.dataset.found.replace("0", Math.round(coords.accuracy))
        },
        () => (say.textContent = say.dataset.failed),
        { enableHighAccuracy: true, timeout: 15000 },
      )
    })
  }

  open.hidden = false
  open.addEventListener("click", async () => {
    open.disabled = true
    try {
      const { library, worker, sheet, land } = box.dataset
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet })
      document.head.append(link)
      const { Map, Marker, NavigationControl, setWorkerUrl } = await import(library)
      setWorkerUrl(worker)
      const canvas = box.querySelector("[data-map]")
      canvas.hidden = false
      open.hidden = true
      const point = () => (lat.value && lon.value ? [Number(lat.value), Number(lon.value)].reverse() : null)
      const at = point()
      const map = new Map({
        container: canvas,
        style: plain(land),
        ...(at ? { center: at, zoom: 12 } : { bounds: THAILAND }),
        attributionControl: false,
      })
      map.addControl(new NavigationControl({ showCompass: false }))
      const marker = new Marker({ color: "#b3261e", draggable: true })
      const mark = () => {
        const place = point()
        if (place && place.every(Number.isFinite)) marker.setLngLat(place).addTo(map)
      }
      listeners.push(mark, () => map.flyTo({ center: point(), zoom: 15 }))
      marker.on("dragend", () => {
        const { lat: latitude, lng } = marker.getLngLat()
        lat.value = latitude.toFixed(6)
        lon.value = lng.toFixed(6)
      })
      map.on("click", ({ lngLat }) => {
        lat.value = lngLat.lat.toFixed(6)
        lon.value = lngLat.lng.toFixed(6)
        mark()
      })
      for (const input of [lat, lon]) input.addEventListener("change", mark)
      mark()
    } catch {
      say.textContent = say.dataset.noMap
    }
  })
}

// No tile server is asked: a ground, the land's outline where we have one, and lines of latitude and longitude.
function plain(land) {
  const lines = []
  for (let lon = 97; lon <= 106; lon++) lines.push([[lon, 5], [lon, 21]])
  for (let lat = 5; lat <= 21; lat++) lines.push([[97, lat], [106, lat]])
  const grid = { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } }
  const sources = { grid: { type: "geojson", data: grid } }
  const layers = [{ id: "ground", type: "background", paint: { "background-color": "#dfeaec" } }]
  if (land) {
    sources.land = { type: "geojson", data: new URL(land, location.href).href }
    layers.push({ id: "land", type: "fill", source: "land", paint: { "fill-color": "#fbf7ee", "fill-outline-color": "#6d8f8e" } })
  }
  layers.push({ id: "grid", type: "line", source: "grid", paint: { "line-color": "#b3c8c8", "line-width": 0.7 } })
  return { version: 8, sources, layers }
}
