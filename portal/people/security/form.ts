import { z } from 'zod'
import { retailerRoles, supplierRoles } from '../../../db/schema/index.ts'
import type { OpenIdSettings } from '../../../engine/people/security-settings.ts'
import type { FormValues } from '../../ui/form-data.ts'
import { texts } from '../texts.ts'

const t = texts.security
const optional = z.string().trim().default('')

/** `group = role`, one a line; empty lines are left out. */
const roleLines = optional.transform((text, context) => {
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  return lines.flatMap(line => {
    const at = line.lastIndexOf('=')
    const role = retailerRoles.find(known => known === line.slice(at + 1).trim())
    const value = line.slice(0, Math.max(0, at)).trim()
    if (role && value) return [{ value, role }]
    context.addIssue({ code: 'custom', message: t.badLine(line) })
    return []
  })
})

/** The form of a retailer's OpenID provider. `plain` lets it be called without TLS. */
export const providerForm = (plain: boolean) =>
  z.object({
    issuer: z
      .string()
      .trim()
      .pipe(z.url({ protocol: plain ? /^https?$/ : /^https$/, error: t.httpsOnly })),
    clientId: z.string().trim().min(1, 'Enter the client ID.').max(300),
    clientSecret: optional,
    label: z.string().trim().min(1, 'Enter a name.').max(60, 'At most 60 characters.'),
    defaultRole: z.union([z.literal(''), z.enum(retailerRoles)]).default(''),
    roleClaim: optional,
    rolesByClaim: roleLines,
    trustsSecondFactor: z.literal('on').optional(),
  })
export type ProviderForm = z.infer<ReturnType<typeof providerForm>>

/** The settings that a form asks for. @param clientSecret sealed */
export function providerSettings(form: ProviderForm, clientSecret: string | undefined): OpenIdSettings {
  const { issuer, clientId, label, defaultRole, roleClaim, rolesByClaim, trustsSecondFactor } = form
  return {
    ...{ issuer, clientId, label, rolesByClaim },
    trustsSecondFactor: trustsSecondFactor === 'on',
    ...(clientSecret && { clientSecret }),
    ...(defaultRole && { defaultRole }),
    ...(roleClaim && { roleClaim }),
  }
}

/** What the form shows for settings that are in force. */
export function formOf(openId: OpenIdSettings | undefined): FormValues {
  if (!openId) return {}
  const { issuer, clientId, label, defaultRole = '', roleClaim = '', rolesByClaim, trustsSecondFactor } = openId
  return {
    ...{ issuer, clientId, label, defaultRole, roleClaim },
    rolesByClaim: rolesByClaim.map(({ value, role }) => `${value} = ${role}`).join('\n'),
    ...(trustsSecondFactor && { trustsSecondFactor: 'on' }),
  }
}

const everyRole = [...retailerRoles, ...supplierRoles]

/** The rules as a form gives them: `second-factor-ROLE` for each role that needs one, `by-link`. */
export function rulesFrom(values: FormValues) {
  return {
    secondFactorFor: everyRole.filter(role => values[`second-factor-${role}`] === 'on'),
    signInByLink: values['by-link'] === 'on',
  }
}
