import { useResizeObserver } from '@vueuse/core'
import { type LngLatBoundsLike, Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import {
  effect,
  onBeforeUnmount,
  onMounted,
  ref,
  shallowRef,
  type MaybeRefOrGetter,
  type Ref,
  toValue,
  watch,
} from 'vue'
import { afterFrame } from '../../lib/frames'
import { FONT_FAMILY, type Palette } from '../../lib/theme'
import type { Bounds } from '../../map/bounds'
import { hatchImage } from '../../map/parts/hatch'
import type { MapPart } from '../../map/part'
import type { Shown } from '../../map/reconcile'
import { createShowing } from '../../map/showing'
import { emptyStyle } from '../../map/parts/style'

setWorkerUrl(workerUrl)

/** What a map shows and how it may be handled. */
export interface MapSettings {
  parts: MaybeRefOrGetter<readonly MapPart[]>
  colours: MaybeRefOrGetter<Palette>
  bounds?: MaybeRefOrGetter<Bounds | null | undefined>
  /** How much larger than at the desk text is. */
  textScale?: MaybeRefOrGetter<number>
  isInteractive?: boolean
  /** Bounds that are known better later leave the map where a hand has moved it. */
  keepsHand?: boolean
  /** Pixels kept free around the bounds. */
  paddingPixels?: number
}

/** Wide enough for a wall of 7680 × 2160; the browser takes less where the graphics card cannot. */
const MAX_CANVAS_PIXELS: [number, number] = [16384, 16384]

function createMap(container: HTMLElement, settings: MapSettings): MapLibreMap {
  const bounds = toValue(settings.bounds)
  const map = new MapLibreMap({
    container,
    style: emptyStyle(toValue(settings.colours)),
    interactive: settings.isInteractive ?? true,
    attributionControl: false,
    maxCanvasSize: MAX_CANVAS_PIXELS,
    localIdeographFontFamily: FONT_FAMILY,
    boxZoom: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    fadeDuration: 0,
    ...(bounds
      ? {
          bounds: bounds as unknown as LngLatBoundsLike,
          fitBoundsOptions: { padding: settings.paddingPixels ?? 24 },
        }
      : {}),
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  return map
}

/** A map and what is known of it. */
export interface MapHandle {
  map: Readonly<Ref<MapLibreMap | null>>
  isReady: Readonly<Ref<boolean>>
  /** The graphics context is gone; the map comes back by itself when the browser gives a new one. */
  isLost: Readonly<Ref<boolean>>
  /** Why there is no map at all, e.g. a browser without WebGL 2. */
  failure: Readonly<Ref<unknown>>
  /** Shows the bounds again. */
  fit: (bounds?: Bounds | null) => void
}

/**
 * Keeps a MapLibre map in an element for as long as the component lives: puts the parts on it and follows their
 * changes, repaints when the theme changes without loading data again, follows the size of the element, and puts
 * everything back after a lost graphics context.
 */
export function useMap(container: Readonly<Ref<HTMLElement | null>>, settings: MapSettings): MapHandle {
  const map = shallowRef<MapLibreMap | null>(null)
  const isReady = ref(false)
  const isLost = ref(false)
  const failure = shallowRef<unknown>(null)
  let callOff: (() => void) | null = null
  let callOffMap: (() => void) | null = null
  let isHandMoved = false

  /** What is to be shown is worked out when the map follows, not when it changes. */
  const look = effect(
    (): Shown => ({
      parts: toValue(settings.parts),
      colours: toValue(settings.colours),
      textScale: toValue(settings.textScale) ?? 1,
    }),
    { scheduler: showSoon },
  )
  const showing = createShowing(look)

  function show(): void {
    if (map.value && isReady.value && !isLost.value) void showing.bring(map.value)
  }

  /** Figures come first, the map a frame later; many changes within a frame are one. */
  function showSoon(): void {
    callOff ??= afterFrame(() => {
      callOff = null
      show()
    })
  }

  function fit(bounds: Bounds | null | undefined = toValue(settings.bounds)): void {
    if (!bounds || !map.value) return
    const padding = settings.paddingPixels ?? 24
    map.value.fitBounds(bounds as unknown as LngLatBoundsLike, { padding, duration: 300 })
  }

  function restore(): void {
    map.value?.once('idle', () => {
      isLost.value = false
      show()
    })
  }

  function listen(created: MapLibreMap): void {
    created.setMissingStyleImageResolver((name) => {
      const image = hatchImage(name)
      if (image && !created.hasImage(name)) created.addImage(name, image, { pixelRatio: 2 })
    })
    created.once('style.load', () => {
      isReady.value = true
      show()
    })
    created.on('movestart', ({ originalEvent }) => (isHandMoved ||= Boolean(originalEvent)))
    created.on('webglcontextlost', () => {
      showing.forget()
      isLost.value = true
    })
    created.on('webglcontextrestored', restore)
  }

  function create(element: HTMLElement): void {
    try {
      map.value = createMap(element, settings)
    } catch (error) {
      failure.value = error
      return
    }
    listen(map.value)
  }

  useResizeObserver(container, () => map.value?.resize())
  onMounted(() => {
    const element = container.value
    if (element) callOffMap = afterFrame(() => create(element))
  })

  watch(
    () => toValue(settings.bounds),
    (bounds, before) => {
      if (!bounds || String(bounds) === String(before)) return
      if (!(settings.keepsHand && before && isHandMoved)) fit(bounds)
    },
  )

  onBeforeUnmount(() => {
    callOff?.()
    callOffMap?.()
    showing.forget()
    map.value?.remove()
    map.value = null
  })

  return { map, isReady, isLost, failure, fit }
}
