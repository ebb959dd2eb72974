import { describe, expect, it } from 'vitest'
import { buildingPoints, paperWords } from '../../../../src/components/plan/paper-words'
import { onPaper, printFrame } from '../../../../src/map/print'
import { square } from '../../../support/squares'

const frame = printFrame([113, 35, 113.01, 35.01], 180, 130)
const village = (count: number, step: number) =>
  Array.from({ length: count }, (_, index) => ({
    lng: 113.002 + (index % 8) * step,
    lat: 35.002 + Math.floor(index / 8) * step,
    name: `甲村${index + 1}号`,
    households: index,
  }))
describe('words on a paper map', () => {
  it('keep the dots of all buildings, and the words of the largest where they are dense', () => {
    const { words, dots } = paperWords(frame, buildingPoints(village(64, 0.0002)), [])
    expect(dots).toHaveLength(64)
    expect(words.length).toBeGreaterThan(3)
    expect(words.length).toBeLessThan(64)
    expect(words[1].word).toBe('64号')
  })

  it('say the name of an estate once where its buildings are dense, and whole names where there is room', () => {
    const said = (step: number) =>
      paperWords(frame, buildingPoints(village(16, step)), []).words.map(({ word }) => word)
    expect(said(0.0001)[0]).toBe('甲村')
    expect(said(0.0008)).toContain('甲村16号')
  })

  it('are larger where there is room', () => {
    const size = (step: number) =>
      paperWords(frame, buildingPoints(village(16, step)), []).words[0].sizeMillimetres
    expect(size(0.001)).toBeGreaterThan(size(0.0002))
  })

  it('name no building without a name, and sort those of one size by name', () => {
    const buildings = ['乙', null, '甲'].map((name, index) => ({
      lng: 113.002 + index * 0.002,
      lat: 35.005,
      name,
      households: 1,
    }))
    const { words } = paperWords(frame, buildingPoints(buildings), [])
    expect(words.map(({ word }) => word).sort()).toEqual(['乙', '甲'].sort())
  })

  it('stand on what is seen of the ground that they name, and nowhere else', () => {
    const quiet = (west: number) => ({
      lng: west + 0.015,
      lat: 35.005,
      word: '007',
      kind: 'quiet' as const,
      ground: square(west, 35, 0.01, 0.03),
    })
    const { words } = paperWords(frame, [quiet(113.009), quiet(113.2)], [])
    expect(words).toHaveLength(1)
    expect(words[0].x).toBeGreaterThan(onPaper(frame, [113.009, 35])[0])
    expect(words[0].x).toBeLessThan(180)
  })

  it('give areas their places before buildings', () => {
    const building = { lng: 113.005, lat: 35.005, name: '楼', households: 900 }
    const number = { lng: 113.005, lat: 35.0054, word: '003', kind: 'number' as const }
    const { words } = paperWords(frame, [...buildingPoints([building]), number], [])
    expect(words[0].word).toBe('003')
  })
})
