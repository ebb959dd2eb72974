import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unpackPoints } from '../../../src/lib/incidents/incident-points'
import { INCIDENT_STATES } from '../../../src/lib/incidents/incident-state'
import { runs } from '../../support/runs'

const int32 = fc.integer({ min: 1, max: 2 ** 31 - 1 })
const record = fc.record({
  id: int32,
  lng: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
  lat: fc.integer({ min: -900_000_000, max: 900_000_000 }),
  minutes: fc.nat(2 ** 31 - 1),
  category: int32,
  ordinal: fc.nat(INCIDENT_STATES.length - 1),
  flags: fc.nat(7),
})

it('reads back every record that the database packs', () => {
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const packed = Buffer.alloc(records.length * 22)
      for (const [index, one] of records.entries()) {
        const numbers = [one.id, one.lng, one.lat, one.minutes, one.category]
        for (const [field, value] of numbers.entries()) packed.writeInt32BE(value, index * 22 + field * 4)
        packed.writeUInt8(one.ordinal, index * 22 + 20)
        packed.writeUInt8(one.flags, index * 22 + 21)
      }
      expect(unpackPoints(packed.toString('base64'))).toEqual(
        records.map(({ id, lng, lat, minutes, category, ordinal, flags }) => ({
          id,
          lng: lng / 1e7,
          lat: lat / 1e7,
          deadlineMs: minutes === 0 ? null : minutes * 60_000,
          categoryId: category,
          state: INCIDENT_STATES[ordinal],
          isUrgent: flags % 2 === 1,
          isUrged: (flags >> 1) % 2 === 1,
          isAtGrid: (flags & 4) !== 0,
          isEarlier: (flags & 8) !== 0,
        })),
      )
    }),
    runs(),
  )
})
