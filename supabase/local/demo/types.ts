import type { Use } from './town/blocks'
import type { BuildingKind } from './town/buildings'
import type { Ground } from './town/compounds'
import type { LineClass } from './town/roads'

export type Position = [number, number]
/** A closed ring of a polygon, counter-clockwise, [lng, lat] in WGS84. */
export type Ring = Position[]

export interface DemoArea {
  code: string
  name: string
  ring: Ring
}
export interface DemoCommunity extends DemoArea {
  /** Index into `streets`. */
  street: number
}
export interface DemoCompound {
  sourceId: string
  name: string
  use: Use
  community: number
  ring: Ring
}
export interface DemoBuilding {
  sourceId: string
  name: string
  address: string
  kind: BuildingKind
  storeys: number
  households: number
  community: number
  /** Index into `compounds`, or −1. */
  compound: number
  position: Position
  ring: Ring
}
export interface DemoLine {
  sourceId: string
  name: string
  class: LineClass
  line: Position[]
}
export interface DemoGround {
  sourceId: string
  name: string
  kind: Ground['kind'] | 'river' | 'bank'
  ring: Ring
}
export interface DemoService {
  sourceId: string
  kind: string
  name: string
  nameEn: string
  community: number
  position: Position
}

/** A whole fictional district: areas, what stands in it, and what its base map draws. */
export interface District extends DemoArea {
  nameEn: string
  streets: DemoArea[]
  communities: DemoCommunity[]
  compounds: DemoCompound[]
  buildings: DemoBuilding[]
  roads: DemoLine[]
  grounds: DemoGround[]
  /** Main roads and the river, inside the district. */
  barriers: DemoLine[]
  /** Bridges. */
  crossings: DemoLine[]
  services: DemoService[]
}
