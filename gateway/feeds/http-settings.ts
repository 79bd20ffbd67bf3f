import { z } from 'zod'

const token = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'expected the name of a header')
const headerValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]{0,4000}$/, 'expected one line')

/** A file behind a URL, with secrets opened. */
export const httpFeedSettings = z.object({
  /** `{yyyy}` `{MM}` `{dd}` in it stand for the day in UTC. */
  url: z
    .string()
    .max(2000)
    .regex(/^https?:\/\//, 'expected an http or https URL'),
  /** HTTP basic authentication (RFC 7617). */
  username: z.string().max(256).optional(),
  password: z.string().max(1000).optional(),
  /** Sent as `Authorization: Bearer …` (RFC 6750). */
  bearerToken: headerValue.optional(),
  /** Further headers, e.g. an API key. */
  headers: z.record(token, headerValue).default({}),
  /** PEM of the authority that signed the server's certificate, where it is none of the public ones. */
  certificateAuthority: z.string().optional(),
  /** How the file is called where its own name says nothing of what it is, e.g. `stock.csv`. */
  fileName: z.string().min(1).max(255).optional(),
  /** Octets, as they come and unpacked. */
  largestFile: z
    .int()
    .positive()
    .default(100 * 1024 * 1024),
  /** For the whole exchange. */
  timeoutSeconds: z.int().min(1).max(900).default(120),
  /** A file that has not changed is asked for in full, and taken as news, once in so many hours: stock that nobody confirms goes stale. */
  fullAfterHours: z.int().min(1).max(720).default(24),
})
export type HttpFeedSettings = z.infer<typeof httpFeedSettings>
