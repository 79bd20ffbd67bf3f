/** Column names agree whatever their case, spaces, punctuation and the usual abbreviations: `PO #`, `po_number` and `PO Number` are one. */
export function normaliseName(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/#/g, ' number ')
    .split(/[^\p{L}\p{N}]+/u)
  return words.map(word => abbreviations.get(word) ?? word).join('')
}

const abbreviations = new Map(
  Object.entries({
    no: 'number',
    nr: 'number',
    nbr: 'number',
    num: 'number',
    qty: 'quantity',
    desc: 'description',
    amt: 'amount',
    addr: 'address',
  }),
)
