import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { type Category, currentCategories, listCategories } from '../../src/data/categories'
import {
  changeCategory,
  listDispatchCandidates,
  moveIncident,
  noteIncident,
  readIncident,
  readIncidentContact,
  urgeIncident,
} from '../../src/data/incidents/incident-case'
import { listDistrictCategories, saveCategory } from '../../src/data/district/own-categories'
import { readIncidentChanges } from '../../src/data/incidents/incident-changes'
import { readIncidentPoints } from '../../src/data/incidents/incident-map'
import { readIncidentPage, reportIncident, type IncidentReport } from '../../src/data/incidents/incidents'
import type { Client } from '../../src/lib/supabase'
import { locate } from '../../src/data/maps/locating'
import { signIn } from './support/clients'
import { makeDistrict, type TestDistrict } from './support/district'

let district: TestDistrict
let dispatcher: Client
let viewer: Client
let leader: Client
let categories: Category[]

beforeAll(async () => {
  district = await makeDistrict(37)
  ;[dispatcher, viewer, leader] = await Promise.all([
    signIn('dispatcher'),
    signIn('viewer'),
    signIn('leader'),
  ])
  categories = await listCategories(dispatcher, district.districtId)
})

function category(code: string): number {
  return categories.find((one) => one.code === code)?.id ?? 0
}

/** The position of the test district, with what differs from a report of rubbish in the west. */
function report(changes: Partial<IncidentReport> = {}): IncidentReport {
  return {
    clientKey: randomUUID(),
    lng: 113.004,
    lat: 37.004,
    categoryId: category('0101'),
    description: '垃圾未清',
    address: '甲路 1 号',
    isUrgent: false,
    contact: null,
    ...changes,
  }
}

test('categories come with their deadlines', () => {
  const rubbish = categories.find(({ code }) => code === '0101')
  expect(rubbish).toMatchObject({ name: '暴露垃圾', nameEn: 'Exposed rubbish', isGridOnly: false })
  expect(rubbish?.deadlines).toContainEqual({ clock: 'handling', amount: 4, unit: 'working_hours' })
  expect(categories.find(({ code }) => code === '1001')?.isGridOnly).toBe(true)
})

test("a district's own category takes the name off no older case, and takes new ones", async () => {
  const own = await makeDistrict(38.3)
  const admin = await signIn('admin')
  const template = category('0104')
  const there = (categoryId: number) => report({ categoryId, lat: 38.304 })
  const before = await reportIncident(dispatcher, there(template))
  const read = (await listDistrictCategories(admin, own.districtId)).find(({ code }) => code === '0104')!
  const { deadlines } = read
  const content = {
    deadlines,
    gridOnly: false,
    approvedBy: '',
    approval: '',
    approvedSince: '',
    approvedUntil: '',
  }
  const renamed = await saveCategory(admin, own.districtId, read, {
    ...content,
    name: '街面小广告',
    nameEn: 'Street stickers',
  })

  const listed = await listCategories(dispatcher, own.districtId)
  const byId = new Map(listed.map((one) => [one.id, one]))
  expect(byId.get(template)).toMatchObject({ code: '0104', isReplaced: true })
  expect(byId.get(renamed)).toMatchObject({ name: '街面小广告', isReplaced: false })
  expect(currentCategories(listed).filter(({ code }) => code === '0104')).toHaveLength(1)
  const held = await readIncident(dispatcher, before.id)
  expect(byId.get(held.categoryId)?.name).toBe(categories.find(({ id }) => id === template)?.name)
  await expect(reportIncident(dispatcher, there(template))).rejects.toMatchObject({
    code: 'category-unknown',
  })
  await reportIncident(dispatcher, there(renamed))
})

test('a position is located, and nothing is there outside', async () => {
  const place = await locate(dispatcher, 113.004, 37.004)
  expect(place).toMatchObject({ community: { id: district.communityIds[0] }, grid: null, person: null })
  expect(await locate(dispatcher, 0, 0)).toBeNull()
})

test('a report sent twice is one incident, found in list, map and changes', async () => {
  const { cursor } = await readIncidentChanges(dispatcher, district.districtId, null)
  const sent = report({ isUrgent: true })
  const made = await reportIncident(dispatcher, sent)
  expect(await reportIncident(dispatcher, sent)).toMatchObject(made)

  const page = await readIncidentPage(dispatcher, district.districtId, { text: made.number, order: 'newest' })
  expect(page.incidents).toMatchObject([
    { id: made.id, state: 'reported', urgent: true, address: '甲路 1 号' },
  ])
  expect(page.counts?.states).toEqual({ reported: 1 })

  const points = await readIncidentPoints(dispatcher, district.districtId, { text: made.number })
  expect(points).toEqual([
    {
      id: made.id,
      lng: 113.004,
      lat: 37.004,
      deadlineMs: Math.round(Date.parse(page.incidents[0].deadlineAt ?? '') / 60_000) * 60_000,
      categoryId: category('0101'),
      state: 'reported',
      isUrgent: true,
      isUrged: false,
      isAtGrid: false,
      isEarlier: false,
    },
  ])

  const changes = await readIncidentChanges(dispatcher, district.districtId, cursor)
  expect(changes.incidents.map(({ id }) => id)).toEqual([made.id])
  expect((await readIncidentChanges(dispatcher, district.districtId, changes.cursor)).incidents).toEqual([])
})

test('an incident goes its way and its history tells of it', async () => {
  const { id } = await reportIncident(dispatcher, report())
  const move = (expected: 'reported' | 'accepted', to: 'accepted' | 'filed') =>
    moveIncident(dispatcher, { id, expected, to, note: '', options: {} })
  await move('reported', 'accepted')
  await move('accepted', 'filed')
  await noteIncident(dispatcher, id, '已电话核实')
  await urgeIncident(leader, id, '请加快')
  await changeCategory(dispatcher, id, { categoryId: category('0201'), note: '是井盖' })
  const incident = await readIncident(dispatcher, id)
  expect(incident).toMatchObject({
    state: 'filed',
    urged: true,
    clock: 'dispatch',
    categoryId: category('0201'),
  })
  expect(incident.history.map(({ kind, to }) => to ?? kind)).toEqual([
    'reported',
    'accepted',
    'filed',
    'note',
    'urge',
    'category',
  ])
  expect(incident.history[4]).toMatchObject({ note: '请加快', actor: '', actorRole: 'leader' })
  expect(incident.steps.map(({ to }) => to)).toEqual(['dispatched'])
  const hours = (Date.parse(incident.dueAt ?? '') - Date.parse(incident.filedAt ?? '')) / 3_600_000
  expect(hours).toBe(6)
  expect(await listDispatchCandidates(dispatcher, id)).toEqual([])
})

test('who saw an older state is told the newer one', async () => {
  const { id } = await reportIncident(dispatcher, report())
  const step = { id, expected: 'reported', to: 'accepted', note: '', options: {} } as const
  await moveIncident(dispatcher, step)
  await expect(moveIncident(dispatcher, step)).rejects.toMatchObject({
    code: 'incident-moved-meanwhile',
    detail: { state: 'accepted', by: '', byRole: 'dispatcher' },
  })
})

test('refusals carry their code', async () => {
  const { id } = await reportIncident(dispatcher, report())
  const step = { id, expected: 'reported', to: 'closed', note: '', options: {} } as const
  await expect(moveIncident(dispatcher, step)).rejects.toMatchObject({ code: 'step-not-allowed' })
  await expect(moveIncident(viewer, step)).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(reportIncident(viewer, report())).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(reportIncident(dispatcher, report({ lng: 0 }))).rejects.toMatchObject({
    code: 'outside-every-community',
  })
  await expect(readIncident(await signIn('stranger'), id)).rejects.toMatchObject({
    code: 'incident-not-found',
  })
})

test('a welfare case is shown, with its contact, to those who handle it alone', async () => {
  const contact = { name: '王老师', telephone: '13800000000', consent: true }
  const { id } = await reportIncident(dispatcher, report({ categoryId: category('1001'), contact }))
  expect(await readIncidentContact(dispatcher, id)).toEqual({ name: '王老师', telephone: '13800000000' })
  await expect(readIncidentContact(viewer, id)).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(readIncident(viewer, id)).rejects.toMatchObject({ code: 'incident-not-found' })
  const { data } = await viewer.from('incidents').select('id').eq('id', id)
  expect(data).toEqual([])
})

test('pages follow one another without gap or repetition', async () => {
  for (let count = 0; count < 5; count++)
    await reportIncident(dispatcher, report({ lng: 113.015, address: '丙街' }))
  const filter = { text: '丙街' }
  const first = await readIncidentPage(dispatcher, district.districtId, filter, { size: 3 })
  const second = await readIncidentPage(dispatcher, district.districtId, filter, {
    after: first.next,
    size: 3,
  })
  expect(second.counts).toBeNull()
  expect(second.next).toBeNull()
  expect(new Set([...first.incidents, ...second.incidents].map(({ id }) => id)).size).toBe(5)
})
