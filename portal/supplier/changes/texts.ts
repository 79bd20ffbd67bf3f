/** What a supplier reads about changes that it asks for. */
export const texts = {
  ask: 'Ask for a change',
  hint: 'Say what you cannot keep to. Nothing changes until the retailer agrees.',
  send: 'Ask the retailer',
  asked: 'The retailer is asked. You see the answer here.',
  before: 'You have asked for this before; the answer is still open.',
  you: 'You',
} as const
