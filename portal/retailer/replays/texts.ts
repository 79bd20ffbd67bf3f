import type { ReplayAction } from '../../../db/schema/index.ts'

const number = (count: number) => count.toLocaleString('en-US')
const messages = (count: number) => `${number(count)} ${count === 1 ? 'message' : 'messages'}`

/** What the pages say on which many messages are sent or read again. */
export const texts = {
  link: 'Send or read all again',
  title: 'Send or read all of the list again',
  back: 'Back to the list',
  about: (filters: string) => `The list that you left: ${filters}.`,
  everything: 'all messages',
  count: {
    resend: (count: number) => `${messages(count)} can be sent again`,
    reprocess: (count: number) => `${messages(count)} can be read again`,
  } satisfies Record<ReplayAction, (count: number) => string>,
  hint: {
    resend:
      'The same bytes go out once more, under the same ids: what failed, what waits for its next try, and what the partner has not confirmed.',
    reprocess: 'What was rejected is read with the maps and rules of today. What was applied is not applied twice.',
  } satisfies Record<ReplayAction, string>,
  start: {
    resend: (count: number) => `Send ${number(count)} again`,
    reprocess: (count: number) => `Read ${number(count)} again`,
  } satisfies Record<ReplayAction, (count: number) => string>,
  tooMany: (most: number) =>
    `These are more than ${number(most)}, the most that are taken up at once. Narrow the list first: to a partner, say, or to some days.`,
  nothing: 'Nothing in the list can be sent or read again',
  nothingHint: 'Go back and choose another filter.',
  earlier: 'Earlier ones',
  begun: 'They are being taken up, one after the other.',
  unknown: 'Choose what shall happen to the messages.',
  gone: 'There is no such replay.',
  actions: { resend: 'Messages sent again', reprocess: 'Messages read again' } satisfies Record<ReplayAction, string>,
  running: 'Messages are being taken up, oldest first.',
  leave: 'You may leave this page: the work goes on, and this page shows how far it is.',
  share: 'Taken up',
  left: 'Not yet',
  done: { resend: 'On their way again', reprocess: 'Being read again' } satisfies Record<ReplayAction, string>,
  refused: 'Could not be',
  by: 'By',
  begunAt: 'Begun',
  endedAt: 'Ended',
  stop: 'Stop',
  stopSure: 'Messages that are not taken up yet stay as they are. Stop?',
  stopped: 'Stopped: what was not taken up yet stays as it is.',
  states: { running: 'Under way', stopped: 'Stopped', ended: 'Done' },
  why: 'Why some could not be',
  message: 'Message',
  reason: 'Reason',
  first: (count: number) => `The first ${number(count)} are shown.`,
  again: 'Look again',
  what: 'What',
  state: 'State',
  journal: 'Messages',
} as const
