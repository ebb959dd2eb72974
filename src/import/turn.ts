/** Fewer rows are read in no time. */
const MANY_ROWS = 1000

/** Lets the thread see what happened while it was reading many rows, such as a connection that the other side closed meanwhile. */
export async function turn(rows: number): Promise<void> {
  if (rows > MANY_ROWS) await new Promise((resolve) => setTimeout(resolve, 10))
}
