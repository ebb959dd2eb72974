import type { Instance } from '../graph/instance'
import { atOnce, type Steps } from '../steps'
import type { GridFigure, RuleFault, RuleFaultCode, RuleSet } from './types'
import { meanWalkMetres, type Neighbours, neighboursOf, walkableParts } from './walk'

const softCodes: ReadonlySet<RuleFaultCode> = new Set([
  'grid-out-of-tolerance',
  'building-over-tolerance',
  'compound-cut',
])

/**
 * The rules that a plan is held to while somebody draws it. It follows the plan: after an edit only the grids and compounds
 * that the moved buildings belong to are checked again, so a plan of 700 grids answers within a millisecond.
 */
export class PlanRules {
  private readonly grid: Int32Array
  private readonly members = new Map<number, Set<number>>()
  private readonly figures = new Map<number, GridFigure>()
  private readonly gridFaults = new Map<number, RuleFault[]>()
  private readonly compoundFaults = new Map<number, RuleFault>()
  private readonly buildingsOfCompound = new Map<number, number[]>()
  /** The walkable piece of the district that each building is in. */
  private readonly piece: Int32Array
  private readonly walkable: Neighbours
  private readonly adjacent: Neighbours

  private constructor(
    private readonly instance: Instance,
    assignment: ArrayLike<number>,
    private readonly rules: RuleSet,
  ) {
    this.walkable = neighboursOf(instance.count, instance.edges)
    this.adjacent = neighboursOf(instance.count, instance.allEdges)
    this.grid = Int32Array.from(assignment, (grid) => Math.max(-1, grid))
    this.piece = new Int32Array(instance.count)
    walkableParts(this.walkable, this.piece.keys(), instance.households).forEach((part, number) => {
      for (const building of part) this.piece[building] = number
    })
    instance.compound.forEach((compound, building) => {
      const list = this.buildingsOfCompound.get(compound)
      if (list) list.push(building)
      else this.buildingsOfCompound.set(compound, [building])
      this.membersOf(this.grid[building]).add(building)
    })
  }

  /** Checks a whole plan, resting now and then. `assignment[b]` is the grid of building b of the instance, negative for none. */
  static *inSteps(instance: Instance, assignment: ArrayLike<number>, rules: RuleSet): Steps<PlanRules> {
    const plan = new PlanRules(instance, assignment, rules)
    for (const compound of plan.buildingsOfCompound.keys()) {
      plan.checkCompound(compound)
      yield
    }
    for (const grid of plan.members.keys()) {
      plan.checkGrid(grid)
      yield
    }
    return plan
  }

  /** Checks a whole plan at once. */
  static of(instance: Instance, assignment: ArrayLike<number>, rules: RuleSet): PlanRules {
    return atOnce(PlanRules.inSteps(instance, assignment, rules))
  }

  /**
   * Takes over a plan after an edit and returns the grids whose figures or faults may differ. `drawn` names grids that have
   * ground, with buildings or without: one without is a fault, one that is neither drawn nor inhabited is forgotten.
   */
  update(assignment: ArrayLike<number>, drawn: Iterable<number> = []): Set<number> {
    const touched = new Set<number>()
    const compounds = new Set<number>()
    for (let building = 0; building < this.grid.length; building++) {
      const [from, to] = [this.grid[building], Math.max(-1, assignment[building])]
      if (from === to) continue
      this.membersOf(from).delete(building)
      this.membersOf(to).add(building)
      this.grid[building] = to
      touched.add(from).add(to)
      compounds.add(this.instance.compound[building])
    }
    const ground = new Set(drawn)
    for (const grid of ground) if (!this.members.has(grid)) touched.add(grid)
    for (const compound of compounds) {
      this.checkCompound(compound)
      for (const building of this.buildingsOfCompound.get(compound) ?? []) touched.add(this.grid[building])
    }
    for (const [grid, members] of this.members)
      if (members.size === 0 && grid >= 0 && !ground.has(grid)) this.forget(grid, touched)
    for (const grid of touched) if (this.members.has(grid) || ground.has(grid)) this.checkGrid(grid)
    touched.delete(-1)
    return touched
  }

  /** The figures of a grid; nothing when it is unknown. */
  figureOf(grid: number): GridFigure | undefined {
    return this.figures.get(grid)
  }

  /** All faults, hard ones first, then by grid. */
  faults(): RuleFault[] {
    const all = [...[...this.gridFaults.values()].flat(), ...this.compoundFaults.values()]
    const rank = ({ severity }: RuleFault): number => (severity === 'hard' ? 0 : 1)
    return all.sort((a, b) => rank(a) - rank(b) || a.grid - b.grid || a.building - b.building)
  }

  private membersOf(grid: number): Set<number> {
    let members = this.members.get(grid)
    if (!members) this.members.set(grid, (members = new Set()))
    return members
  }

  private forget(grid: number, touched: Set<number>): void {
    this.members.delete(grid)
    this.figures.delete(grid)
    this.gridFaults.delete(grid)
    touched.add(grid)
  }

  private checkGrid(grid: number): void {
    const buildings = [...this.membersOf(grid)].sort((a, b) => a - b)
    if (grid < 0) {
      this.gridFaults.set(
        grid,
        buildings.map((building) =>
          this.fault('building-unassigned', grid, building, this.instance.households[building]),
        ),
      )
      return
    }
    const figure = this.measure(buildings)
    this.figures.set(grid, figure)
    const faults = buildings.length === 0 ? [this.fault('grid-empty', grid, -1, 0)] : []
    faults.push(...this.pieceFaults(grid, buildings), ...this.communityFaults(grid, buildings))
    if (buildings.length > 0 && Math.abs(figure.deviation) > this.rules.tolerance + 1e-9)
      faults.push(this.toleranceFault(grid, buildings, figure))
    this.gridFaults.set(grid, faults)
  }

  /** A building over the tolerance that has its grid to itself is no fault of the drawing. */
  private toleranceFault(grid: number, buildings: number[], figure: GridFigure): RuleFault {
    const { households } = this.instance
    const inhabited = buildings.filter((building) => households[building] > 0)
    return inhabited.length === 1 && figure.deviation > 0
      ? this.fault('building-over-tolerance', grid, inhabited[0], figure.households)
      : this.fault('grid-out-of-tolerance', grid, -1, figure.deviation)
  }

  private fault(code: RuleFault['code'], grid: number, building: number, amount: number): RuleFault {
    return { code, severity: softCodes.has(code) ? 'soft' : 'hard', grid, building, amount }
  }

  private measure(buildings: number[]): GridFigure {
    const { households, compound } = this.instance
    const total = buildings.reduce((sum, building) => sum + households[building], 0)
    const compounds = new Set(buildings.map((building) => compound[building]))
    const isCut = (number: number): boolean => this.gridsOfCompound(number).size > 1
    return {
      buildings: buildings.length,
      households: total,
      deviation: total / this.rules.targetHouseholds - 1,
      cutCompounds: [...compounds].filter(isCut).length,
      walkMetres: meanWalkMetres(this.instance, buildings),
    }
  }

  private pieceFaults(grid: number, buildings: number[]): RuleFault[] {
    const [, ...cutOff] = walkableParts(this.walkable, buildings, this.instance.households)
    if (cutOff.length === 0) return []
    const [, ...apart] = walkableParts(this.adjacent, buildings, this.instance.households)
    const loose = new Set(apart.flat())
    return cutOff.map((part) => {
      const isApart = part.some((building) => loose.has(building))
      return this.fault(isApart ? 'grid-in-pieces' : 'grid-crosses-barrier', grid, part[0], part.length)
    })
  }

  private communityFaults(grid: number, buildings: number[]): RuleFault[] {
    const { community, households } = this.instance
    const sizes = new Map<number, number>()
    for (const building of buildings)
      sizes.set(community[building], (sizes.get(community[building]) ?? 0) + households[building] + 1e-6)
    if (sizes.size < 2) return []
    const [main] = [...sizes].reduce((most, entry) => (entry[1] > most[1] ? entry : most))
    return buildings
      .filter((building) => community[building] !== main)
      .map((building) => this.fault('building-in-other-community', grid, building, households[building]))
  }

  private gridsOfCompound(compound: number): Map<number, number> {
    const grids = new Map<number, number>()
    for (const building of this.buildingsOfCompound.get(compound) ?? []) {
      const grid = this.grid[building]
      if (grid >= 0) grids.set(grid, (grids.get(grid) ?? 0) + this.instance.households[building])
    }
    return grids
  }

  /** A compound needs as many grids as its households fill; communities and barriers that part it are no fault of the plan. */
  private checkCompound(compound: number): void {
    const buildings = this.buildingsOfCompound.get(compound) ?? []
    const grids = this.gridsOfCompound(compound)
    const most = this.rules.targetHouseholds * (1 + this.rules.tolerance)
    const sizes = new Map<number, number>()
    for (const building of buildings)
      sizes.set(
        this.piece[building],
        (sizes.get(this.piece[building]) ?? 0) + this.instance.households[building],
      )
    const forced = [...sizes.values()].reduce((sum, size) => sum + Math.max(1, Math.ceil(size / most)), 0)
    if (grids.size <= forced) {
      this.compoundFaults.delete(compound)
      return
    }
    const [smallest] = [...grids].reduce((least, entry) => (entry[1] < least[1] ? entry : least))
    const building = buildings.find((member) => this.grid[member] === smallest) ?? -1
    this.compoundFaults.set(compound, this.fault('compound-cut', smallest, building, grids.size - forced))
  }
}
