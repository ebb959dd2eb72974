import { expect, it } from 'vitest'
import { mix, rgb } from '../../../src/lib/colour'
import { contrast } from '../../support/contrast'

it('measures contrast as WCAG does', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 6)
  expect(contrast('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2)
  expect(contrast('#4FB3D9', '#4FB3D9')).toBe(1)
})

it('mixes and takes apart colours', () => {
  expect(mix('#FFFFFF', '#000000', 0.5)).toBe('#808080')
  expect(rgb('#0B1118')).toEqual([11, 17, 24])
})
