import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { outcomeOf, valuesOf } from '../help'

const list = strToU8('楼栋编号,户数,经度,纬度,社区\na1x,40,113.2,35.2,东\n')
/** A zip file so many times in another. */
const packed = (times: number): Uint8Array<ArrayBuffer> => {
  let bytes = zipSync({ '楼栋.csv': list })
  for (let i = 1; i < times; i++) bytes = zipSync({ 'inner.zip': bytes, 'readme.md': strToU8('x') })
  return new Uint8Array(bytes)
}

test.each([1, 2, 3])('a list in %i archives, one in the other, is read', async (times) => {
  const { settings, accepted } = await outcomeOf(packed(times), 'sent-on.zip')
  expect([settings.kind, valuesOf(accepted, 'households')]).toEqual(['buildings', [40]])
})

test('more archives in archives than anybody packs end with words', async () => {
  await expect(outcomeOf(packed(9), 'deep.zip')).rejects.toMatchObject({ code: 'archive-holds-nothing' })
  const disguised = zipSync({
    'a.csv': zipSync({ 'b.csv': zipSync({ 'c.csv': zipSync({ 'd.csv': packed(1) }) }) }),
  })
  await expect(outcomeOf(new Uint8Array(disguised), 'x.zip')).rejects.toMatchObject({
    code: 'archive-holds-nothing',
  })
})
