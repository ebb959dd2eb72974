export { BUFFER_METRES, communityBoundaries, type CommunityMember } from './community/boundaries'
export { inhabitedBoundaries, type InhabitedBoundaries } from './community/inhabited'
export { assignBuildings, assignFaces, mergeGrids, regridFaces } from './coverage/assign'
export { insertVertex, moveVertex } from './coverage/border'
export { Coverage, type CoverageInput, touchedGrids } from './coverage/coverage'
export { pointInFace } from './coverage/face-point'
export { faceAt } from './coverage/locate'
export { type BorderPlace, nearestBorder } from './coverage/nearest'
export { composePatches } from './coverage/patch'
export {
  communityPolygons,
  coveragePolygon,
  gridPolygons,
  type GridPolygon,
  polygonOfFaces,
  unionPolygon,
} from './coverage/polygons'
export { splitGrid } from './coverage/split'
export {
  type CoverageEdge,
  type CoverageFace,
  type EditFault,
  type EditFaultCode,
  isFault,
  type Patch,
  type Point,
} from './coverage/types'
export { buildCells } from './cells/build'
export type {
  BuildingInput,
  CellProblem,
  CellProblemCode,
  Cells,
  CellsInput,
  CellsResult,
} from './cells/types'
export { type CodeDigits, serialNumber } from './codes/number'
export { GeoError } from './error'
export { atOnce, type Steps } from './steps'
export { contractInstance } from './graph/contract'
export type { Instance } from './graph/instance'
export {
  type Frame,
  frameAround,
  fromUnits,
  type LngLat,
  type MultiPolygonRings,
  type PolygonRings,
  toLngLat,
  toMetres,
  toUnits,
} from './planar/frame'
export { type InstanceFault, readInstance } from './graph/read'
export { type Begun, createMember, type Member } from './partition/member'
export { type Improvement } from './partition/solver'
export { type PieceNote, type PieceReport } from './partition/report'
export {
  communityReach,
  type CommunityReach,
  type CountReach,
  countsFor,
  reachableDeviation,
  type ReachReason,
} from './partition/reach'
export {
  type Infeasible,
  type InfeasibleReason,
  type Locks,
  type PartitionProblem,
} from './partition/problem'
export { type Plan, type Progress, runPartition, type RunOptions } from './partition/run'
export { type Preset, presets, type Rest, rests, type Weights } from './partition/weights'
export { type LevelsOptions, type LevelsProblem, runLevels } from './partition/levels'
export * from './analysis/index'
export { type SnapHit, SnapIndex, type SnapLine } from './coverage/snap'
export { GroundRules, type GroundRuleSet, stripSquareMetres } from './rules/ground-rules'
export { PlanRules } from './rules/rules'
export { TOLERANCES } from './tolerances'
export type { GridFigure, RuleFault, RuleFaultCode, RuleSet } from './rules/types'
