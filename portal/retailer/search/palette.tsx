import type { Child } from 'hono/jsx'
import { Badge } from '../../ui/badge.tsx'
import { Icon, type IconName } from '../../ui/icons.tsx'
import type { NavGroup } from '../../ui/navigation.ts'
import { type Hit, type HitKind, hitKinds, stateOf } from './hit.ts'
import { texts as t } from './texts.ts'

const icons: Record<HitKind, IconName> = {
  order: 'orders',
  'purchase-order': 'purchase',
  invoice: 'invoice',
  item: 'stock',
  tracking: 'truck',
  message: 'messages',
}

interface PaletteProps {
  groups: NavGroup[]
  text: string
  /** Several numbers were given: their page tells more than a row could. */
  many: number
  hits: Hit[]
}

/** What the command palette lists for a text: pages of that name, and whatever has that number. */
export function PaletteList({ groups, text, many, hits }: PaletteProps) {
  const wanted = text.trim().toLowerCase()
  const pages = groups
    .flatMap(group => group.items.map(item => ({ ...item, group: group.word })))
    .filter(item => item.word.toLowerCase().includes(wanted) || item.group?.toLowerCase().includes(wanted))
    .slice(0, wanted ? 6 : 40)
  const found = hitKinds.flatMap(kind => hits.filter(hit => hit.kind === kind).slice(0, 4))
  return (
    <>
      {many > 0 ? (
        <Option
          href={`/retailer/search?${new URLSearchParams({ q: text })}`}
          icon="equal"
          word={`Look up ${many} numbers`}
        />
      ) : null}
      {found.map(hit => {
        const look = stateOf(hit)
        return (
          <Option
            href={hit.href}
            icon={icons[hit.kind]}
            word={hit.word}
            about={hit.about}
            badge={look && <Badge {...look} />}
          />
        )
      })}
      {pages.map(item => (
        <Option href={item.href} icon={item.icon} word={item.word} about={item.group ?? ''} />
      ))}
      {many === 0 && found.length === 0 && pages.length === 0 ? (
        <p class="soft palette-none">{t.palette.nothing}</p>
      ) : null}
    </>
  )
}

function Option(props: { href: string; icon: IconName; word: string; about?: string; badge?: Child }) {
  return (
    <a class="palette-option" role="option" aria-selected="false" tabindex={-1} href={props.href}>
      <Icon name={props.icon} />
      <span class="palette-word">{props.word}</span>
      <span class="soft palette-about">{props.about}</span>
      {props.badge}
    </a>
  )
}
