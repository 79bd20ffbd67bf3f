import Big from 'big.js'

const group = (whole: string) => whole.replace(/\B(?=(\d{3})+$)/g, ',')

/** An exact decimal with grouped thousands and at least `places` digits after the point: nothing is rounded away. */
function formatDecimal(value: string, places: number): string {
  const exact = new Big(value)
  const [whole, fraction = ''] = exact.abs().toFixed().split('.')
  const digits = fraction.padEnd(places, '0')
  return `${exact.lt(0) ? '−' : ''}${group(whole!)}${digits ? `.${digits}` : ''}`
}

/** An amount beside its currency, never without. */
export function Money({ amount, currency }: { amount: string | null | undefined; currency: string }) {
  if (amount === null || amount === undefined) return <span class="soft">–</span>
  return (
    <span class="figures nowrap">
      {formatDecimal(amount, 2)} <span class="soft">{currency}</span>
    </span>
  )
}

/** An amount in a column whose heading names the currency. */
export function Amount({ amount }: { amount: string | null | undefined }) {
  if (amount === null || amount === undefined) return <span class="soft">–</span>
  return <span class="figures nowrap">{formatDecimal(amount, 2)}</span>
}

/** A quantity, with its unit where that helps. A zero is quiet. */
export function Quantity({ value, unit }: { value: string; unit?: string }) {
  const zero = new Big(value).eq(0)
  return (
    <span class={`figures nowrap${zero ? ' soft' : ''}`}>
      {formatDecimal(value, 0)}
      {unit ? <span class="soft"> {unit}</span> : null}
    </span>
  )
}
