import type { BoardHolder, BoardPlace, BoardPost, StaffingBoard } from '../../../data/setup/staffing'

/** A row as the list shows it: the post in words beside its id. */
export interface ShownPlace {
  key: string
  where: string
  post: BoardPost
  place: BoardPlace
  holders: BoardHolder[]
  vacant: number
}

const DAY_MS = 86_400_000
/** Terms that end within so many days are said. */
const SOON_DAYS = 60

/** Returns the places of a board with their holders, in the order of codes; a shared post without a span is never vacant beyond its number. */
export function placesOf(board: StaffingBoard, areaName: (id: number) => string): ShownPlace[] {
  const posts = new Map(board.posts.map((post) => [post.id, post]))
  const grids = new Map(board.grids.map((grid) => [grid.id, grid]))
  const keyOf = ({ post, grid, area }: { post: number; grid: number | null; area: number | null }) =>
    `${post}/${grid ?? ''}/${area ?? ''}`
  const held = new Map<string, BoardHolder[]>()
  for (const one of board.held) held.set(keyOf(one), [...(held.get(keyOf(one)) ?? []), one])
  const rows = board.places.flatMap((place) => {
    const post = posts.get(place.post)
    if (!post) return []
    const holders = held.get(keyOf(place)) ?? []
    const grid = place.grid === null ? undefined : grids.get(place.grid)
    const where = grid ? (grid.code ?? grid.name) : areaName(place.area ?? 0)
    return [
      { key: keyOf(place), where, post, place, holders, vacant: Math.max(0, place.wanted - holders.length) },
    ]
  })
  // Sorting keeps the order of posts in each place.
  return rows.sort((one, other) => one.where.localeCompare(other.where, undefined, { numeric: true }))
}

/** Returns whether nobody else can be put on a post there on the day of the board: an exclusive post takes no more than are wanted. */
export function isFull({ post, vacant }: ShownPlace): boolean {
  return post.exclusive && post.basis !== 'households' && vacant === 0
}

/** Returns whose term ends soon after the day of the board, the first to end first. */
export function endsSoon(board: StaffingBoard | null): (BoardHolder & { until: string })[] {
  if (!board) return []
  const last = Date.parse(board.day) + SOON_DAYS * DAY_MS
  return board.held
    .filter(
      (one): one is BoardHolder & { until: string } => one.until !== null && Date.parse(one.until) <= last,
    )
    .sort((one, other) => one.until.localeCompare(other.until))
}
