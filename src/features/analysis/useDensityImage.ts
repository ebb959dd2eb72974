import type { Map as MapLibreMap } from 'maplibre-gl'
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import type { MapImage } from '../../map/part'
import type { Scale, View } from '../../workers/analysis'
import type { Analysis } from './useAnalysis'

/** How far beyond the edge of the map the picture reaches, as a part of its size, so that a map that is dragged is covered. */
const MARGIN = 0.25
const MOST_PIXELS = 4_000_000

/** Returns the view of a map with its margin, in pixels of the screen. */
export function viewOf(map: MapLibreMap, pixelRatio: number): View {
  const { clientWidth, clientHeight } = map.getContainer()
  const [right, down] = [clientWidth * MARGIN, clientHeight * MARGIN]
  const northWest = map.unproject([-right, -down])
  const southEast = map.unproject([clientWidth + right, clientHeight + down])
  const [width, height] = [clientWidth + 2 * right, clientHeight + 2 * down]
  const ratio = Math.min(pixelRatio, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)))
  return {
    west: northWest.lng,
    north: northWest.lat,
    east: southEast.lng,
    south: southEast.lat,
    width: Math.max(1, Math.round(width * ratio)),
    height: Math.max(1, Math.round(height * ratio)),
  }
}

/** Returns the picture of what is looked at, painted by the worker for where the map stands, as fine as the screen, and which answer it is of. */
export function useDensityImage(
  analysis: Analysis,
  map: Readonly<Ref<MapLibreMap | null>>,
  scale: () => Scale,
): { image: Readonly<Ref<MapImage | null>>; painted: Readonly<Ref<number>> } {
  const image = shallowRef<MapImage | null>(null)
  const painted = shallowRef(0)
  const canvas = document.createElement('canvas')
  let version = 0
  let isPainting = false
  let isAwaited = false

  async function paint(): Promise<void> {
    isAwaited = true
    if (isPainting) return
    isPainting = true
    try {
      while (isAwaited && map.value && analysis.answer.value) {
        isAwaited = false
        const view = viewOf(map.value, window.devicePixelRatio)
        // A canvas of another size is taken anew.
        if (version % 2) view.height++
        const answered = analysis.answers.value
        show(view, await analysis.cases.worker.pictureAway(view, scale()))
        painted.value = answered
      }
    } finally {
      isPainting = false
    }
  }

  function show(view: View, picture: Uint8ClampedArray<ArrayBuffer>): void {
    const { west, south, east, north, width, height } = view
    Object.assign(canvas, { width, height })
    canvas.getContext('2d')?.putImageData(new ImageData(picture, width, height), 0, 0)
    const corners: MapImage['corners'] = [
      [west, north],
      [east, north],
      [east, south],
      [west, south],
    ]
    image.value = { canvas, corners, version: ++version }
  }

  watch([analysis.answers, scale], () => void paint())
  watch(analysis.answer, (answer) => {
    if (!answer) image.value = null
  })
  let forget: (() => void) | null = null
  watch(
    map,
    (now) => {
      forget?.()
      if (!now) return
      const heard = [now.on('moveend', () => void paint()), now.on('resize', () => void paint())]
      forget = () => heard.forEach((subscription) => subscription.unsubscribe())
      void paint()
    },
    { immediate: true },
  )
  onScopeDispose(() => forget?.())
  return { image, painted }
}
