import { shortName } from '../../partners/certificates/describe-certificate.ts'
import { channelSettings } from '../../partners/channels/settings.ts'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Money } from '../ui/money.tsx'
import { Facts, PageHeader, Section } from '../ui/parts.tsx'
import { partnershipStates } from '../ui/states.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { CertificateState } from './certificates/state.tsx'
import { channelWords } from './channel-words.ts'
import { ConnectionTestButton } from './channels/connection-test.tsx'
import type { ListedMessage } from './messages-query.ts'
import { MessagesTable } from './messages-table.tsx'
import type { LoadedPartner } from './partners-query.ts'
import { texts as tradeTexts } from './settings-of-trade/texts.ts'
import { inWords, texts } from './texts.ts'

const t = texts.partners

export interface PartnerPageProps extends LoadedPartner {
  messages: ListedMessage[]
  partners: ReadonlyMap<string, string>
  now: Date
  mayTest: boolean
}

/** One partner: how it is connected, known and paid, and what passed between us lately. */
export function PartnerPage(props: PartnerPageProps) {
  const { partnership, supplier, channel, source } = props
  const { terms } = partnership
  return (
    <>
      <PageHeader
        back={{ href: '/retailer/partners', word: t.title }}
        title={supplier.name}
        state={<Badge {...partnershipStates[partnership.status]!} />}
        about={channel ? channelWords(channel) : 'Not connected'}
      />
      <div class="columns">
        <div class="stack">
          <Section title={t.messages}>
            {props.messages.length === 0 ? (
              <Empty title={texts.messages.none} />
            ) : (
              <MessagesTable rows={props.messages} partners={props.partners} />
            )}
          </Section>
          <Identities identities={props.identities} />
          <Certificates {...props} />
        </div>
        <aside class="stack">
          <Section title={t.terms}>
            <Facts
              rows={[
                ['Vendor number', partnership.vendorNumber && <Copyable text={partnership.vendorNumber} />],
                ['Currency', partnership.currency],
                ['Payment', `${terms.netDays} days net`],
                ['Discount', terms.discountPercent && `${terms.discountPercent}% within ${terms.discountDays} days`],
                ['Priority', source && String(source.priority)],
                ['Order fee', source && <Money amount={source.orderFee} currency={partnership.currency} />],
              ]}
            />
          </Section>
          <Tolerances partnership={partnership} />
          <a href={`/retailer/partners/${partnership.id}/terms`}>{tradeTexts.open}</a>
          <Section title={t.maps}>
            <p class="soft small">{t.mapsAbout}</p>
            <a href={`/retailer/partners/${partnership.id}/maps`}>{t.mapsOpen}</a>
          </Section>
          {channel ? <ChannelSettings settings={channel.settings} /> : null}
          {props.mayTest ? <ConnectionTestButton partnershipId={partnership.id} /> : null}
        </aside>
      </div>
    </>
  )
}

/** What the channel is set to; its secrets are kept elsewhere and not read here. */
function ChannelSettings({ settings }: { settings: Record<string, unknown> }) {
  const { transport } = channelSettings.parse(settings)
  const rows = Object.entries(transport).map(([name, value]): [string, string] => [
    inWords(name),
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ])
  if (rows.length === 0) return null
  return (
    <Section title={t.channel}>
      <Facts rows={rows} />
    </Section>
  )
}

function Tolerances({ partnership }: Pick<LoadedPartner, 'partnership'>) {
  const given = Object.entries(partnership.tolerances)
  if (given.length === 0) return null
  return (
    <Section title={t.tolerances}>
      <Facts
        rows={given.map(([name, tolerance]) => [
          name,
          [tolerance.amount, tolerance.share && `share of ${tolerance.share}`].filter(Boolean).join(' or '),
        ])}
      />
    </Section>
  )
}

function Identities({ identities }: Pick<LoadedPartner, 'identities'>) {
  if (identities.length === 0) return null
  return (
    <Section title={t.identities}>
      <Table
        label={t.identities}
        rows={identities}
        columns={[
          { heading: 'Kind', cell: row => row.kind.toUpperCase() },
          { heading: 'Ours', cell: row => <Copyable text={row.own} /> },
          { heading: 'Theirs', cell: row => (row.partner ? <Copyable text={row.partner} /> : '') },
        ]}
      />
    </Section>
  )
}

function Certificates({ partnership, channel, certificates, now }: PartnerPageProps) {
  if (certificates.length === 0 && channel?.transport !== 'as2') return null
  const at = '/retailer/certificates'
  return (
    <Section title={t.certificates} aside={<a href={`${at}/hand-over/${partnership.id}`}>{t.handOver}</a>}>
      <Table
        label={t.certificates}
        rows={certificates}
        columns={[
          { heading: 'Name', cell: row => <a href={`${at}/${row.id}`}>{shortName(row.subject)}</a> },
          { heading: 'Owner', cell: row => (row.owner === 'own' ? 'Ours' : 'Partner') },
          { heading: 'State', cell: row => <CertificateState row={row} now={now} /> },
          { heading: 'Valid until', cell: row => <Time at={row.validTo} /> },
        ]}
      />
    </Section>
  )
}
