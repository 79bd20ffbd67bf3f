import { fetchFrom } from '../feeds/run.ts'
import { sweepPlaces } from '../feeds/sweep.ts'
import type { JobContext } from './context.ts'

/** Asks for a look into every place whose schedule says so. */
export const sweepFetches = ({ hub }: JobContext): Promise<void> => sweepPlaces(hub)

/** Looks into one place. */
export const fetchSource = (context: JobContext, job: { retailerId: string; sourceId: string }): Promise<void> =>
  fetchFrom(context, job)
