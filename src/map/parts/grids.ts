import { BORDER_WIDTHS } from './planner'
import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification, SymbolLayerSpecification } from 'maplibre-gl'
import { deviationBreaks } from '../../lib/deviation'
import type { Palette } from '../../lib/theme'
import { CLOSE_ZOOM } from './buildings'
import { hatchName } from './hatch'
import type { MapLayer, MapPart } from '../part'
import { haloedText, textStyle } from './text'

type SymbolLayout = SymbolLayerSpecification['layout']

const DEVIATION: ExpressionSpecification = ['coalesce', ['get', 'deviation'], 0]

function isWithin(toleranceShare: number): ExpressionSpecification {
  const [, , limit] = deviationBreaks(toleranceShare)
  return ['<=', ['abs', DEVIATION], limit]
}

function deviationFill(colours: Palette, toleranceShare: number): ExpressionSpecification {
  const steps = deviationBreaks(toleranceShare).flatMap((limit, index) => [
    limit,
    colours.deviation[index + 1],
  ])
  return ['step', DEVIATION, colours.deviation[0], ...steps] as unknown as ExpressionSpecification
}

function fills(colours: Palette, toleranceShare: number): MapLayer[] {
  return [
    {
      id: 'grids-fill',
      type: 'fill',
      source: 'grids',
      paint: {
        'fill-color': deviationFill(colours, toleranceShare),
        'fill-opacity': ['case', isWithin(toleranceShare), 0.16, 0.4],
        'fill-antialias': false,
      },
    },
    {
      id: 'grids-hatch',
      type: 'fill',
      source: 'grids',
      filter: ['!', isWithin(toleranceShare)],
      paint: { 'fill-pattern': hatchName(colours.text[1]), 'fill-opacity': 0.35, 'fill-antialias': false },
    },
  ]
}

/** The border between grids, beneath what marks some of them. */
function border(colours: Palette): MapLayer {
  return {
    id: 'grids-border',
    type: 'line',
    source: 'grids',
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': colours.text[1],
      'line-width': [
        'interpolate',
        ['linear'],
        ['zoom'],
        11,
        BORDER_WIDTHS.leaf[0],
        16,
        BORDER_WIDTHS.leaf[1],
      ],
      'line-opacity': 0.7,
    },
  }
}

function borders(colours: Palette, toleranceShare: number): MapLayer[] {
  return [
    border(colours),
    {
      id: 'grids-border-out',
      type: 'line',
      source: 'grids',
      minzoom: 13,
      filter: ['!', isWithin(toleranceShare)],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': deviationFill(colours, toleranceShare), 'line-width': 2.4, 'line-offset': 1.6 },
    },
  ]
}

/**
 * The labels of grids: from afar over everything. Close by beside the buildings, whose numbers are placed first; where there is no
 * room left they lie beneath the buildings rather than over them or nowhere.
 */
function gridLabels(colours: Palette): MapLayer[] {
  const label = { type: 'symbol', source: 'grid-labels', paint: haloedText(colours) } as const
  const text = { 'text-field': ['get', 'label'], 'text-max-width': 12, ...textStyle(12) } as const
  return [
    {
      ...label,
      id: 'grids-label',
      slot: 'labels',
      minzoom: 13,
      maxzoom: CLOSE_ZOOM,
      layout: { ...text } as SymbolLayout,
    },
    {
      ...label,
      id: 'grids-label-close',
      slot: 'under-points',
      minzoom: CLOSE_ZOOM,
      layout: {
        ...text,
        'text-variable-anchor': ['center', 'bottom', 'top', 'left', 'right'],
        'text-radial-offset': 0.8,
        'text-justify': 'auto',
        'text-overlap': 'always',
      } as unknown as SymbolLayout,
    },
  ]
}

/** Grids with their labels, over what their colours and borders are. Source and id: `grids`. */
function labelledGrids(
  grids: FeatureCollection,
  labels: FeatureCollection,
  surface: (colours: Palette) => MapLayer[],
): MapPart {
  return {
    id: 'grids',
    slot: 'grids',
    sources: {
      grids: { data: grids, promoteId: 'id', tolerance: 0 },
      'grid-labels': { data: labels, promoteId: 'id' },
    },
    layers: (colours) => [...surface(colours), ...gridLabels(colours)],
  }
}

/**
 * Returns grids coloured by their deviation from target, hatched and with a thicker border where out of tolerance.
 * Properties: `id`, `deviation` (share of the target), `households`; labels are points with `id` and `label`.
 * Source and id: `grids`.
 */
export function gridsPart(
  grids: FeatureCollection,
  labels: FeatureCollection,
  toleranceShare: number,
): MapPart {
  return labelledGrids(grids, labels, (colours) => [
    ...fills(colours, toleranceShare),
    ...borders(colours, toleranceShare),
  ])
}

/** Classes by their lower limits; what lies below the first has no colour. */
function valueFill(colours: Palette, limits: readonly number[]): ExpressionSpecification {
  const steps = limits.flatMap((limit, index) => [limit, colours.density[index + 1]])
  return ['step', ['get', 'value'], 'transparent', ...steps] as unknown as ExpressionSpecification
}

/**
 * Returns grids coloured by an amount, low to high. Properties: `id`, `value`; labels are points with `id` and `label`.
 * `limits`: lower limits of the classes, ascending, at most six. Source and id: `grids`, as those coloured by deviation.
 */
export function gridValuesPart(
  grids: FeatureCollection,
  labels: FeatureCollection,
  limits: readonly number[],
): MapPart {
  return labelledGrids(grids, labels, (colours) => [
    {
      id: 'grids-fill',
      type: 'fill',
      source: 'grids',
      paint: { 'fill-color': valueFill(colours, limits), 'fill-opacity': 0.5, 'fill-antialias': false },
    },
    border(colours),
  ])
}

/** Returns the borders of published grids alone, for pages whose subject is something else. Properties: `id`. */
export function gridBordersPart(grids: FeatureCollection): MapPart {
  return {
    id: 'grid-borders',
    slot: 'grids',
    sources: { 'grid-borders': { data: grids, promoteId: 'id', tolerance: 0 } },
    layers: (colours) => [
      {
        id: 'grid-borders-line',
        type: 'line',
        source: 'grid-borders',
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': colours.text[2],
          'line-width': ['interpolate', ['linear'], ['zoom'], 11, 0.5, 16, 1.4],
          'line-opacity': 0.6,
        },
      },
    ],
  }
}
