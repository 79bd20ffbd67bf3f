/** What a mail of the hub about somebody's account says. */
export interface AccountMail {
  subject: string
  text: string
}

const ends = (hours: number) => (hours >= 48 ? `${hours / 24} days` : hours === 1 ? 'one hour' : `${hours} hours`)

/** Asks somebody to work at a retailer or supplier. */
export function invitationMail(about: { place: string; invitedBy: string; link: string; hours: number }): AccountMail {
  const { place, invitedBy, link, hours } = about
  return {
    subject: `You are invited to work at ${place}`,
    text: [
      `${invitedBy} invites you to work at ${place} in Crossdock.`,
      `Follow this link to begin:\n${link}`,
      `The link can be used once and ends after ${ends(hours)}. If you did not expect it, you need do nothing.`,
    ].join('\n\n'),
  }
}

/** Lets somebody choose a new password. */
export function passwordResetMail({ link, minutes }: { link: string; minutes: number }): AccountMail {
  return {
    subject: 'Choose a new password',
    text: [
      'Somebody, probably you, asked for a new password for your Crossdock account.',
      `Follow this link to choose one:\n${link}`,
      `The link can be used once and ends after ${minutes} minutes. If it was not you, ignore this mail: nothing has changed.`,
    ].join('\n\n'),
  }
}

/** Lets somebody sign in once without a password. */
export function signInMail({ link, minutes }: { link: string; minutes: number }): AccountMail {
  return {
    subject: 'Your link to sign in',
    text: [
      `Follow this link to sign in to Crossdock:\n${link}`,
      `The link can be used once and ends after ${minutes} minutes. If it was not you who asked, ignore this mail: nobody can sign in without the link.`,
    ].join('\n\n'),
  }
}
