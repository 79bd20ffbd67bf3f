import type { Address as PostalAddress } from '../../db/schema/index.ts'

/** A postal address as it stands on a parcel. */
export function Address({ address }: { address: { [K in keyof PostalAddress]?: PostalAddress[K] | undefined } }) {
  const { name, address1, address2, city, state, postalCode, country, phone } = address
  const place = [city, [state, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return (
    <address class="address">
      {[name, address1, address2, place, country, phone].filter(Boolean).map((row, index) => (
        <div class={index === 0 ? 'strong' : ''}>{row}</div>
      ))}
    </address>
  )
}
