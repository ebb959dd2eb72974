import { expect, it } from 'vitest'
import { serialNumber } from '../../../geo'

it.each([
  ['410802001003012', '012'],
  ['41080200100307', '07'],
  ['4108020010030012', '0012'],
])('the serial number of %s is %s', (code, serial) => {
  expect(serialNumber(code)).toBe(serial)
})
