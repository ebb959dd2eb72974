import { latest, validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { describe, expect, test } from 'vitest'
import { palette } from '../../../src/lib/theme'
import { archivePart } from '../../../src/map/parts/elsewhere'
import type { Archive, ElsewhereSource } from '../../../src/map/sources'

const source: ElsewhereSource = {
  id: 'a',
  kind: 'pmtiles',
  url: '/city.pmtiles',
  key: '',
  layer: '',
  attribution: '',
  approval: '审图号 GS(2026)1号',
}
const archive = (other: Partial<Archive>): Archive => ({
  address: 'pmtiles://https://here.example/city.pmtiles',
  kind: 'vector',
  layers: [],
  attribution: '© OpenStreetMap',
  ...other,
})

describe('an archive of tiles', () => {
  test('of pictures is drawn as it is', () => {
    const part = archivePart(source, archive({ kind: 'raster' }), 'zh-CN')
    const [id] = Object.keys(part.archives ?? {})
    expect(part.archives).toEqual({
      [id]: { address: 'pmtiles://https://here.example/city.pmtiles', kind: 'raster' },
    })
    expect(part.layers(palette('light'))).toEqual([{ id, type: 'raster', source: id }])
  })

  test.each([
    ['Protomaps', ['earth', 'landuse', 'water', 'buildings', 'roads', 'places', 'pois', 'boundaries']],
    [
      'OpenMapTiles',
      ['landcover', 'water', 'waterway', 'building', 'transportation', 'transportation_name', 'place'],
    ],
  ])('of %s is drawn in the colours of the theme, in words of the language', (_name, layers) => {
    for (const theme of ['light', 'dark'] as const) {
      const part = archivePart(source, archive({ layers }), theme === 'light' ? 'zh-CN' : 'en')
      const drawn = part.layers(palette(theme)).map(({ slot: _slot, ...layer }) => layer)
      const [id] = Object.keys(part.archives ?? {})
      const style = {
        version: 8 as const,
        sources: { [id]: { type: 'vector' as const, url: 'x:y' } },
        layers: drawn,
      }
      expect(validateStyleMin(style, latest)).toEqual([])
      const named = drawn.flatMap((layer) => ('source-layer' in layer ? [layer['source-layer']] : []))
      expect(named.length).toBeGreaterThan(layers.length - 3)
      expect(named.filter((one) => !layers.includes(String(one)))).toEqual([])
      expect(JSON.stringify(drawn)).toContain(palette(theme).map.water)
      expect(JSON.stringify(drawn)).toContain(theme === 'light' ? 'name:zh' : 'name:en')
      expect(drawn[0].type).toBe('background')
    }
  })

  test('stands under its own name where the district gives none, with its approval', () => {
    expect(archivePart(source, archive({}), 'zh-CN').attribution).toBe('© OpenStreetMap · 审图号 GS(2026)1号')
    expect(archivePart({ ...source, attribution: '市规划局' }, archive({}), 'zh-CN').attribution).toContain(
      '市规划局',
    )
  })
})
