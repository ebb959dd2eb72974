import WebSocket from 'ws'
import { demoPassword } from '../../../supabase/local/accounts/accounts'
import { listAreas } from '../../../src/data/areas'
import { readCommunityMap } from '../../../src/data/maps/basemap'
import { listCategories } from '../../../src/data/categories'
import { reportIncident } from '../../../src/data/incidents/incidents'
import { signIn } from '../../../src/data/session'
import { connect } from '../../../src/lib/supabase'

/** What was reported, as a wall in Chinese would call it. */
export interface Report {
  id: number
  category: string
  community: string
}

/** A dispatcher at another desk reports an incident in some community of the demo district. */
export async function reportElsewhere(baseURL: string): Promise<Report> {
  const { anonKey } = (await (await fetch(`${baseURL}/env.json`)).json()) as { anonKey: string }
  const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
  const client = connect({ url: baseURL, anonKey, keepSession: false, webSocket })
  await signIn(client, 'dispatcher@demo.gridward.cn', demoPassword)
  const [district] = await listAreas(client)
  const community = (await readCommunityMap(client, district.id)).features[7].properties
  const categories = await listCategories(client, district.id)
  const category = categories.find(({ code }) => code === '0201')
  if (!category) throw new Error('The demo district has no category 0201.')
  const { id } = await reportIncident(client, {
    clientKey: crypto.randomUUID(),
    lng: community.labelLng,
    lat: community.labelLat,
    categoryId: category.id,
    description: '巡查发现',
    address: '小区东门',
    isUrgent: false,
    contact: null,
  })
  return { id, category: category.name, community: community.name }
}
