import { expose, wrap } from 'comlink'
import { expect, test } from 'vitest'
import { DataError } from '../../../src/lib/errors'
import { sendDetails } from '../../../src/workers/failures'

test('a failure in a worker arrives with its name, its code and what it is about', async () => {
  sendDetails()
  const { port1, port2 } = new MessageChannel()
  const opener = {
    open(): string {
      throw new DataError('archive-damaged', 'building.shp (Shapefile)')
    },
  }
  expose(opener, port1)
  const failure = await wrap<typeof opener>(port2)
    .open()
    .catch((thrown: unknown) => thrown)
  port1.close()
  expect(failure).toMatchObject({
    name: 'DataError',
    message: 'archive-damaged',
    detail: 'building.shp (Shapefile)',
  })
})
