import type { Orm } from '../../../db/connection.ts'
import type { ListingPreview, PreviewRow } from '../../../engine/listing/preview.ts'
import type { RuleContent, RuleVersion } from '../../../engine/rule-sets/book.ts'
import { Amount } from '../../ui/money.tsx'
import { page } from '../../ui/page.tsx'
import { Facts, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import type { Trial } from '../rules/console.ts'
import { statusLooks } from './texts.ts'

const count = (value: number) => value.toLocaleString('en-US')

const title = 'What would change'

/** Tries a version of the price or listing rules on all listings. */
export function previewTrial<C extends RuleContent>(
  current: string,
  preview: (orm: Orm, retailerId: string, version: RuleVersion<C>, now: Date) => Promise<ListingPreview>,
): Trial<C> {
  return {
    word: title,
    at: 'preview',
    async show(c, { hub }, version, back) {
      const found = await preview(hub.orm, c.var.retailer.retailerId, version, hub.now())
      return page(c, { title, current }, <PreviewPage preview={found} back={back} />)
    },
  }
}

/** What a version would change, had it been published now. */
function PreviewPage({ preview, back }: { preview: ListingPreview; back: { href: string; word: string } }) {
  const looked = `${count(preview.products)} products${preview.more ? ', the first ones' : ''}; ${count(preview.listings)} listings`
  return (
    <>
      <PageHeader title={title} back={back} about="With today’s stock and costs. Nothing is written." />
      <div class="stack">
        <Facts
          rows={[
            ['Looked at', looked],
            ['Prices that rise', count(preview.pricesUp)],
            ['Prices that fall', count(preview.pricesDown)],
            ['Prices that wait for a person', count(preview.pricesWaiting)],
            ['New on a channel', count(preview.listed)],
            ['Paused', count(preview.paused)],
            ['Back from a pause', count(preview.back)],
            ['Other words', count(preview.rewritten)],
          ]}
        />
        <Section title="For instance">
          {preview.examples.length === 0 ? (
            <Empty title="No listing would change" />
          ) : (
            <Examples rows={preview.examples} />
          )}
        </Section>
      </div>
    </>
  )
}

function Examples({ rows }: { rows: PreviewRow[] }) {
  const state = ({ status, pauseReasons }: PreviewRow['after']) =>
    `${statusLooks[status].word}${pauseReasons.length > 0 ? `: ${pauseReasons.join(', ')}` : ''}`
  return (
    <Table
      label="For instance"
      rows={rows}
      columns={[
        { heading: 'Item', cell: row => row.sku },
        { heading: 'Channel', cell: row => row.channel },
        { heading: 'Price now', number: true, cell: row => <Amount amount={row.before.price} /> },
        {
          heading: 'Then',
          number: true,
          cell: row => <Amount amount={row.after.proposedPrice ?? row.after.price} />,
        },
        { heading: 'State now', cell: row => state(row.before) },
        { heading: 'Then', cell: row => state(row.after) },
        { heading: 'Title then', cell: row => ('title' in row.after.content ? row.after.content.title : '') },
      ]}
    />
  )
}
