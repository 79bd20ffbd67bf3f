import { getTableName, type Table } from 'drizzle-orm'
import * as schema from './schema/index.ts'

/**
 * How each table lies on a distributed PostgreSQL (Citus). `distributed` tables are spread by retailer; `reference` tables belong to no
 * retailer and are copied to every node. `retailers` is a reference table too, since others point to it. The jobs stay on the coordinator.
 */
export const referenceTables: Table[] = [
  schema.retailers,
  schema.suppliers,
  schema.users,
  schema.memberships,
  schema.sessions,
  schema.signInAttempts,
  schema.apiKeys,
  schema.accountTokens,
  schema.invitations,
  schema.authenticators,
  schema.recoveryCodes,
  schema.openIdLinks,
  schema.installationKeys,
  schema.containerPrefixes,
  schema.shipFromAddresses,
  schema.identities,
  schema.certificates,
  schema.certificateRequests,
  schema.certificateWarnings,
]

/** Spread by `retailer_id`, in an order in which every table comes after those that it points to. */
export const distributedTables: Table[] = [
  schema.partnerships,
  schema.announcements,
  schema.packingSlipBrands,
  schema.channels,
  schema.fetchSources,
  schema.partnerMaps,
  schema.controlNumbers,
  schema.numberSeries,
  schema.numberBlocks,
  schema.sources,
  schema.sourceStandings,
  schema.products,
  schema.offers,
  schema.stock,
  schema.feedRuns,
  schema.feedRows,
  schema.feedHealth,
  schema.salesChannels,
  schema.listings,
  schema.listingMarks,
  schema.ruleSets,
  schema.orders,
  schema.orderLines,
  schema.routingDecisions,
  schema.purchaseOrders,
  schema.purchaseOrderLines,
  schema.reservations,
  schema.acknowledgments,
  schema.acknowledgmentLines,
  schema.purchaseOrderChanges,
  schema.prints,
  schema.shipments,
  schema.shipmentPackages,
  schema.shipmentLines,
  schema.invoices,
  schema.invoiceLines,
  schema.invoiceCharges,
  schema.blobs,
  schema.blobChunks,
  schema.exportBatches,
  schema.exportItems,
  schema.exportLines,
  schema.claims,
  schema.claimCredits,
  schema.payments,
  schema.paymentItems,
  schema.storefronts,
  schema.storefrontListings,
  schema.storefrontOrders,
  schema.storefrontPackages,
  schema.storefrontWebhooks,
  schema.exceptions,
  schema.messages,
  schema.messageEvents,
  schema.documents,
  schema.messageReplays,
  schema.messageReplayItems,
  schema.feedUploads,
  schema.imports,
  schema.importRefusals,
  schema.invoiceReviews,
  schema.pdfLayouts,
  schema.deadlines,
  schema.notifications,
  schema.notificationDigests,
  schema.interchanges,
  schema.events,
  schema.auditLog,
  schema.savedViews,
  schema.preparedFiles,
  schema.idempotencyKeys,
  schema.webhookEndpoints,
  schema.webhookDeliveries,
  schema.webhookAttempts,
]

/** The statements that spread the schema over a Citus cluster; each may be run again without harm. */
export function distributionStatements(): string[] {
  return [
    ...referenceTables.map(table => distribute(getTableName(table), name => `create_reference_table('${name}')`)),
    ...distributedTables.map(table =>
      distribute(
        getTableName(table),
        name => `create_distributed_table('${name}', 'retailer_id', colocate_with => '${colocation(name)}')`,
      ),
    ),
  ]
}

/** The first distributed table makes the group that all others join, so that one retailer's rows lie together. */
function colocation(name: string): string {
  const first = getTableName(distributedTables[0]!)
  return name === first ? 'none' : first
}

function distribute(name: string, call: (name: string) => string): string {
  return `select ${call(name)} where not exists (select 1 from pg_dist_partition where logicalrelid = '${name}'::regclass)`
}
