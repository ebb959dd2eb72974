// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { cellText, drawPicture, type Sheet } from '../../../src/lib/picture'
import { palette } from '../../../src/lib/theme'

const colours = palette('light')
const written: { text: string; x: number; y: number }[] = []
const images: unknown[] = []

beforeEach(() => {
  written.length = 0
  images.length = 0
  const context = {
    measureText: (text: string) => ({ width: text.length * 8 }),
    fillText: (text: string, x: number, y: number) => written.push({ text, x, y }),
    fillRect: () => undefined,
    drawImage: (image: unknown) => images.push(image),
    scale: () => undefined,
  }
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never)
})
const table = (rows: number): Sheet => ({
  sheet: '排名',
  data: [
    [
      { value: '街道', fontWeight: 'bold' },
      { value: '按期结案率', fontWeight: 'bold' },
    ],
    ...Array.from({ length: rows }, (_, at) => [{ value: `街道${at}` }, { value: 0.125, format: '0.0%' }]),
  ],
})
const at = (text: string) => written.find((one) => one.text === text)

test('a share reads in per cent, what is not there as nothing', () => {
  expect([{ value: 0.125, format: '0.0%' }, { value: 12 }, { value: '学府' }, null].map(cellText)).toEqual(['12.5%', '12', '学府', '']) // prettier-ignore
})

test('title, lines, map, legend, note and table stand below each other and inside the picture', () => {
  const map = Object.assign(document.createElement('canvas'), { width: 900, height: 400 })
  const legend = [{ colour: '#ff0000', words: '≥ 20' }]
  const picture = drawPicture(
    { title: '分析', lines: ['本月'], map, legend, note: '每平方千米', tables: [table(3)] },
    colours,
  )
  expect(images).toEqual([map])
  const heights = ['分析', '本月', '≥ 20', '排名', '街道', '街道2'].map((text) => at(text)!.y)
  expect(heights).toEqual([...heights].sort((one, other) => one - other))
  expect(heights[2]).toBeGreaterThan(heights[1] + 400)
  expect(at('每平方千米')!.x).toBeGreaterThan(at('≥ 20')!.x)
  for (const { text, x, y } of written) {
    expect(x + text.length * 8, text).toBeLessThanOrEqual(picture.width)
    expect(y, text).toBeLessThan(picture.height)
  }
})

test('numbers stand at the right of their column', () => {
  drawPicture({ title: '', lines: [], tables: [table(1)] }, colours)
  const end = ({ text, x }: { text: string; x: number }) => x + text.length * 8
  expect(end(at('12.5%')!)).toBe(end(at('按期结案率')!))
})

test('of a long table it says how many rows more there are', () => {
  const picture = drawPicture(
    { title: '', lines: [], tables: [table(2500)], more: (rows) => `另有 ${rows} 行` },
    colours,
  )
  expect(at('另有 2201 行')).toBeDefined()
  expect(picture.height).toBeLessThan(16_384)
})
