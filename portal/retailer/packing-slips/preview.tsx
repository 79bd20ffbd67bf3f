import type { PackingSlip } from '../../../translators/labels/index.ts'
import { partyLines } from '../../../translators/pdf/index.ts'
import { texts } from './texts.ts'

const t = texts.slip

/** A packing slip as a page of HTML: what `packingSlipsPdf` prints, to look at while the words are chosen. Colours are drawn, since pages carry no styles of their own. */
export function SlipPreview({ slip }: { slip: PackingSlip }) {
  const { brand, lines } = slip
  return (
    <figure class="slip" aria-label={texts.preview} data-slip={brand.name}>
      {brand.logo ? (
        <img src={brand.logo} alt={brand.name} />
      ) : (
        <svg class="slip-name" viewBox="0 0 280 30" role="img" aria-label={brand.name}>
          <text x="0" y="22" font-size={Math.min(22, 480 / brand.name.length)} font-weight="700" fill={brand.ink}>
            {brand.name}
          </text>
        </svg>
      )}
      <div class="small soft">
        {brand.lines.map(line => (
          <div>{line}</div>
        ))}
      </div>
      <svg class="slip-bar" viewBox="0 0 480 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width="480" height="4" fill={brand.accent} />
      </svg>
      <strong>{t.title}</strong>
      <div class="slip-parties">
        <Block heading={t.shipTo} lines={partyLines(slip.shipTo)} />
        {slip.shipFrom ? <Block heading={t.shipFrom} lines={partyLines(slip.shipFrom)} /> : null}
      </div>
      <ul class="plain slip-lines">
        {lines.map(line => (
          <li>
            <span>
              {line.item} {line.description}
            </span>
            <span>
              {line.quantity} {line.unit}
            </span>
          </li>
        ))}
      </ul>
      {brand.thanks ? <p class="lines">{brand.thanks}</p> : null}
      {brand.returns ? (
        <div>
          <strong>{t.returns}</strong>
          <p class="lines small">{brand.returns}</p>
        </div>
      ) : null}
    </figure>
  )
}

function Block({ heading, lines }: { heading: string; lines: string[] }) {
  return (
    <div>
      <strong class="small">{heading}</strong>
      {lines.map(line => (
        <div>{line}</div>
      ))}
    </div>
  )
}
