import { Copyable } from '../ui/copyable.tsx'

/** An item by the supplier's own number, what it is, and the retailer's number. */
export function ItemName({ line }: { line: { supplierSku: string; description: string; sku: string } }) {
  return (
    <span>
      <Copyable text={line.supplierSku} />
      <br />
      {line.description}
      <br />
      <span class="small soft">Retailer’s {line.sku}</span>
    </span>
  )
}
