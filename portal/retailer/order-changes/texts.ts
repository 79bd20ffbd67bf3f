/** What the retailer reads about changes of its purchase orders. */
export const texts = {
  ask: 'Change or cancel',
  hint: 'The supplier is asked; nothing changes until it agrees.',
  send: 'Ask the supplier',
  all: 'Cancel all that has not shipped',
  allConfirm: 'Ask to cancel all that has not shipped?',
  asked: 'The supplier is asked.',
  afterwards: 'What is taken back',
  endings: { cancel: 'is not wanted any more', reroute: 'goes to another source' },
  you: 'You',
} as const
