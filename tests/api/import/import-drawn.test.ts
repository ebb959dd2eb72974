import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../support/runs'
import { serviceClient } from '../support/clients'
import { drawPlan, hardFaults } from '../support/drawing'
import { bringFile, newDistrict } from '../support/importing'
import { randomDistrict } from '../../support/random-district'

test('whatever district the import accepts can be drawn and submitted', { timeout: 3_600_000 }, async () => {
  const client = serviceClient()
  await fc.assert(
    fc.asyncProperty(randomDistrict, async ({ areas, buildings, barriers }) => {
      const code = await newDistrict()
      await bringFile(client, code, areas, 'areas.geojson', { kind: 'areas', level: 'community' })
      if (barriers) await bringFile(client, code, barriers, 'roads.geojson', { kind: 'barriers' })
      const name = buildings.startsWith('{') ? 'buildings.geojson' : 'buildings.csv'
      const { households } = await bringFile(client, code, buildings, name, { kind: 'buildings' })
      // Where nobody lives there is nothing to plan, and the engine says so.
      if (!households) return
      const { id, left } = await drawPlan(client, code)
      expect(left).toBe(0)
      expect(await hardFaults(client, id)).toEqual({ stored: [], shown: [] })
    }),
    runs(25),
  )
})
