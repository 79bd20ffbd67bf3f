/** What is counted at most: nobody acts otherwise on 1,200 than on 1,700, and counting all would take longer every year. */
export const mostCounted = 1000

/** A count that stopped one beyond `mostCounted`, as people read it: `1,000+`. */
export function counted(count: number): string {
  return count > mostCounted ? `${mostCounted.toLocaleString('en-US')}+` : String(count)
}
