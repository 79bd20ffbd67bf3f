import { keepInMemory } from '../keep-in-memory.ts'
import type {
  As2Commit,
  As2Receipt,
  As2ReceiptArrival,
  As2ReceiveDeps,
  As2Rejected,
  As2Sent,
  As2Station,
} from '../ports.ts'
import type { As2Settings } from '../settings.ts'
import { testTime } from './identities.ts'

/** A house around the receiving side that keeps everything in memory and shows what it was given. */
export class House {
  readonly stations: As2Station[] = []
  readonly commits: As2Commit[] = []
  readonly rejected: As2Rejected[] = []
  readonly arrivals: As2ReceiptArrival[] = []
  /** Receipts that were to go out once more. */
  readonly sentAgain: { retailerId: string; wireId: string; url: string }[] = []
  readonly sent = new Map<string, As2Sent>()
  /** What a failing database would do to the next commit. */
  failNextCommit = false
  /** What was kept and not yet given up. */
  readonly kept = new Set<string>()
  private readonly keeping = keepInMemory()
  private readonly receipts = new Map<string, As2Receipt>()
  private ids = 0

  constructor(...settings: As2Settings[]) {
    for (const [at, one] of settings.entries()) {
      this.stations.push({ retailerId: 'retailer', partnershipId: `partnership-${at}`, settings: one })
    }
  }

  get deps(): As2ReceiveDeps {
    return {
      now: () => testTime,
      newId: () => `id-${++this.ids}`,
      findStation: async (from, to) =>
        this.stations.find(({ settings }) => settings.partnerId === from && settings.ourId === to),
      findReceipt: async (retailerId, wireId) => this.receipts.get(`${retailerId} ${wireId}`),
      addReceipt: async ({ retailerId, wireId, receipt }) => {
        this.receipts.set(`${retailerId} ${wireId}`, receipt)
        return receipt
      },
      sendReceiptAgain: async again => void this.sentAgain.push(again),
      commit: async commit => {
        if (this.failNextCommit) {
          this.failNextCommit = false
          throw new Error('the database is away')
        }
        const key = `${commit.message.retailerId} ${commit.message.wireId}`
        const repeated = this.receipts.has(key)
        if (!repeated) {
          this.receipts.set(key, commit.receipt)
          this.commits.push(commit)
        }
        return { messageId: key, repeated }
      },
      keep: async (retailerId, pieces) => {
        const kept = await this.keeping.keep(retailerId, pieces)
        this.kept.add(kept.blobId)
        return kept
      },
      drop: async (_retailerId, { blobId }) => void this.kept.delete(blobId),
      keepRejected: async rejected => void this.rejected.push(rejected),
      findSent: async id => this.sent.get(id),
      receiveReceipt: async arrival => void this.arrivals.push(arrival),
    }
  }
}
