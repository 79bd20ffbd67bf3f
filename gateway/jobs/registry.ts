import type { JobHandlers } from '../../db/hub-database.ts'
import type { JobPayload } from '../../db/jobs.ts'
import { makeProducts } from '../../engine/catalogue/new-products/run.ts'
import { withdrawUnanswered } from '../../engine/deadlines/withdraw-unanswered.ts'
import { runImport } from '../../engine/imports/run-import.ts'
import { applyQueued } from '../../engine/inventory/uploads/queue-upload.ts'
import { reconcileInvoice } from '../../engine/invoices/reconcile.ts'
import { runReplay } from '../../engine/messages/replay.ts'
import { tellNewOrders } from '../../engine/notices/new-orders.ts'
import { routeOrder } from '../../engine/routing/route.ts'
import { sendListingFile, sweepListingFiles } from '../channels-out/send.ts'
import { sweepStorefronts } from '../connectors/sweep.ts'
import { readStorefrontOrder, syncStorefront } from '../connectors/sync.ts'
import { isPrivateAddress } from '../transports/address.ts'
import type { CallLimits } from '../webhooks/call.ts'
import { deliverWebhooks } from '../webhooks/deliver.ts'
import { sweepWebhooks } from '../webhooks/sweep.ts'
import { applyDocument } from './apply-document.ts'
import type { JobContext } from './context.ts'
import { deliverMessage } from './deliver-message.ts'
import { fetchSource, sweepFetches } from './fetch-source.ts'
import { forgetOld } from './forget-old.ts'
import { processMessage } from './process-message.ts'
import { refreshListings } from './refresh-listings.ts'
import { renderDocument } from './render-document.ts'
import { sendAccountLink } from './send-account-link.ts'
import { sendDigest } from './send-digest.ts'
import { sendInvitation } from './send-invitation.ts'
import { sendNotification } from './send-notification.ts'
import { sweepRetailers } from './sweep-deadlines.ts'
import { runConnectionTest } from './test-connection.ts'
import { watchAllCertificates } from './watch-certificates.ts'

/** The handler of each kind of job. Each may be run again at any time: it looks at the state first and takes effect once. */
export function jobHandlers(context: JobContext): JobHandlers {
  const { hub, box } = context
  return {
    'route-order': job => hub.work('system', work => routeOrder(work, job)).then(() => undefined),
    'match-invoice': job => hub.work('system', work => reconcileInvoice(work, job)).then(() => undefined),
    'replay-messages': job => runReplay(hub, job),
    'process-message': job => processMessage(context, job),
    'apply-document': job => applyDocument(context, job),
    'render-document': job => renderDocument(context, job),
    'deliver-receipt': job => context.deliverReceipt(job),
    'deliver-message': job => deliverMessage(context, job),
    'sweep-deadlines': () => sweepRetailers(context),
    'watch-certificates': () => watchAllCertificates(context),
    'test-connection': job => runConnectionTest(context, job),
    'sweep-fetches': () => sweepFetches(context),
    'fetch-source': job => fetchSource(context, job),
    'withdraw-unanswered': job => hub.work('system', work => withdrawUnanswered(work, job)),
    'refresh-listings': job => refreshListings(hub, job),
    'make-products': job => makeProducts(hub, job).then(() => undefined),
    'sweep-listing-files': () => sweepListingFiles(context),
    'send-listing-file': job => sendListingFile(context, job),
    'apply-upload': job => applyQueued(hub, job),
    'sweep-storefronts': () => sweepStorefronts(hub),
    'sync-storefront': job => syncStorefront(context, job),
    'read-storefront-order': job => readStorefrontOrder(context, job),
    'run-import': job => runImport(hub, job),
    'prepare-file': job => prepareFile(context, job),
    'deliver-webhooks': job => deliverWebhooks({ hub, box, limits: callLimits(context) }, job),
    'sweep-webhooks': () => sweepWebhooks(hub),
    'forget-old': () => forgetOld(hub),
    'send-notification': job => sendNotification(context, job),
    'send-digest': job => sendDigest(context, job),
    'tell-new-orders': job => hub.work('system', work => tellNewOrders(work, job)).then(() => undefined),
    'send-invitation': job => sendInvitation(context, job),
    'send-account-link': job => sendAccountLink(context, job),
  }
}

async function prepareFile({ prepareFile }: JobContext, job: JobPayload<'prepare-file'>): Promise<void> {
  if (!prepareFile) throw new Error('This process knows no portal that files are made of')
  await prepareFile(job)
}

function callLimits({ allowPrivateAddresses }: JobContext): CallLimits {
  return { refuses: address => allowPrivateAddresses !== true && isPrivateAddress(address) }
}
