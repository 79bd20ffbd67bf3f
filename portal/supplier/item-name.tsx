import { Copyable } from '../ui/copyable.tsx'

/** An item by the supplier's own number, what it is, and the retailer's number. */
export function ItemName({ line }: { line: { supplierSku: string; description: string; sku: string } }) {
  return (
    <span class="item">
      <Copyable text={line.supplierSku} />
      <span class="item detail">{line.description}</span>
      {line.sku === line.supplierSku ? null : <span class="item detail">Retailer’s {line.sku}</span>}
    </span>
  )
}
