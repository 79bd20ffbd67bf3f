import { createContext, useContext } from 'hono/jsx'

/** What every part of a page may need to know about whoever reads it. */
export interface View {
  /** IANA zone in which times are shown. */
  timeZone: string
  now: Date
}

/** Given once by the page, read by the parts that show times. */
export const ViewContext = createContext<View>({ timeZone: 'UTC', now: new Date(0) })

export function useView(): View {
  return useContext(ViewContext)
}
