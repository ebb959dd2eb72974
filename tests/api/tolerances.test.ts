import { expect, test } from 'vitest'
import { TOLERANCES } from '../../geo/index'
import { dataOf, serviceClient } from './support/clients'

test('the database takes the same for rounding as the drawing and the page', async () => {
  expect(dataOf(await serviceClient().rpc('tolerances'))).toEqual({ ...TOLERANCES })
})
