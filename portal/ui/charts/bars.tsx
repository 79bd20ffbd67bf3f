import Big from 'big.js'

/** One bar: its name, what it measures, and how that reads. */
export interface Bar {
  label: string
  /** A decimal as text; below zero it goes to the left of the axis. */
  value: string
  shown: string
  /** A second value to hold it against, drawn as a thin mark. */
  against?: string | undefined
}

const width = 640
const labelWidth = 170
const rowHeight = 26
/** Pixels of a digit, as large as phones show it. */
const digitWidth = 11

/**
 * Bars side by side, to be looked at rather than read: drawn here, without script, in the colours of the page. Lengths are rounded to whole pixels, and the exact values stand
 * beside them. Screen readers are told the same by the table that stands below each chart.
 */
export function Bars({ label, bars, againstWord }: { label: string; bars: readonly Bar[]; againstWord?: string }) {
  const values = bars.flatMap(bar => [new Big(bar.value), new Big(bar.against ?? 0)])
  const [most, least] = [extreme(values, 1), extreme(values, -1)]
  const span = most.minus(least)
  if (bars.length === 0 || span.eq(0)) return null
  const longest = Math.max(...bars.map(bar => bar.shown.length))
  const room = width - labelWidth - Math.max(110, 8 + longest * digitWidth)
  const pixels = (amount: Big) => amount.div(span).times(room).round().toFixed()
  const axis = new Big(labelWidth).minus(new Big(pixels(least)))
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${width} ${bars.length * rowHeight + 4}`} role="img" aria-label={label}>
        {bars.map((bar, row) => (
          <Row bar={bar} top={row * rowHeight + 2} axis={axis} pixels={pixels} />
        ))}
        <line class="chart-axis" x1={axis.toFixed()} x2={axis.toFixed()} y1="0" y2={bars.length * rowHeight + 4} />
      </svg>
      {againstWord ? (
        <figcaption class="small soft">
          <span class="chart-key" aria-hidden="true" /> {againstWord}
        </figcaption>
      ) : null}
    </figure>
  )
}

function extreme(values: readonly Big[], sign: 1 | -1): Big {
  return values.reduce((found, value) => (value.minus(found).times(sign).gt(0) ? value : found), new Big(0))
}

interface RowProps {
  bar: Bar
  top: number
  axis: Big
  pixels: (amount: Big) => string
}

function Row({ bar, top, axis, pixels }: RowProps) {
  const value = new Big(bar.value)
  const length = new Big(pixels(value.abs()))
  const start = value.lt(0) ? axis.minus(length) : axis
  const end = value.lt(0) ? axis : axis.plus(length)
  const name = bar.label.length > 26 ? `${bar.label.slice(0, 25)}…` : bar.label
  return (
    <g>
      <title>{`${bar.label}: ${bar.shown}`}</title>
      <text x="0" y={top + 16}>
        {name}
      </text>
      <rect
        class={value.lt(0) ? 'chart-bar chart-bar-bad' : 'chart-bar'}
        x={start.toFixed()}
        y={top + 4}
        width={length.toFixed()}
        height={rowHeight - 10}
        rx="2"
      />
      {bar.against === undefined ? null : <Mark at={axis.plus(pixels(new Big(bar.against)))} top={top} />}
      <text class="chart-value" x={end.plus(6).toFixed()} y={top + 16}>
        {bar.shown}
      </text>
    </g>
  )
}

function Mark({ at, top }: { at: Big; top: number }) {
  return <rect class="chart-mark" x={at.minus(1).toFixed()} y={top + 1} width="2" height={rowHeight - 4} />
}
