import { daysLeft } from '../../../partners/certificates/describe-certificate.ts'
import { warningDays } from '../../../partners/certificates/expiry.ts'
import { Badge, type StateLook } from '../../ui/badge.tsx'
import type { ListedCertificate } from './query.ts'

/** How a certificate stands, in a word. */
export function lookOf(
  row: Pick<ListedCertificate, 'status' | 'validFrom' | 'validTo' | 'useFrom'>,
  now: Date,
): StateLook {
  if (row.status === 'revoked') return { word: 'Revoked', tone: 'bad', icon: 'cross' }
  if (row.status === 'retired') return { word: 'Retired', tone: 'idle', icon: 'pause' }
  if (row.validTo <= now) return { word: 'Expired', tone: 'bad', icon: 'alert' }
  const days = daysLeft(row, now)
  if (days <= warningDays[0]) return { word: endsIn(days), tone: days <= 14 ? 'bad' : 'warn', icon: 'clock' }
  if (row.useFrom > now) return { word: 'Ready', tone: 'info', icon: 'clock' }
  return { word: 'In use', tone: 'good', icon: 'check' }
}

function endsIn(days: number): string {
  if (days === 0) return 'Ends today'
  return days === 1 ? 'Ends tomorrow' : `Ends in ${days} days`
}

/** The same as a badge. */
export function CertificateState({ row, now }: { row: Parameters<typeof lookOf>[0]; now: Date }) {
  return <Badge {...lookOf(row, now)} />
}
