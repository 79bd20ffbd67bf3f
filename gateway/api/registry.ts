import { candidateEndpoints } from './candidates.ts'
import { certificateEndpoints } from './certificates.ts'
import { connectionTestEndpoints } from './connection-tests.ts'
import { defaultTermsEndpoints } from './default-terms.ts'
import type { Endpoint } from './endpoint.ts'
import { exceptionEndpoints } from './exceptions.ts'
import { exportEndpoints } from './exports.ts'
import { feedSettingsEndpoints } from './feed-settings.ts'
import { feedSourceEndpoints } from './feed-sources.ts'
import { feedEndpoints } from './feeds.ts'
import { importEndpoints } from './imports.ts'
import { inventoryEndpoints } from './inventory.ts'
import { invoiceEndpoints } from './invoices.ts'
import { listingEndpoints } from './listings.ts'
import { mapEndpoints } from './maps.ts'
import { mapPreviewEndpoints } from './maps-preview.ts'
import { messageEndpoints } from './messages.ts'
import { newProductEndpoints } from './new-products.ts'
import { orderEndpoints } from './orders.ts'
import { partnerChannelEndpoints } from './partner-channel.ts'
import { partnerContactEndpoints } from './partner-contacts.ts'
import { partnerMoveEndpoints } from './partner-moves.ts'
import { partnerSettingsEndpoints } from './partner-settings.ts'
import { partnerEndpoints } from './partners.ts'
import { productEndpoints } from './products.ts'
import { purchaseOrderChangeEndpoints } from './purchase-order-changes.ts'
import { purchaseOrderEndpoints } from './purchase-orders.ts'
import { reportEndpoints } from './reports.ts'
import { balanceReportEndpoints } from './reports-balances.ts'
import { performanceReportEndpoints } from './reports-performance.ts'
import { routingDecisionEndpoints } from './routing-decisions.ts'
import { routingSimulationEndpoints } from './routing-simulations.ts'
import { routingSourceEndpoints } from './routing-sources.ts'
import { ruleBookEndpoints } from './rule-books.ts'
import { salesChannelFileEndpoints } from './sales-channel-files.ts'
import { salesChannelEndpoints } from './sales-channels.ts'
import { shipmentEndpoints } from './shipments.ts'
import { storefrontEndpoints } from './storefronts.ts'
import { supplierDocumentEndpoints } from './supplier-documents.ts'
import { supplierOrderEndpoints } from './supplier-orders.ts'
import { webhookEndpoints } from './webhooks.ts'

/** Every endpoint of the API, in the order in which the documentation shows them. A new resource is a file beside this one and a line here. */
export const endpoints: readonly Endpoint[] = [
  ...orderEndpoints,
  ...routingDecisionEndpoints,
  ...routingSimulationEndpoints,
  ...routingSourceEndpoints,
  ...productEndpoints,
  ...candidateEndpoints,
  ...newProductEndpoints,
  ...importEndpoints,
  ...inventoryEndpoints,
  ...feedEndpoints,
  ...feedSourceEndpoints,
  ...feedSettingsEndpoints,
  ...salesChannelEndpoints,
  ...storefrontEndpoints,
  ...salesChannelFileEndpoints,
  ...listingEndpoints,
  ...ruleBookEndpoints,
  ...partnerEndpoints,
  ...partnerSettingsEndpoints,
  ...defaultTermsEndpoints,
  ...partnerChannelEndpoints,
  ...partnerContactEndpoints,
  ...partnerMoveEndpoints,
  ...connectionTestEndpoints,
  ...certificateEndpoints,
  ...mapEndpoints,
  ...mapPreviewEndpoints,
  ...purchaseOrderEndpoints,
  ...purchaseOrderChangeEndpoints,
  ...shipmentEndpoints,
  ...invoiceEndpoints,
  ...exceptionEndpoints,
  ...exportEndpoints,
  ...messageEndpoints,
  ...reportEndpoints,
  ...balanceReportEndpoints,
  ...performanceReportEndpoints,
  ...webhookEndpoints,
  ...supplierOrderEndpoints,
  ...supplierDocumentEndpoints,
]
