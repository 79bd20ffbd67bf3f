import type { Child } from 'hono/jsx'
import type { Tolerance } from '../../db/schema/index.ts'
import type { Onboarding } from '../../engine/onboarding/load.ts'
import { shortName } from '../../partners/certificates/describe-certificate.ts'
import { channelSettings } from '../../partners/channels/settings.ts'
import { underTest } from '../../partners/channels/usage.ts'
import { texts as deliveryTexts } from '../shared/delivery/texts.ts'
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
import { Contacts, Notes } from './onboarding/profile-part.tsx'
import { Moves, StepsPart } from './onboarding/steps-part.tsx'
import { texts as onboardingTexts } from './onboarding/texts.ts'
import type { LoadedPartner, PartnerHealth } from './partners-query.ts'
import { settingRows } from './setting-rows.ts'
import { percentOf } from './settings-of-trade/fields.ts'
import { texts as tradeTexts } from './settings-of-trade/texts.ts'
import { texts } from './texts.ts'

const t = texts.partners

export interface PartnerPageProps extends LoadedPartner {
  messages: ListedMessage[]
  partners: ReadonlyMap<string, string>
  now: Date
  onboarding: Onboarding
  health: PartnerHealth
  /** What was wrong with what was asked on this page, by field or move. */
  errors: Record<string, string>
  mayOperate: boolean
  mayTest: boolean
  mayOverride: boolean
  maySeeAudit: boolean
}

/** One partner: how far it has come, how it is connected, known and paid, how it is doing, and what passed between us lately. */
export function PartnerPage(props: PartnerPageProps) {
  const { partnership, supplier, channel, onboarding, mayOperate } = props
  const steps = {
    ...{ partnershipId: partnership.id, status: partnership.status, steps: onboarding.steps },
    ...{ mayOperate, mayOverride: props.mayOverride, errors: props.errors },
  }
  const testing = underTest.has(partnership.status)
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
          {testing ? <StepsPart {...steps} /> : null}
          {testing ? null : <Health health={props.health} id={partnership.id} />}
          <Section title={t.messages}>
            {props.messages.length === 0 ? (
              <Empty title={texts.messages.none}>{t.noMessagesHint}</Empty>
            ) : (
              <MessagesTable rows={props.messages} partners={props.partners} />
            )}
          </Section>
          <Identities identities={props.identities} />
          <Certificates {...props} />
          <Notes {...profileOfPage(props)} />
        </div>
        <Aside {...props}>
          {testing || !mayOperate ? null : (
            <Section title={onboardingTexts.state}>
              <Moves {...steps} />
            </Section>
          )}
        </Aside>
      </div>
    </>
  )
}

const profileOfPage = ({ partnership, mayOperate, errors }: PartnerPageProps) => ({
  ...{ partnershipId: partnership.id, settings: partnership.settings, mayChange: mayOperate, errors },
})

/** What was agreed, how messages travel, and whom to call. */
function Aside({ children, ...props }: PartnerPageProps & { children?: Child }) {
  const { partnership, channel, source, mayOperate } = props
  const { terms } = partnership
  const at = `/retailer/partners/${partnership.id}`
  return (
    <aside class="stack">
      <Section title={t.terms} aside={mayOperate ? <a href={`${at}/identity`}>{onboardingTexts.edit}</a> : null}>
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
      <a href={`${at}/terms`}>{tradeTexts.open}</a>
      <Contacts {...profileOfPage(props)} />
      <Section title={t.maps}>
        <p class="soft small">{t.mapsAbout}</p>
        <a href={`${at}/maps`}>{t.mapsOpen}</a>
      </Section>
      <Section title={t.channel} aside={mayOperate ? <a href={`${at}/channel`}>{channelLink(channel)}</a> : null}>
        {channel ? <ChannelSettings settings={channel.settings} /> : <p class="soft">Not connected</p>}
        {channel && channel.transport !== 'portal' ? <a href={`${at}/delivery`}>{deliveryTexts.open}</a> : null}
      </Section>
      {props.mayTest ? <ConnectionTestButton partnershipId={partnership.id} /> : null}
      {children}
      {props.maySeeAudit ? <a href={`${at}/history`}>{onboardingTexts.history}</a> : null}
    </aside>
  )
}

const channelLink = (channel: LoadedPartner['channel']) => (channel ? onboardingTexts.edit : onboardingTexts.setUp)

/** When messages last passed, what failed, and what the partner owes. */
function Health({ health, id }: { health: PartnerHealth; id: string }) {
  const { lastIn, lastOut, failed, receiptsOverdue, answersOverdue, exceptions } = health
  const number = (count: number) => (count === 0 ? '0' : <strong>{count}</strong>)
  return (
    <Section title={onboardingTexts.health}>
      <Facts
        rows={[
          ['Last in', <Time at={lastIn} />],
          ['Last out', <Time at={lastOut} />],
          ['Messages stuck', <a href={`/retailer/messages?partner=${id}&show=stuck`}>{number(failed)}</a>],
          ['Receipts (997) overdue', number(receiptsOverdue)],
          ['Answers overdue', number(answersOverdue)],
          ['Open exceptions', <a href={`/retailer/exceptions?partner=${id}`}>{number(exceptions)}</a>],
        ]}
      />
    </Section>
  )
}

/** What the channel is set to; its secrets are kept elsewhere and not read here. */
function ChannelSettings({ settings }: { settings: Record<string, unknown> }) {
  const { transport } = channelSettings.parse(settings)
  if (Object.keys(transport).length === 0) return <p class="soft">{t.portalOnly}</p>
  return <Facts rows={settingRows(transport)} />
}

function Tolerances({ partnership }: Pick<LoadedPartner, 'partnership'>) {
  const { currency, tolerances } = partnership
  const given = Object.entries(tolerances) as [keyof typeof tolerances, Tolerance][]
  if (given.length === 0) return null
  return (
    <Section title={t.tolerances}>
      <Facts
        rows={given.map(([kind, tolerance]) => [tradeTexts.words.kinds[kind], allowed(kind, tolerance, currency)])}
      />
    </Section>
  )
}

/** `10.00 USD or 2 %, whichever is less`. */
function allowed(kind: string, { amount, share, whichever }: Tolerance, currency: string): string {
  const unit = kind === 'quantity' ? t.pieces : currency
  const both = [amount && `${amount} ${unit}`, share && `${percentOf(share)} %`].filter(Boolean)
  return both.length < 2 ? both.join() : `${both.join(` ${t.or} `)}, ${whichever === 'greater' ? t.greater : t.less}`
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
