import { Lucia, TimeSpan } from 'lucia'
import type { sessions, users } from '../../db/schema/index.ts'
import type { PortalDeps } from '../deps.ts'
import { sessionStore } from './session-store.ts'

/** What a session keeps besides whose it is and how long it lasts. */
type SessionAttributes = Pick<
  typeof sessions.$inferSelect,
  'membershipId' | 'onlyRetailerId' | 'secondFactor' | 'userAgent' | 'address' | 'lastSeenAt'
>

declare module 'lucia' {
  interface Register {
    Lucia: Sessions
    DatabaseUserAttributes: Omit<typeof users.$inferSelect, 'id'>
    DatabaseSessionAttributes: SessionAttributes
  }
}

/** Sessions last 14 days from their last use. */
const lifetime = new TimeSpan(14, 'd')

/** The sign-in sessions of browsers, kept in the database and carried by one cookie. */
export type Sessions = ReturnType<typeof openSessions>

/** Opens the session store. `__Host-` (RFC 6265bis §4.1.3.2) keeps other hosts and paths from setting the cookie. */
export function openSessions({ hub, secureCookies }: Pick<PortalDeps, 'hub' | 'secureCookies'>) {
  return new Lucia(sessionStore(hub.orm), {
    sessionExpiresIn: lifetime,
    sessionCookie: {
      name: secureCookies ? '__Host-crossdock' : 'crossdock',
      attributes: { secure: secureCookies, sameSite: 'lax', path: '/' },
    },
    getUserAttributes: user => ({
      email: user.email,
      name: user.name,
      timeZone: user.timeZone,
      disabledAt: user.disabledAt,
    }),
    getSessionAttributes: ({ membershipId, onlyRetailerId, secondFactor, lastSeenAt }) => ({
      membershipId,
      onlyRetailerId,
      secondFactor,
      lastSeenAt,
    }),
  })
}
