/** Every table of the hub. A table is declared in the file of its subject and listed in `db/distribution.ts`. */
export * from './catalogue.ts'
export * from './events.ts'
export * from './invoices.ts'
export * from './journal.ts'
export * from './orders.ts'
export * from './partnerships.ts'
export * from './people.ts'
export * from './purchase-orders.ts'
