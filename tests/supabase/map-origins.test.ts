import { expect, test } from 'vitest'
import { MapOrigins } from '../../supabase/local/serve/map-origins'

function reading(sources: { kind: string; url: string }[]) {
  let asked = 0
  const query = () => {
    asked++
    return Promise.resolve(sources)
  }
  return { maps: new MapOrigins({ query } as never), asked: () => asked }
}

test('pages may load from the origins of the chosen maps and from no others', async () => {
  const { maps } = reading([
    { kind: 'xyz', url: 'https://maps.example.cn:8443/{z}/{x}/{y}.png' },
    { kind: 'wmts', url: 'https://gis.example.cn/wmts?token=x' },
    { kind: 'pmtiles', url: '/city.pmtiles' },
    { kind: 'xyz', url: 'javascript:alert(1)//{z}{x}{y}' },
  ])
  expect(maps.words).toBe('')
  await maps.refresh()
  expect(maps.words).toBe('https://gis.example.cn https://maps.example.cn:8443')
})

test('天地图 has eight', async () => {
  const { maps } = reading([{ kind: 'tianditu', url: '' }])
  await maps.refresh()
  expect(maps.words.split(' ')).toHaveLength(8)
})

test('the database is asked at most every five seconds', async () => {
  const { maps, asked } = reading([])
  for (const atMs of [0, 1000, 4999, 5000]) await maps.refresh(atMs)
  expect(asked()).toBe(2)
})
