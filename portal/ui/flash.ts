import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import type { PortalContext } from '../deps.ts'

const flashCookie = 'flash'
const stored = z.object({ tone: z.enum(['good', 'warn', 'bad', 'info']), text: z.string().max(500) })
export type Flash = z.infer<typeof stored>

/** Keeps a message for the page that the browser is sent to next. */
export function leaveFlash(c: PortalContext, tone: Flash['tone'], text: string): void {
  const value = Buffer.from(JSON.stringify({ tone, text: text.slice(0, 500) })).toString('base64url')
  setCookie(c, flashCookie, value, { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: 60 })
}

/** The message left by the page before, once. */
export function takeFlash(c: PortalContext): Flash | undefined {
  const value = getCookie(c, flashCookie)
  if (value === undefined) return undefined
  deleteCookie(c, flashCookie, { path: '/' })
  try {
    return stored.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString())).data
  } catch {
    return undefined
  }
}
