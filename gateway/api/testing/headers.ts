import type { Endpoint } from '../endpoint.ts'

/** What a request needs besides its key: whoever changes what others change too says what they have seen, or that they do not care. */
export function headersFor({ revised }: Pick<Endpoint, 'revised'>): Record<string, string> {
  return revised === 'required' ? { 'If-Match': '*' } : {}
}
