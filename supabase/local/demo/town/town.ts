import { divide, type LocalRoad } from './blocks'
import { joinFaces, type CommunityShape } from './communities'
import { buildUp, type Compound, type Ground } from './compounds'
import { createNamer, type Namer } from './names'
import { distanceToLine, type Point } from './plane'
import { createRandom, type Random } from '../random'
import { createRiver, type River } from './river'
import { CLEARANCE, createLattice, type Lattice } from './roads'

/** Households of the district: those of the study's first system, 226 grids of 400. */
export const HOUSEHOLDS = 90_400

/** Share of a line's clearance that no corner may enter. */
const KEPT_CLEAR_SHARE = 0.8

/** The town on its drawing board, in metres: everything the district is made from. */
export interface Town {
  lattice: Lattice
  river: River
  roads: LocalRoad[]
  communities: CommunityShape[]
  compounds: Compound[]
  grounds: Ground[]
  namer: Namer
}

/** Draws the town of a seed. The same seed gives the same town. */
export function drawTown(seed: string): Town {
  const random = createRandom(seed)
  const lattice = createLattice()
  const namer = createNamer(random.fork('names'))
  const { blocks, roads } = divide(lattice.faces, random.fork('blocks'))
  const { compounds: built, grounds } = buildUp(blocks, namer, random.fork('buildings'))
  const compounds = clearOfMainLines(built, lattice)
  settle(compounds, random.fork('households'))
  const households = lattice.faces.map((_, face) =>
    sumOfHouseholds(compounds.filter((each) => each.face === face)),
  )
  return {
    lattice,
    river: createRiver(lattice),
    roads,
    communities: joinFaces(lattice, households),
    compounds,
    grounds,
    namer,
  }
}

/** Takes away what a lot behind a shallow one has built into the bank of the river or a main road. */
function clearOfMainLines(compounds: readonly Compound[], { lines }: Lattice): Compound[] {
  const isClear = (corner: Point) =>
    lines.every((line) => distanceToLine(corner, line.inside) > KEPT_CLEAR_SHARE * CLEARANCE[line.class])
  return compounds
    .map((each) => ({ ...each, buildings: each.buildings.filter(({ corners }) => corners.every(isClear)) }))
    .filter(({ buildings }) => buildings.length > 0)
}

const sumOfHouseholds = (compounds: readonly Compound[]) =>
  compounds.reduce(
    (sum, { buildings }) => buildings.reduce((part, { households }) => part + households, sum),
    0,
  )

/** Adds or takes a household here and there (a flat let as an office, two made into one) until the sum is right. */
function settle(compounds: readonly Compound[], random: Random): void {
  let missing = HOUSEHOLDS - sumOfHouseholds(compounds)
  const large = random.shuffle(
    compounds.flatMap(({ buildings }) => buildings).filter(({ households }) => households >= 16),
  )
  for (let k = 0; missing !== 0; k = (k + 1) % large.length) {
    large[k].households += Math.sign(missing)
    missing -= Math.sign(missing)
  }
}
