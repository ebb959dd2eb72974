import { expect, test } from 'vitest'
import { elsewherePart } from '../../../src/map/parts/elsewhere'
import { attributionOf, type ElsewhereSource, tileAddress, tileTemplates } from '../../../src/map/sources'

const blank: ElsewhereSource = {
  id: 'a',
  kind: 'xyz',
  url: '',
  key: '',
  layer: '',
  attribution: '',
  approval: '',
}

test('XYZ is asked for the tile over a place', () => {
  const source = { ...blank, url: 'https://maps.example.cn/{z}/{x}/{y}.png' }
  // By the formula of Web Mercator at zoom 12: Beijing's Tiananmen lies on 3372, 1552.
  expect(tileAddress(source, 116.397, 39.909)).toBe('https://maps.example.cn/12/3372/1552.png')
})

test('天地图 is a map and its names, with the key', () => {
  const templates = tileTemplates({ ...blank, kind: 'tianditu', key: 'abc' })
  expect(templates.map((one) => new URL(one).searchParams.get('LAYER'))).toEqual(['vec', 'cva'])
  expect(templates.every((one) => one.endsWith('&tk=abc') && one.includes('TILEMATRIX={z}'))).toBe(true)
})

test('WMTS is asked by key and value, whatever the address has already', () => {
  const [template] = tileTemplates({
    ...blank,
    kind: 'wmts',
    url: 'https://gis.example.cn/wmts?token=x',
    layer: '影像',
  })
  expect(template).toContain('?token=x&SERVICE=WMTS')
  expect(template).toContain(`LAYER=${encodeURIComponent('影像')}`)
})

test('a map names who made it and its approval', () => {
  expect(attributionOf({ ...blank, kind: 'tianditu', approval: '审图号 GS(2026)1号' })).toBe(
    '天地图 · 审图号 GS(2026)1号',
  )
  expect(elsewherePart({ ...blank, kind: 'pmtiles', url: '/city.pmtiles' })).toBeNull()
})
