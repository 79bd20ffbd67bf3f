import { Select } from '../ui/fields.tsx'

/** Narrows a list to one partner. */
export function PartnerField({
  partners,
  value,
}: {
  partners: ReadonlyMap<string, string>
  value: string | undefined
}) {
  const named = [...partners].map(([id, word]) => ({ value: id, word }))
  named.sort((one, other) => one.word.localeCompare(other.word))
  return <Select name="partner" label="Partner" value={value} options={[{ value: '', word: 'Any' }, ...named]} />
}
